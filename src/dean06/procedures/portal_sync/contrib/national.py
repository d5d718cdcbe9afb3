"""The national portal over HTTP: a token first, then one call for each record (the flow of public integrations)."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.cache import cache

from dean06.procedures.portal_sync.contrib.ports import Answer
from dean06.procedures.portal_sync.errors import PortalUnavailable

_TOKEN = "portal_sync.token"  # noqa: S105 - the name of a place in the cache
#: Tokens are given for an hour.
_TOKEN_SECONDS = 50 * 60


class NationalPortal:
    """Talks JSON with ``PORTAL_URL`` as ``PORTAL_USER``. A refused token is asked for anew, once."""

    def __init__(self) -> None:
        self._url = settings.PORTAL_URL.rstrip("/")

    def put(self, record: Mapping[str, Any], *, serial: int) -> Answer:
        said = self._call("dong-bo-ho-so", {"HoSo": record, "SoThuTu": serial})
        return Answer(
            accepted=str(said.get("TrangThai")) == "1",
            code=str(said.get("MaLoi", "")),
            message=str(said.get("MoTa", "")),
        )

    def waiting(self, limit: int) -> Sequence[Mapping[str, Any]]:
        found = self._call("ho-so-moi", {"SoLuong": limit}).get("DanhSach", [])
        if not isinstance(found, list):
            raise PortalUnavailable()
        return [item for item in found if isinstance(item, dict)]

    def confirm(self, portal_id: str, *, case_code: str = "", problem: str = "") -> None:
        self._call("xac-nhan", {"MaHoSoCong": portal_id, "MaHoSo": case_code, "LyDo": problem})

    def _call(self, action: str, body: Mapping[str, Any], *, again: bool = True) -> dict[str, Any]:
        token = cache.get(_TOKEN) or self._sign_in()
        try:
            return _post(f"{self._url}/{action}", body, token)
        except urllib.error.HTTPError as refusal:
            if refusal.code in (401, 403) and again:
                cache.delete(_TOKEN)
                return self._call(action, body, again=False)
            raise PortalUnavailable(status=refusal.code) from refusal
        except (OSError, ValueError) as trouble:
            raise PortalUnavailable() from trouble

    def _sign_in(self) -> str:
        try:
            said = _post(
                f"{self._url}/token", {"TaiKhoan": settings.PORTAL_USER, "MatKhau": settings.PORTAL_PASSWORD}, ""
            )
        except (OSError, ValueError) as trouble:
            raise PortalUnavailable() from trouble
        token = str(said.get("Token", ""))
        if not token:
            raise PortalUnavailable()
        cache.set(_TOKEN, token, _TOKEN_SECONDS)
        return token


def _post(url: str, body: Mapping[str, Any], token: str) -> dict[str, Any]:
    if not url.startswith(("http://", "https://")):
        raise ValueError("PORTAL_URL is no web address")
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
        url,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=settings.PORTAL_TIMEOUT) as answer:  # noqa: S310
        said = json.loads(answer.read(1_000_000))
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said
