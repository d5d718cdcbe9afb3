"""Builds the demo province once, and knows whether it stands."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from dean06.demo.citizen_story import tell_citizens
from dean06.demo.cleaning_story import CAMPAIGN_AGE, tell_cleaning
from dean06.demo.clock import at
from dean06.demo.dossier_story import tell_dossiers
from dean06.demo.figures.telling import tell_figures
from dean06.demo.lists import build_registry_and_lists
from dean06.demo.payment_story import tell_payments
from dean06.demo.people import Cast
from dean06.demo.plan import GROUPS
from dean06.demo.plan_document import NUMBER, plan_file
from dean06.demo.registry_story import tell_registry
from dean06.demo.story import Teller
from dean06.kernel.common.actors import system_actor
from dean06.kernel.events import services as events
from dean06.kernel.units import queries as units
from dean06.kernel.units import services as unit_services
from dean06.procedures.portal_sync import services as portal_sync
from dean06.steering.dashboards import services as dashboards
from dean06.steering.documents import services as documents

SEED = 6
#: The plan was issued so many days before the demo is built.
PLAN_AGE = 240


def marker() -> Path:
    """Exists when the province was built to its end; building that was cut short starts again."""
    return Path(settings.DATA_DIR) / "demo-built"


def bring_up_to_date() -> bool:
    """After an update of the code: new columns for the kept data, new style sheets to serve. Returns whether there was
    anything to do; a look at the files' times, so that an unchanged demo starts at once.
    """
    stamp = Path(settings.DATA_DIR) / "demo-code"
    state = _state_of_code()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return False
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state, encoding="ascii")
    return True


def _state_of_code() -> str:
    package = Path(str(resources.files("dean06")))
    files = sorted({*package.rglob("static/**/*"), *package.rglob("migrations/*.py")})
    seen = "\n".join(f"{file.relative_to(package)} {file.stat().st_mtime_ns}" for file in files if file.is_file())
    return hashlib.sha256(seen.encode()).hexdigest()


def remove_everything() -> None:
    """Drop all tables, uploads and mails. Only ever called for the demo's own data."""
    marker().unlink(missing_ok=True)
    for folder in (
        settings.MEDIA_ROOT,
        *(settings.DATA_DIR / name for name in ("mail", "samples", "datasets", "cleaning")),
    ):
        shutil.rmtree(folder, ignore_errors=True)
    if connection.vendor == "sqlite":
        connection.close()
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        for file in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
            file.unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


def build(say: Callable[[str], None], *, now: dt.datetime | None = None) -> None:
    """Tables, units, calendar, people, the plan read from its Word file, issued and brought under way."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    system = system_actor("make_demo", "make_demo")
    say("Tạo bảng dữ liệu")
    call_command("migrate", verbosity=0)
    say("Nạp đơn vị hành chính, cơ quan (34 tỉnh, 3.321 xã và các đơn vị trước 01/7/2025)")
    unit_services.load_reference_data(actor=system)
    say("Nạp lịch làm việc")
    call_command("load_calendar", verbosity=0)

    say("Tạo cán bộ không có thật")
    cast = Cast(system, seed=SEED)
    cast.create_sign_in_accounts()
    cast.staff(_bodies_of_plan(today))

    say("Đọc kế hoạch mẫu và giao nhiệm vụ")
    office = cast.actor("steering_officer")
    issued_at = now - dt.timedelta(days=PLAN_AGE)
    plan = documents.upload_document(
        actor=office,
        data=plan_file(today=today, province=settings.PROVINCE_NAME),
        filename=f"ke-hoach-{NUMBER.replace('/', '-')}.docx",
        now=issued_at,
    )
    documents.issue_document(
        actor=office,
        document_id=plan.pk,
        override_reason="Kế hoạch mẫu: việc chờ Trung ương chưa có ngày.",
        now=issued_at,
    )
    teller = Teller(cast, now)
    teller.tell(lambda count: say(f"Diễn biến nhiệm vụ {count}") if count % 10 == 0 else None)
    dashboards.take_snapshot(actor=system, now=now - dt.timedelta(days=1))
    teller.tell_today()

    say("Đọc báo cáo mẫu có số liệu sai để thử kiểm tra")
    report = resources.files("dean06.demo").joinpath("samples/bao_cao_thang_10.txt").read_bytes()
    documents.upload_document(actor=office, data=report, filename="bao-cao-thang-10.txt", now=now)

    weeks_ago = now - dt.timedelta(days=CAMPAIGN_AGE + 1)
    with at(weeks_ago):
        build_registry_and_lists(cast, say, now=weeks_ago, samples=settings.DATA_DIR / "samples")
        call_command("run_due", verbosity=0)
    say("Ba tuần làm sạch dữ liệu")
    tell_cleaning(cast, now=now)
    tell_registry(cast, today=today)
    tell_dossiers(cast, now=now, say=say)
    tell_citizens(cast, now=now)
    tell_payments(cast, now=now)
    tell_figures(cast, now=now, say=say)

    say("Chạy các tác vụ hẹn giờ và niêm phong nhật ký")
    call_command("run_due", verbosity=0)
    # What the first round found to send is sent now, so that the province begins in step with the national portal.
    portal_sync.send_due()
    events.deliver_due(timezone.now(), limit=5_000)
    marker().write_text(f"{now.isoformat()}\n", encoding="ascii")


def _bodies_of_plan(today: dt.date) -> set[str]:
    names = {
        name.strip()
        for group in GROUPS
        for task in group.tasks
        for name in (task.lead, *task.partners.split(", "))
        if name.strip()
    }
    resolved = units.resolve_agencies(sorted(names), on=today)
    single = {item.agency.code for item in resolved if item.agency and item.agency.kind != "group"}
    return single | {"ubnd-xa-ky-khang", "ubnd-tinh"}
