"""PRIVATE. ``dean06 pack new``: a small pack that passes its check, to be changed line by line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from dean06.kernel.common.errors import InvalidInput

_TEMPLATES = Path(__file__).parent / "data" / "new_pack"


def make_pack(root: Path, code: str, slug: str, title: str, today: dt.date) -> Path:
    """Write ``<root>/<code>-<slug>/`` and return it. Raises ``InvalidInput`` when it exists."""
    folder = root / f"{code}-{slug}"
    if folder.exists():
        raise InvalidInput(f"Thư mục {folder} đã có. Hãy chọn mã hoặc tên khác.")
    (folder / "examples").mkdir(parents=True)
    words = {"@CODE@": code, "@SLUG@": slug, "@TITLE@": title, "@DAY@": today.isoformat(), "@UPPER@": title.upper()}
    for source in sorted(_TEMPLATES.rglob("*.*")):
        text = source.read_text(encoding="utf-8")
        for mark, value in words.items():
            text = text.replace(mark, _quoted(value))
        (folder / source.relative_to(_TEMPLATES)).write_text(text, encoding="utf-8")
    return folder


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
