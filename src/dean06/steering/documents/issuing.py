"""The port through which reviewed tasks become live tasks: ``assignments``, above this app, registers itself."""

from __future__ import annotations

from dean06.steering.documents.types import Issuer

_issuer: Issuer | None = None


def register_issuer(issuer: Issuer) -> None:
    """Called once, from the ``ready`` of the app that keeps live tasks."""
    global _issuer
    _issuer = issuer


def issuer() -> Issuer:
    """The registered issuer. A missing one is a programming error."""
    if _issuer is None:
        raise RuntimeError("no app registered as issuer of tasks")
    return _issuer
