"""The national portal of the chaos run, in a process of its own that nobody kills: it must remember."""

from __future__ import annotations

import base64
import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from dean06.procedures.portal_sync.tests import portal_server


class Portal:
    """The portal as the chaos run sees it: its address, dossiers handed in there, and what it was told."""

    def __init__(self) -> None:
        self._line, other = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        self.address: str = self._line.recv()

    def hand_in(self, portal_id: str, payload: dict[str, Any]) -> None:
        """Somebody hands a dossier in at the portal."""
        self._line.send(("hand_in", portal_id, payload))
        self._line.recv()

    def told(self) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """Its records by code, what was handed in, and what was confirmed, by number at the portal."""
        self._line.send(("told",))
        answer: tuple[dict[str, Any], dict[str, Any], dict[str, Any]] = self._line.recv()
        return answer

    def close(self) -> None:
        self._process.kill()


def _serve(line: Connection) -> None:
    with portal_server.running() as (portal, address):
        line.send(address)
        while True:
            try:
                asked = line.recv()
            except EOFError:
                return
            if asked[0] == "hand_in":
                portal.hand_in(asked[1], **asked[2])
                line.send(None)
            else:
                line.send((portal.records, portal.handed_in, portal.confirmed))


def dossier(procedure: str, person: Any, data: dict[str, Any], paper: bytes) -> dict[str, Any]:
    """What the portal hands over of one dossier."""
    return {
        "MaTTHC": procedure,
        "ChuHoSo": person.full_name,
        "SoDinhDanh": person.personal_id,
        "NgaySinh": f"{person.birth_year}{person.birth_month:02}{person.birth_day:02}",
        "SoDienThoai": "0912345678",
        "LoaiDoiTuong": "1",
        "DuLieu": data,
        "TaiLieuNop": [
            {"MaThanhPhan": "proof", "TenTepDinhKem": "giay-to.pdf", "NoiDung": base64.b64encode(paper).decode()}
        ],
    }
