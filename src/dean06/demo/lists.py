"""The demo's registry, and the lists of the sectors: handed in damaged, read, confirmed, matched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from dean06.demo.people import Cast
from dean06.demo.province import make_province
from dean06.ecosystem.cleaning import services as cleaning
from dean06.ecosystem.datasets import services as datasets
from dean06.ecosystem.datasets.models import DatasetVersion
from dean06.ecosystem.datasets.types import VersionState
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.population.bulk import importing

PEOPLE = 2_000
#: The stewards of this sector are accounts of the demo; the other sectors' lists come in through the system.
OWN_SECTORS = frozenset({"insurance", "health_insurance"})
#: Left for whoever tries the demo: these files lie in the samples folder, nobody has handed them in.
LEFT_OUT, NEXT_MONTH = "enrolment", "insurance-thang-sau.xlsx"


def build_registry_and_lists(cast: Cast, say: Callable[[str], None], *, now: dt.datetime, samples: Path) -> None:
    """2,000 invented people with their families, and every sector's list about them, in ``samples`` as handed in."""
    with TemporaryDirectory(prefix="dean06-province-") as folder:
        out = Path(folder)
        say(f"Dựng {PEOPLE:n} người không có thật và danh sách của các ngành")
        make_province(out, people=PEOPLE, seed=cast.seed, raw=True, say=lambda _: None)
        say("Nhập dữ liệu dân cư")
        _import(out / "registry.parquet", now)
        samples.mkdir(parents=True, exist_ok=True)
        for file in sorted((out / "raw").iterdir()):
            (samples / file.name).write_bytes(file.read_bytes())
    datasets.load_sectors(actor=system_actor("make_demo"))
    for file in sorted(samples.iterdir()):
        if file.stem != LEFT_OUT:
            say(f"Đọc và đối khớp {file.name}")
            _take_in(_steward(cast, file.stem), file, now.date())
    _add_next_month(cast.seed, samples)


def _add_next_month(seed: int, samples: Path) -> None:
    """The same insurance list a month later, with numbers found meanwhile: for whoever tries the demo to hand in."""
    with TemporaryDirectory(prefix="dean06-province-") as folder:
        out, fewer = Path(folder), {"ID_MISSING": 0.03, "ID_OLD": 0.03}
        make_province(out, people=PEOPLE, seed=seed, sectors=["insurance"], raw=True, rates=fewer, say=lambda _: None)
        (samples / NEXT_MONTH).write_bytes((out / "raw" / "insurance.xlsx").read_bytes())


def _import(file: Path, now: dt.datetime) -> None:
    today = now.date()
    batch = importing.start(actor=system_actor("make_demo"), path=file, as_of=today, today=today)
    importing.run(batch.pk)


def _steward(cast: Cast, sector: str) -> Actor:
    return cast.actor("data_steward", "bhxh-tinh") if sector in OWN_SECTORS else system_actor("make_demo")


def _take_in(steward: Actor, file: Path, today: dt.date) -> None:
    """What a steward does: hand the file in, confirm the columns as recognised, accept what was read, match."""
    version = datasets.upload_version(
        actor=steward,
        sector_code=file.stem,
        data=file.read_bytes(),
        filename=file.name,
        data_as_of=today - dt.timedelta(days=5),
    )
    work_through_queue()
    version.refresh_from_db()
    if version.state == VersionState.COLUMNS:
        recognised = {column.position: column.field for column in version.columns.all() if column.field}
        datasets.confirm_columns(actor=steward, version_id=version.pk, mapping=recognised)
        work_through_queue()
        version.refresh_from_db()
    if version.state == VersionState.REVIEW:
        datasets.accept_version(actor=steward, version_id=version.pk)
        version.refresh_from_db()
    _require(version)
    cleaning.run_here(actor=steward, sector=file.stem, version_id=version.pk)


def work_through_queue() -> None:
    """Do the long work that waits, as ``db_worker`` does beside the server."""
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0, reload=False)


def _require(version: DatasetVersion) -> None:
    if version.state != VersionState.CONFIRMED:
        raise RuntimeError(f"demo: {version.filename} is {version.state}: {version.error} {version.findings}")
