"""Which software stands behind the connectors of packs, as the environment says it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_NAME = "DEAN06_CONNECTORS"
_EXAMPLE = '{"bhxh": {"backend": "dean06.procedures.interlinked.contrib.http.HttpSoftware", "url": "https://…"}}'


def read_connectors(text: str) -> dict[str, dict[str, Any]]:
    """The setting ``CONNECTORS``: JSON, or the path of a JSON file (which keeps tokens out of the process list). Empty:
    the demo software answers for every body. Raises ``ImproperlyConfigured`` with what is wrong: an operator who means
    to connect a real system must never be left with the demo one.
    """
    text = text.strip()
    if not text:
        return {}
    if not text.startswith("{"):
        try:
            text = Path(text).read_text(encoding="utf-8")
        except OSError as error:
            raise ImproperlyConfigured(f"{_NAME}: không đọc được tệp {text} ({error.strerror}).") from error
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ImproperlyConfigured(
            f"{_NAME}: sai cú pháp JSON, dòng {error.lineno} cột {error.colno}. Ví dụ đúng: {_EXAMPLE}"
        ) from error
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{_NAME}: phải là một đối tượng JSON, hệ thống → cấu hình. Ví dụ: {_EXAMPLE}")
    for name, options in found.items():
        if not isinstance(options, dict) or not isinstance(options.get("backend"), str):
            raise ImproperlyConfigured(f"{_NAME}: hệ thống “{name}” thiếu “backend”. Ví dụ đúng: {_EXAMPLE}")
    return found
