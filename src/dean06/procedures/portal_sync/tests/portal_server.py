"""A national portal for tests: a web server of its own that checks records, hands dossiers in, and can be down."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dean06.procedures.portal_sync.contrib.checking import examine

USER, PASSWORD = "tinh-ha-tinh", "chi-dung-khi-thu"


class PortalServer:
    """What the portal holds: the last record of each dossier, and what people handed in."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self.serials: dict[str, int] = {}
        self.calls = 0
        self.handed_in: dict[str, dict[str, Any]] = {}
        self.confirmed: dict[str, tuple[str, str]] = {}
        #: "up", "down" (500), "silent" (takes the record, answers nothing useful), "expired" (token refused once)
        self.mood = "up"
        self._tokens: set[str] = set()
        self._lock = threading.Lock()

    def hand_in(self, portal_id: str, **payload: Any) -> None:
        self.handed_in[portal_id] = {"MaHoSoCong": portal_id, **payload}

    def answer(self, action: str, body: dict[str, Any], token: str) -> tuple[int, dict[str, Any] | None]:
        with self._lock:
            self.calls += 1
            if self.mood == "down":
                return 500, {}
            if action == "token":
                if (body.get("TaiKhoan"), body.get("MatKhau")) != (USER, PASSWORD):
                    return 401, {}
                self._tokens.add(f"token-{len(self._tokens)}")
                return 200, {"Token": f"token-{len(self._tokens) - 1}"}
            if self.mood == "expired":
                self.mood = "up"
                self._tokens.clear()
            if token not in self._tokens:
                return 401, {}
            if action == "dong-bo-ho-so":
                return self._put(body)
            if action == "ho-so-moi":
                new = [one for key, one in self.handed_in.items() if key not in self.confirmed]
                return 200, {"DanhSach": new[: body["SoLuong"]]}
            if action == "xac-nhan":
                self.confirmed[body["MaHoSoCong"]] = (body["MaHoSo"], body["LyDo"])
                return 200, {"TrangThai": "1"}
            return 404, {}

    def _put(self, body: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        record, serial = body["HoSo"], body["SoThuTu"]
        said = examine(record)
        if said.accepted and serial > self.serials.get(record["MaHoSo"], 0):
            self.records[record["MaHoSo"]], self.serials[record["MaHoSo"]] = record, serial
        if self.mood == "silent":
            return 200, None
        return 200, {"TrangThai": "1" if said.accepted else "0", "MaLoi": said.code, "MoTa": said.message}


@contextmanager
def running():
    """The portal and its address."""
    portal = PortalServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, said = portal.answer(self.path.rsplit("/", 1)[-1], body, token)
            content = b"<html>" if said is None else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield portal, f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
