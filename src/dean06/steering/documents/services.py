"""PUBLIC writes. From an uploaded file to live tasks: upload, correct, split, merge, drop, issue."""

from __future__ import annotations

from dean06.steering.documents.issuing import register_issuer

__all__ = ["register_issuer"]
