"""Keys of villages and communes as written: the kind of place is one thing, its name or number another."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from dean06.ecosystem.matching.normalise.hashing import word_key
from dean06.kernel.common.vietnamese import search_key

#: Words for the kind of a place; they are dropped where something else remains.
_KINDS = re.compile(
    r"^(?:to dan pho|tdp|khu dan cu|khu pho|khoi pho|khu vuc|thon|xom|khoi|ap|ban|buon|lang|to|khu|soc|plei|kp|kv|"
    r"thi tran|thi xa|xa|phuong|dac khu|tt|tx|p|x)\b[\s.:]*"
)
_NOT_NAME = re.compile(r"[^a-z0-9]+")

SCHEMA = pa.schema([("spelling", pa.string()), ("place", pa.int64())])


def place_name(text: str) -> str:
    """The bare name: "Tổ dân phố số 05" → "5", "Thôn Bắc Hòa" → "bachoa", "TDP 5" → "5"."""
    plain = search_key(text).strip()
    rest = _KINDS.sub("", plain)
    rest = re.sub(r"^so\s+(?=\d)", "", rest)
    name = _NOT_NAME.sub("", re.sub(r"\d+", lambda digits: digits.group(0).lstrip("0") or "0", rest))
    return name or _NOT_NAME.sub("", plain)


def place_keys(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Spellings of places (column ``spelling``) → their keys (``SCHEMA``); null for a place without a name."""
    spellings = batch.column("spelling")
    names = [place_name(text) if text else "" for text in spellings.to_pylist()]
    keys = np.array([word_key(name) for name in names], dtype=np.uint64).view(np.int64)
    absent = np.array([not name for name in names], dtype=bool)
    return pa.RecordBatch.from_arrays([spellings, pa.array(keys, mask=absent)], schema=SCHEMA)
