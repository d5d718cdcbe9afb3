"""Any software that speaks plain HTTP and JSON.

``POST <url>/messages`` {number, connector, payload} → {accepted, reference, code, message};
``GET <url>/answers?limit=N`` → {answers: [{number, answer, outputs, reason, note}]};
``POST <url>/answers/<number>/confirm``. The number is also the header ``Idempotency-Key``.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

from dean06.procedures.interlinked.contrib.ports import Ack, Answer, Outgoing
from dean06.procedures.interlinked.errors import SystemUnavailable

_MOST_BYTES = 1_000_000


class HttpSoftware:
    """Options of ``CONNECTORS``: ``url``, ``token`` (sent as Bearer), ``timeout`` in seconds."""

    def __init__(self, connector: str, *, url: str, token: str = "", timeout: float = 20) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"CONNECTORS[{connector!r}]: url is no web address")
        self._connector, self._url, self._token, self._timeout = connector, url.rstrip("/"), token, timeout

    def send(self, message: Outgoing) -> Ack:
        """Ask; see ``Software``."""
        body = {"number": message.number, "connector": message.connector, "payload": message.payload}
        said = self._call("messages", body, key=message.number)
        if not isinstance(said.get("accepted"), bool):
            raise SystemUnavailable(said="accepted")
        return Ack(said["accepted"], *(str(said.get(name, ""))[:500] for name in ("reference", "code", "message")))

    def answers(self, limit: int) -> Sequence[Answer]:
        """Decisions that were not confirmed yet; malformed ones are passed over."""
        said = self._call(f"answers?{urllib.parse.urlencode({'limit': limit})}").get("answers")
        if not isinstance(said, list):
            raise SystemUnavailable(said="answers")
        return [_answer(one) for one in said if isinstance(one, dict) and one.get("number") and one.get("answer")]

    def confirm(self, number: str) -> None:
        """Say that the decision is held here."""
        self._call(f"answers/{urllib.parse.quote(number, safe='')}/confirm", {}, key=number)

    def _call(self, path: str, body: Mapping[str, Any] | None = None, key: str = "") -> dict[str, Any]:
        headers = {"Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            headers |= {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        request = urllib.request.Request(f"{self._url}/{path}", data=data, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                said = json.loads(answer.read(_MOST_BYTES))
        except urllib.error.HTTPError as refusal:
            raise SystemUnavailable(status=refusal.code) from refusal
        except (OSError, ValueError) as trouble:
            raise SystemUnavailable() from trouble
        if not isinstance(said, dict):
            raise SystemUnavailable(said="object")
        return said


def _answer(one: Mapping[str, Any]) -> Answer:
    outputs = one.get("outputs")
    return Answer(
        number=str(one["number"]),
        answer=str(one["answer"])[:40],
        outputs=outputs if isinstance(outputs, dict) else {},
        reason=str(one.get("reason", ""))[:60],
        note=str(one.get("note", ""))[:1000],
    )
