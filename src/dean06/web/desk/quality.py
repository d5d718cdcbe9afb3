"""PRIVATE. Whether a scanned page is usable, as lights: what the check of files found, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.files import queries as files

_GOOD = "Mở được, đọc được, không trắng, đủ sáng"


@dataclass(frozen=True, slots=True)
class Quality:
    """Verdict on a file: badge, and one light per finding."""

    kind: str
    text: str
    sentences: tuple[str, ...] = ()

    @property
    def lights(self) -> tuple[dict[str, Any], ...]:
        """For the component ``lights``."""
        if not self.sentences:
            return ({"label": _GOOD, "on": True, "missing": ""},)
        return tuple({"label": sentence, "on": False, "missing": ""} for sentence in self.sentences)

    def as_dict(self) -> dict[str, Any]:
        """For the session."""
        return {"kind": self.kind, "text": self.text, "sentences": list(self.sentences)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Quality:
        """As kept in the session."""
        return cls(str(kept["kind"]), str(kept["text"]), tuple(kept.get("sentences", ())))


def quality_of(data: bytes, name: str) -> Quality:
    """Look at every page. Errors make it unusable, warnings say what to look at."""
    findings = files.check_paper(data, name)
    if not findings:
        return Quality("success", "Dùng được")
    bad = any(finding.severity == "error" for finding in findings)
    sentences = tuple(finding.sentence for finding in findings)
    return Quality("danger" if bad else "warning", "Nên quét lại" if bad else "Dùng được, cần xem", sentences)
