"""How a failure is kept: its kind and place, never its message, which may quote somebody's data."""

from __future__ import annotations

import traceback
from pathlib import PurePath

from dean06.kernel.common.errors import DomainError


def describe(error: BaseException) -> str:
    """``"ValueError (subscribers.py:41)"``; a refusal gives its code: ``"NOT_ALLOWED (services.py:12)"``."""
    kind = error.code if isinstance(error, DomainError) else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "dean06" in frame.filename] or list(frames)
    place = f" ({PurePath(own[-1].filename).name}:{own[-1].lineno})" if own else ""
    return f"{kind}{place}"[:300]
