"""A list goes through a whole run: counts add up, findings open and close, what is cut off leaves nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dean06.ecosystem.cleaning import communes, queries, results, running, services
from dean06.ecosystem.cleaning.errors import FindingNotFound, NotReady, RunActive
from dean06.ecosystem.cleaning.models import Finding, QualityCount, Run, RunCount
from dean06.ecosystem.cleaning.rules.communes import place
from dean06.ecosystem.cleaning.tests import factories
from dean06.ecosystem.cleaning.tests.factories import DIVIDED, SEN, THO, record
from dean06.ecosystem.cleaning.types import DecisionRef, FindingState, RunState
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed

pytestmark = pytest.mark.django_db


def start(of, rows, actor=None, **other):
    made = factories.version(of, rows, **other)
    return services.start_run(actor=actor or factories.steward(of.agency), sector=of.code, version_id=made.pk)


def classes(run) -> dict[str, int]:
    return {name: n for name, n in Run.objects.get(pk=run.pk).counts["classes"].items() if n}


def test_a_list_with_known_errors(units, monkeypatch, people) -> None:
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    rows[0]["full_name"] = "Trần Thị Khác"
    rows[1]["personal_id"] = None
    rows[2]["personal_id"] = "183123456"
    rows[3]["birth_year"] -= 3
    rows[4]["full_name"] = rows[4]["full_name"].upper()
    rows[5]["personal_id"] = rows[6]["personal_id"]
    people = [dict(one) for one in people]
    people[9] |= {"life_status": "dead", "died_on": dt.date(2020, 1, 1)}
    with factories.registry(monkeypatch, people):
        run = start(factories.sector(reference_count=50), rows)
    assert run.state == RunState.DONE, run.error
    assert classes(run) == {
        "KHOP_DUNG": 32,
        "KHOP_SAU_CHUAN_HOA": 1,
        "SAI_HO_TEN": 1,
        "SAI_NGAY_SINH": 1,
        "THIEU_SO_DINH_DANH": 1,
        "SO_9_CHU_SO": 1,
        "TRUNG_SO": 2,
        "DA_CHET": 1,
    }
    assert sum(RunCount.objects.filter(run=run).values_list("count", flat=True)) == 40
    assert run.counts["split"] == {"matched": 33, "no_id": 2, "unverified": 5}
    assert set(RunCount.objects.values_list("unit_code", flat=True)) == {SEN, THO}
    assert Finding.objects.count() == 7
    correct = QualityCount.objects.filter(criterion="correct")
    assert sum(one.denominator for one in correct) == 40
    coverage = QualityCount.objects.get(criterion="coverage")
    assert (coverage.numerator, coverage.denominator, coverage.unit_code) == (40, 50, "")
    assert AuditRow.objects.filter(action="cleaning.run_finished", subject=f"cleaning.run:{run.pk}").count() == 1
    folder = results.results_folder(run.pk)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert not list((results.root() / "work").iterdir())


def test_a_second_version_updates_resolves_and_opens_again(units, monkeypatch, people) -> None:
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    good = [dict(row) for row in rows]
    rows[0]["full_name"] = "Trần Thị Khác"
    rows[1]["personal_id"] = None
    rows[2]["personal_id"] = None
    with factories.registry(monkeypatch, people):
        start(insurance, rows)
        first = {one.record_key: one for one in Finding.objects.all()}
        assert set(first) == {"khoa-1", "khoa-2", "khoa-3"}
        Finding.objects.filter(record_key="khoa-3").update(state=FindingState.IN_WORK)
        second = [row | {"record_id": row["record_id"] + 1000} for row in [good[0], rows[1], *rows[3:]]]
        run = start(insurance, second)
        assert run.state == RunState.DONE, run.error
        states = dict(Finding.objects.values_list("record_key", "state"))
        hows = dict(Finding.objects.values_list("record_key", "resolved_how"))
        assert states == {"khoa-1": "resolved", "khoa-2": "open", "khoa-3": "resolved"}
        assert (hows["khoa-1"], hows["khoa-3"]) == ("rerun_clean", "record_gone")
        again = Finding.objects.get(record_key="khoa-2")
        assert (again.pk, again.record_id, again.last_run_id) == (first["khoa-2"].pk, 1002, run.pk)
        assert again.first_run_id == first["khoa-2"].first_run_id
        start(insurance, rows)
        reopened = Finding.objects.get(record_key="khoa-1")
        assert (reopened.state, reopened.resolved_how, reopened.resolved_on) == ("open", "", None)
    assert Finding.objects.count() == 3
    latest, before, oldest = Run.objects.order_by("-pk").values_list("pk", flat=True)
    assert [results.results_folder(pk).exists() for pk in (latest, before, oldest)] == [True, True, False]
    assert Run.objects.get(pk=oldest).results == ""
    assert QualityCount.objects.filter(criterion="clean").values("month").distinct().count() == 1


def test_accepted_findings_stay_so_until_the_class_changes(units, monkeypatch, people) -> None:
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    rows[0]["full_name"] = "Trần Thị Khác"
    with factories.registry(monkeypatch, people):
        start(insurance, rows)
        finding = Finding.objects.get()
        services.accept(actor=factories.steward(), finding_ids=[finding.pk], note="Tên theo giấy tờ cũ")
        start(insurance, rows)
        assert Finding.objects.get().state == FindingState.ACCEPTED
        rows[0] |= {"full_name": people[0]["full_name"], "birth_year": people[0]["birth_year"] - 1}
        start(insurance, rows)
    assert Finding.objects.get().state == FindingState.OPEN


def test_decisions_of_people_come_before_the_engine(units, monkeypatch, people) -> None:
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    rows[0] |= {"full_name": "Hồ Thị Lạ", "birth_year": 1933, "sex": None, "unit_text": "Xã Không Có"}
    said: list[DecisionRef] = []

    def source(code: str) -> list[DecisionRef]:
        return said if code == "insurance" else []

    services.register_decisions(source)
    try:
        with factories.registry(monkeypatch, people):
            start(insurance, rows)
            before = Finding.objects.get()
            assert before.result_class in ("SO_KHONG_HOP_LE", "CHO_XAC_MINH")
            said.append(DecisionRef("khoa-1", people[0]["person_key"], same=True))
            start(insurance, rows)
            assert Finding.objects.get().result_class == "SAI_HO_TEN"
            said[:] = [DecisionRef("khoa-2", people[1]["person_key"], same=False)]
            start(insurance, rows)
            denied = Finding.objects.get(record_key="khoa-2")
            assert denied.result_class == "CHO_XAC_MINH"
    finally:
        services.sources.remove(source)


def test_a_run_that_is_cut_off_leaves_the_last_one_standing(units, monkeypatch, people) -> None:
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    with factories.registry(monkeypatch, people):
        good = start(insurance, rows)
        rows[0]["personal_id"] = None

        def breaks(*arguments: object) -> None:
            raise RuntimeError("power cut")

        with monkeypatch.context() as patch:
            patch.setattr(running.keeping, "keep_findings", breaks)
            failed = start(insurance, rows)
    assert failed.state == RunState.FAILED
    assert queries.latest_run("insurance").id == good.pk
    assert not Finding.objects.exists()
    assert not RunCount.objects.filter(run=failed).exists()
    assert not results.results_folder(failed.pk).exists()
    assert not list((results.root() / "work").iterdir())
    with factories.registry(monkeypatch, people):
        again = services.restart_run(actor=factories.steward(), run_id=failed.pk)
    assert (again.state, again.attempt) == (RunState.DONE, 2)
    assert Finding.objects.count() == 1


def test_a_killed_run_is_found_by_its_silence_and_its_work_files_go(units) -> None:
    factories.sector()
    now = timezone.now()
    run = Run.objects.create(
        sector="insurance", version_id=1, state=RunState.RUNNING, attempt=1, heartbeat_at=now - dt.timedelta(minutes=11)
    )
    alive = Run.objects.create(sector="tax", version_id=1, state=RunState.RUNNING, attempt=1, heartbeat_at=now)
    left, kept = results.work_folder(run.pk, 1), results.work_folder(alive.pk, 1)
    (left / "registry.parquet").write_text("")
    assert services.sweep(now) == 1
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "ngắt" in run.error
    assert (left.exists(), kept.exists()) == (False, True)


def test_cancelling_a_working_run_stops_it_at_its_next_step(units, monkeypatch, people) -> None:
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    steward = factories.steward()

    with factories.registry(monkeypatch, people):
        real = running.sides.open_records

        def cancelled_meanwhile(*arguments):
            services.cancel_run(actor=steward, run_id=Run.objects.get().pk)
            return real(*arguments)

        monkeypatch.setattr(running.sides, "open_records", cancelled_meanwhile)
        run = start(insurance, rows)
    assert run.state == RunState.CANCELLED
    assert not RunCount.objects.exists()
    assert not Finding.objects.exists()


def test_one_run_at_a_time_and_only_of_ones_own_confirmed_list(units, monkeypatch, people) -> None:
    insurance, tax = factories.sector(), factories.sector("personal_tax", "thue-tinh")
    made = factories.version(insurance, [record(1, people[0])])
    Run.objects.create(sector="insurance", version_id=made.pk, state=RunState.WAITING, attempt=1)
    with pytest.raises(RunActive):
        services.start_run(actor=factories.steward(), sector="insurance", version_id=made.pk)
    with pytest.raises(NotAllowed):
        services.start_run(actor=factories.steward("thue-tinh"), sector="insurance", version_id=made.pk)
    with pytest.raises(NotReady):
        services.start_run(actor=factories.steward("thue-tinh"), sector=tax.code, version_id=made.pk)
    with pytest.raises(NotAllowed):
        services.start_run(actor=factories.leader(), sector="insurance", version_id=made.pk)
    assert Run.objects.count() == 1


def test_a_recheck_resolves_what_the_registry_put_right_and_moves_the_counts(units, monkeypatch, people) -> None:
    insurance = factories.sector()
    people = [dict(one) for one in people]
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    right_name = rows[0]["full_name"]
    people[0]["full_name"] = "Nguyễn Văn Nhầm"  # the registry is wrong here
    rows[1]["personal_id"] = None
    with factories.registry(monkeypatch, people):
        run = start(insurance, rows)
        wrong, missing = Finding.objects.order_by("record_id")
        assert wrong.result_class == "SAI_HO_TEN"
        people[0]["full_name"] = right_name
        done = services.recheck(actor=factories.registry_officer(), finding_ids=[wrong.pk, missing.pk])
    assert (done.resolved, done.same) == ([wrong.pk], [missing.pk])
    wrong.refresh_from_db()
    assert (wrong.state, wrong.resolved_how) == ("resolved", "rechecked")
    counted = queries.class_counts(factories.steward(), "insurance")
    assert (counted.classes["KHOP_DUNG"], counted.classes["SAI_HO_TEN"], counted.total) == (39, 0, 40)
    assert counted.matched.numerator == 39
    correct = QualityCount.objects.filter(criterion="correct")
    assert sum(one.numerator for one in correct) == 39
    assert sum(one.denominator for one in correct) == 40
    with factories.registry(monkeypatch, people):
        services.recheck(actor=factories.registry_officer(), finding_ids=[wrong.pk])
    assert queries.class_counts(factories.steward(), "insurance").classes["KHOP_DUNG"] == 39
    assert queries.run(run.pk).counts["classes"]["KHOP_DUNG"] == 39


def test_nobody_changes_findings_of_another_area(units, monkeypatch, people) -> None:
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    rows[0]["personal_id"] = None
    with factories.registry(monkeypatch, people):
        start(insurance, rows)
        finding = Finding.objects.get()
        for act in (services.resolve, services.start_work, services.recheck):
            with pytest.raises(FindingNotFound):
                act(actor=factories.steward("thue-tinh"), finding_ids=[finding.pk])
            with pytest.raises(NotAllowed):
                act(actor=factories.leader(), finding_ids=[finding.pk])
    finding.refresh_from_db()
    assert (finding.state, finding.rechecked_at) == (FindingState.OPEN, None)
    assert not AuditRow.objects.filter(action__in=("cleaning.resolved", "cleaning.rechecked")).exists()


def test_communes_of_both_lists_come_from_the_tables_of_units(units) -> None:
    today = timezone.localdate()
    known = communes.lists(today)
    assert communes.lists(today) is known
    placed = place({DIVIDED: 3, "Phường Trần Phú": 2, "Xã Đức Thọ": 1}, known, prefer_before=False)
    assert [(one.unit_text, one.unit_code, one.share) for one in placed] == [
        (DIVIDED, SEN, 0.5),
        (DIVIDED, THO, 0.5),
        ("Phường Trần Phú", SEN, 1.0),
        ("Xã Đức Thọ", THO, 1.0),
    ]
    assert communes.names(today) == {SEN: "Phường Thành Sen", THO: "Xã Đức Thọ"}


def test_the_command_matches_the_newest_version_and_says_what_it_found(units, monkeypatch, people, capsys) -> None:
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    rows[0]["personal_id"] = None
    factories.version(insurance, rows)
    with factories.registry(monkeypatch, people):
        call_command("clean_sector", "insurance")
    said = capsys.readouterr().out
    assert "39/40 (97,50%)" in said
    assert "Thiếu số định danh: 1" in said
    with pytest.raises(CommandError, match="chưa có bản dữ liệu"):
        factories.sector("personal_tax", "thue-tinh")
        call_command("clean_sector", "personal_tax")
