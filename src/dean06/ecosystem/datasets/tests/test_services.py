"""From a file handed in to the present of a dataset, and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from dean06.ecosystem.datasets import errors, jobs, queries, services, storing, timers
from dean06.ecosystem.datasets.models import ColumnMapping, DatasetVersion, Sector
from dean06.ecosystem.datasets.reading.limits import Limits
from dean06.ecosystem.datasets.tests import files
from dean06.ecosystem.datasets.types import SECTOR_SIDE, TRAILING_COLUMNS, VersionState
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.files.models import StoredFile

DAY = dt.date(2026, 10, 31)


def hand_in(actor: Actor, text: str, sector: str = "insurance", name: str = "ds.csv", **more) -> DatasetVersion:
    made = services.upload_version(
        actor=actor, sector_code=sector, data=text.encode(), filename=name, data_as_of=DAY, **more
    )
    return DatasetVersion.objects.get(pk=made.pk)


def proposed(version: DatasetVersion) -> dict[int, str]:
    return {column.position: column.field for column in version.columns.all() if column.field}


def taken_in(actor: Actor, rows: list[list[str]], **more) -> DatasetVersion:
    """A version read and confirmed."""
    version = hand_in(actor, files.csv_text(rows), **more)
    if version.state == VersionState.COLUMNS:
        services.confirm_columns(actor=actor, version_id=version.pk, mapping=proposed(version))
    version.refresh_from_db()
    assert version.state == VersionState.CONFIRMED, version.error or version.findings
    return version


def published() -> list[tuple[str, dict]]:
    return [(one.name, one.payload) for one in OutboxEvent.objects.filter(name__startswith="datasets.").order_by("pk")]


def test_a_first_file_waits_for_its_columns_and_then_counts(steward: Actor) -> None:
    version = hand_in(steward, files.csv_text(files.people(20)))
    assert version.state == VersionState.COLUMNS and queries.latest_version("insurance") is None
    assert proposed(version)[2] == "personal_id"
    assert all("0422" not in str(column.samples) for column in version.columns.all())  # masked before it is kept

    services.confirm_columns(actor=steward, version_id=version.pk, mapping=proposed(version))
    ref = queries.latest_version("insurance")
    assert ref is not None and (ref.id, ref.rows, ref.bad_rows, ref.added, ref.gone) == (version.pk, 20, 0, 20, 0)
    assert queries.dataset_of("insurance").confirmed_versions == 1
    assert published() == [("datasets.version_confirmed", {"version_id": version.pk, "sector": "insurance"})]

    import pyarrow.parquet as pq

    names = pq.read_schema(queries.sector_side(version.pk)).names
    assert names[: len(SECTOR_SIDE)] == list(SECTOR_SIDE) and set(TRAILING_COLUMNS) <= set(names)
    record = queries.records(version.pk, [1, 999])[1]
    assert record.values["full_name"] == files.person(1)[1] and record.values["insurance_no"] == files.person(1)[6]
    assert record.row_no == 2 and len(record.record_key) == 32


def test_the_next_month_is_recognised_by_itself_and_compared(steward: Actor) -> None:
    first = taken_in(steward, files.people(30))
    rows = files.people(30)[3:] + files.people(2, first=100)
    rows[0][1] = "Đặng Thị Mới"
    second = taken_in(steward, rows, name="thang-sau.csv")
    assert second.remembered and ColumnMapping.objects.get().times_used == 1
    assert (second.added, second.gone, second.changed, second.previous_id) == (2, 3, 1, first.pk)
    found = queries.record_changes(second.pk)
    assert sorted(one.kind for one in found.rows) == ["added", "added", "changed", "gone", "gone", "gone"]
    changed = next(one for one in found.rows if one.kind == "changed")
    assert changed.fields == ("full_name",)
    before = queries.records(first.pk, [changed.previous_record_id])[changed.previous_record_id]
    now = queries.records(second.pk, [changed.record_id])[changed.record_id]
    assert before.record_key == now.record_key
    assert [one.kind for one in queries.record_changes(second.pk, kind="changed").rows] == ["changed"]


def test_a_list_with_serious_findings_waits_until_a_person_accepts_it(steward: Actor) -> None:
    text = files.csv_text(files.people(20)) + "chỉ,hai\n" * 5
    version = hand_in(steward, text)
    services.confirm_columns(actor=steward, version_id=version.pk, mapping=proposed(version))
    version.refresh_from_db()
    assert version.state == VersionState.REVIEW and queries.latest_version("insurance") is None and published() == []
    page = queries.bad_rows(version.pk)
    assert page.total == 5 and page.rows[0].reason == "TOO_FEW_CELLS" and "2 ô" in page.rows[0].sentence

    services.accept_version(actor=steward, version_id=version.pk)
    assert queries.latest_version("insurance").id == version.pk
    with pytest.raises(errors.WrongState):
        services.accept_version(actor=steward, version_id=version.pk)


def test_withdrawing_brings_the_version_before_back(steward: Actor, django_capture_on_commit_callbacks) -> None:
    first = taken_in(steward, files.people(10))
    second = taken_in(steward, files.people(11))
    with pytest.raises(InvalidInput):
        services.withdraw_version(actor=steward, version_id=second.pk, reason="  ")
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_version(actor=steward, version_id=second.pk, reason="Ngành xuất nhầm tháng")
    assert queries.latest_version("insurance").id == first.pk
    assert published()[-1] == ("datasets.version_withdrawn", {"version_id": second.pk, "sector": "insurance"})
    assert not storing.folder_of(second.pk).exists() and storing.folder_of(first.pk).exists()
    with pytest.raises(errors.RowsGone):
        queries.sector_side(second.pk)
    with pytest.raises(errors.WrongState):
        services.withdraw_version(actor=steward, version_id=second.pk, reason="Lần nữa")


def test_only_the_owner_of_the_list_hands_it_in(stranger: Actor, steward: Actor) -> None:
    with pytest.raises(NotAllowed):
        hand_in(stranger, files.csv_text(files.people(3)))
    assert not DatasetVersion.objects.exists() and not StoredFile.objects.exists()
    version = hand_in(steward, files.csv_text(files.people(3)))
    for act in (
        lambda: services.confirm_columns(actor=stranger, version_id=version.pk, mapping=proposed(version)),
        lambda: services.withdraw_version(actor=stranger, version_id=version.pk, reason="không phải của tôi"),
    ):
        with pytest.raises(NotAllowed):
            act()
    version.refresh_from_db()
    assert version.state == VersionState.COLUMNS


def test_one_version_at_a_time_and_never_the_same_bytes_twice_by_mistake(steward: Actor) -> None:
    text = files.csv_text(files.people(5))
    version = hand_in(steward, text)
    with pytest.raises(errors.SectorBusy):
        hand_in(steward, text)
    services.confirm_columns(actor=steward, version_id=version.pk, mapping=proposed(version))
    with pytest.raises(errors.AlreadyHandedIn) as caught:
        hand_in(steward, text)
    assert "bản số 1" in caught.value.message and DatasetVersion.objects.count() == 1
    assert hand_in(steward, text, again=True).number == 2


def test_a_refused_file_leaves_nothing(steward: Actor, monkeypatch: pytest.MonkeyPatch, settings) -> None:
    with pytest.raises(errors.FormatRefused):
        hand_in(steward, "<html><table></table></html>")
    monkeypatch.setattr(services, "limits", lambda: Limits(file_bytes=100))
    from dean06.kernel.files.errors import FileTooLarge

    with pytest.raises(FileTooLarge):
        hand_in(steward, files.csv_text(files.people(50)))
    with pytest.raises(InvalidInput):
        services.upload_version(
            actor=steward,
            sector_code="insurance",
            data=b"x",
            filename="x.csv",
            data_as_of=timezone.localdate() + dt.timedelta(days=1),
        )
    assert not DatasetVersion.objects.exists() and not StoredFile.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_that_turns_out_unreadable_says_why(steward: Actor) -> None:
    version = hand_in(steward, "1,2,3\n4,5,6\n")
    assert (version.state, version.error_code) == (VersionState.FAILED, "DATASET_HEADER_NOT_FOUND")
    assert "dòng tiêu đề" in version.error
    assert hand_in(steward, files.csv_text(files.people(3))).state == VersionState.COLUMNS  # the sector is free again


@pytest.mark.parametrize(
    ("mapping", "where"),
    [
        ({1: "full_name", 2: "full_name"}, "2"),
        ({1: "full_name", 3: "khong_co"}, "3"),
        ({3: "birth_date"}, ""),
        ({99: "sex"}, "99"),
    ],
)
def test_a_choice_of_columns_that_cannot_be_read(steward: Actor, mapping: dict[int, str], where: str) -> None:
    version = hand_in(steward, files.csv_text(files.people(3)))
    with pytest.raises(errors.MappingRefused) as caught:
        services.confirm_columns(actor=steward, version_id=version.pk, mapping=mapping)
    assert where in caught.value.details["fields"]
    version.refresh_from_db()
    assert version.state == VersionState.COLUMNS and not ColumnMapping.objects.exists()


def test_a_workbook_with_two_sheets_asks_which(steward: Actor, tmp_path: Path) -> None:
    path = files.workbook(
        tmp_path / "ds.xlsx", {"Bìa": [["Danh sách tháng 10"]], "DS": [files.HEADING, *files.people(4)]}
    )
    made = services.upload_version(
        actor=steward, sector_code="insurance", data=path.read_bytes(), filename="ds.xlsx", data_as_of=DAY
    )
    version = DatasetVersion.objects.get(pk=made.pk)
    assert version.layout["sheets"] == ["Bìa", "DS"]
    with pytest.raises(InvalidInput):
        services.choose_sheet(actor=steward, version_id=version.pk, sheet="Khác")
    services.choose_sheet(actor=steward, version_id=version.pk, sheet="DS")
    version.refresh_from_db()
    services.confirm_columns(actor=steward, version_id=version.pk, mapping=proposed(version))
    assert queries.version(version.pk).rows == 4


def test_a_job_that_died_is_done_again_and_then_given_up(steward: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    version = hand_in(steward, files.csv_text(files.people(5)))
    monkeypatch.setattr(jobs, "work_on", lambda version_id: None)
    services.confirm_columns(actor=steward, version_id=version.pk, mapping=proposed(version))
    monkeypatch.undo()
    long_ago = timezone.now() - dt.timedelta(hours=1)
    storing.begin(version.pk)
    DatasetVersion.objects.filter(pk=version.pk).update(heartbeat_at=long_ago, attempts=1)
    assert timers.tend_readings(timezone.now()) == 1
    version.refresh_from_db()
    assert version.state == VersionState.CONFIRMED and not list(storing.root().glob("*.part"))

    DatasetVersion.objects.filter(pk=version.pk).update(state="reading", heartbeat_at=long_ago, attempts=3)
    assert timers.tend_readings(timezone.now()) == 0
    version.refresh_from_db()
    assert version.state == VersionState.FAILED and "3 lần" in version.error


def test_two_runs_never_work_on_one_version(steward: Actor) -> None:
    version = hand_in(steward, files.csv_text(files.people(5)))
    DatasetVersion.objects.filter(pk=version.pk).update(state="reading", heartbeat_at=timezone.now(), attempts=1)
    jobs.work_on(version.pk)
    version.refresh_from_db()
    assert version.state == VersionState.READING and version.attempts == 1


def test_the_folder_of_rows_is_private(steward: Actor) -> None:
    version = taken_in(steward, files.people(3))
    assert storing.root().stat().st_mode & 0o777 == 0o700
    assert storing.folder_of(version.pk).stat().st_mode & 0o777 == 0o700


def test_each_act_is_in_the_log(steward: Actor) -> None:
    taken_in(steward, files.people(3))
    acts = list(AuditRow.objects.filter(action__startswith="dataset.").values_list("action", flat=True).order_by("pk"))
    assert [act for act in acts if act != "dataset.sectors_loaded"] == [
        "dataset.uploaded",
        "dataset.surveyed",
        "dataset.columns_confirmed",
        "dataset.confirmed",
    ]


def test_sectors_are_data_and_edits_survive_loading(sectors: None) -> None:
    from dean06.kernel.accounts.tests.factories import make_actor
    from dean06.kernel.common.actors import system_actor

    assert len(queries.sectors()) == 15
    assert (
        "member_card_no" not in queries.sector("associations").mandatory_fields
    )  # pain point: it blocked a whole list
    keeper = make_actor("registry_officer")
    values = {"live_days": 45, "reference_count": 1158884, "reference_source": "Báo cáo tháng 7/2025"}
    services.edit_sector(actor=keeper, sector_code="insurance", values=values, mandatory={"full_name"})
    services.load_sectors(actor=system_actor("again"))
    ref = queries.sector("insurance")
    assert (ref.live_days, ref.reference_count, ref.mandatory_fields) == (45, 1158884, ("full_name",))
    salt = Sector.objects.get(code="insurance").key_salt
    assert len(salt) == 32 and salt != Sector.objects.get(code="birth").key_salt
