"""The server of the browser tests, a process of its own with a database of its own:

    python serving.py DIRECTORY

migrates and fills a database in DIRECTORY, then serves it on a free port. The one line it prints is JSON:
``{"url": …, "sessions": {role: session key}, "numbers": {person: personal id}, "database": path, "public_key": PEM}``.
It ends when its standard input is closed. Events are delivered when a test asks for it (``deliver_events``), so that
nothing changes unasked.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path

#: Laid beside the database to have what waits in the outbox delivered; the server takes it away when it has done so.
ASKED = "deliver-events"


def deliver_events(database: str) -> None:
    """Called by tests: have the server of this database deliver its events, and wait for it."""
    asked = Path(database).with_name(ASKED)
    asked.touch()
    until = time.monotonic() + 30
    while asked.exists():
        assert time.monotonic() < until, "the server did not deliver its events"
        time.sleep(0.05)


def _deliver_when_asked(asked: Path) -> None:
    from django.utils import timezone

    from dean06.kernel.events import services as events

    while True:
        if asked.exists():
            while events.deliver_due(timezone.now()):
                pass
            asked.unlink()
        time.sleep(0.05)


def main(directory: Path) -> None:
    """Build, announce, serve."""
    database = directory / "browser.sqlite3"
    if migrated := os.environ.get("DEAN06_TEST_MIGRATED"):
        shutil.copy(migrated, database)
    os.environ["DATABASE_URL"] = f"sqlite:///{database}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "dean06.config.settings.test"
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from province import build

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output readable; errors are logged by Django itself."""

    class Static(StaticFilesHandler):
        def get_response(self, request: HttpRequest) -> HttpResponseBase:
            """Kept by the browser, as the production server lets it: not asked for again with every page."""
            answer = super().get_response(request)
            if answer.status_code == 200:
                answer.headers.setdefault("Cache-Control", "max-age=3600")
            return answer

    call_command("migrate", verbosity=0)
    sessions, numbers = build()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
    server.set_app(Static(get_wsgi_application()))
    public_key = io.StringIO()
    call_command("audit_public_key", "--create", stdout=public_key)
    announced = {
        "url": f"http://127.0.0.1:{server.server_port}",
        "sessions": sessions,
        "numbers": numbers,
        "database": str(database),
        "public_key": public_key.getvalue(),
    }
    print(json.dumps(announced), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=_deliver_when_asked, args=(directory / ASKED,), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
