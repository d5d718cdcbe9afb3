"""The linked services of Decision 422: their examples walk, and one application runs through every body."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from dean06.kernel.common.actors import Actor, system_actor
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories as case_factories
from dean06.procedures.cases.tests.conftest import _province, province  # noqa: F401 – fixtures of this file
from dean06.procedures.cases.types import ApplicantInput, Channel, State
from dean06.procedures.cases.walking import walk
from dean06.procedures.catalogue.queries import read_packs
from dean06.procedures.catalogue.tests.factories import publish, publish_files
from dean06.procedures.catalogue.types import TimeLimit
from dean06.procedures.forms import queries as forms
from dean06.procedures.interlinked import services
from dean06.procedures.interlinked.tests import factories as make

PACKS = {files.meta.code: files for files in read_packs(settings.PACKS_DIR)}
LINKED = [
    code
    for code, files in sorted(PACKS.items())
    if files.meta.legs and any(one.list == "QD422" for one in files.meta.listings)
]
WALKS = [(code, name) for code in LINKED for name in sorted(PACKS[code].walks)]
pytestmark = [pytest.mark.of_data, pytest.mark.usefixtures("province")]
#: A Monday morning.
NOW = dt.datetime(2026, 11, 9, 1, 0, tzinfo=dt.UTC)
SYSTEM: Actor = system_actor("tests")
COMPANY = ApplicantInput(full_name="Công ty cổ phần Vũng Áng (mẫu)", number="3000000017", is_organisation=True)
DOCTOR = ApplicantInput(full_name="Elin Varga", number="TEST003344")
DESK = "tt-pvhcc-tinh"


@pytest.mark.parametrize(("code", "name"), WALKS)
def test_a_linked_service_walks_as_its_example_says(code: str, name: str) -> None:
    report = walk(publish_files(PACKS[code]), PACKS[code].walks[name])
    assert report.problems == []
    assert not Case.objects.exists()


@pytest.mark.parametrize("code", LINKED)
def test_the_whole_has_as_much_time_as_the_longest_way_through_its_legs(code: str) -> None:
    legs = {leg.id: leg for leg in PACKS[code].meta.legs}

    def length(leg_id: str) -> int:
        leg = legs[leg_id]
        limit = PACKS[leg.procedure].meta.time_limit if leg.procedure else leg.time_limit
        own = _length(limit) if limit is not None else 0
        return own + max((length(before) for before in leg.after), default=0)

    assert _length(PACKS[code].meta.time_limit) >= max(map(length, legs))


def _length(limit: TimeLimit) -> int:
    """In fortieths of a calendar day, so that 5 working days are 7 days exactly."""
    return limit.value * {"working_hour": 7, "working_day": 56, "day": 40, "month": 1200}[limit.unit]


def _handed_in(code: str, example: str, applicant: ApplicantInput) -> Case:
    """The case of a valid example with every paper, received at the province's desk."""
    meta = PACKS[code].meta
    publish(*dict.fromkeys(leg.procedure for leg in meta.legs if leg.procedure))
    pack = publish_files(PACKS[code])
    data = PACKS[code].examples[example].data
    needs = [need for need in forms.required_documents(pack, data, "direct") if need.must_upload]
    case = case_services.submit_case(
        actor=SYSTEM,
        procedure_code=code,
        data=data,
        channel=Channel.DIRECT,
        applicant=applicant,
        documents=[case_factories.paper_for(SYSTEM, need.document.id) for need in needs],
        receiving_agency=DESK,
        now=NOW,
    )
    case_services.receive_case(actor=SYSTEM, case_id=case.pk, fee_later=True, now=NOW)
    make.settle(NOW)
    return case


def _decide(whole: Case, leg: str, *acts: str) -> Case:
    """The acts on the child case of a leg, one after the other; who looks up a criminal record finds none."""
    child = make.child(whole, leg)
    for act in acts:
        found: dict[str, str] = {}
        if (leg, act) == ("criminal_record", "trinh_duyet"):
            found = {"record": "none"}
            if child.data["request"].get("bans") == "yes":
                found["ban"] = "none"
        case_services.act(actor=SYSTEM, case_id=child.pk, action=act, fields=found, now=NOW)
    make.settle(NOW)
    return make.case_of(child)


def test_a_company_gets_criminal_record_and_work_permit_of_a_worker_with_only_a_passport() -> None:
    case = _handed_in("DA422-02", "valid-chuyen-gia", COMPANY)
    assert make.states(case) == {"criminal_record": "open", "permit": "waiting"}
    record = _decide(case, "criminal_record", "trinh_duyet", "ky_phieu")
    assert record.deciding_agency == "pc06" and record.applicant_is_organisation
    assert record.data["requester"]["passport_number"] == "TEST001122"
    assert "personal_id" not in record.data["requester"]
    permit = _decide(case, "permit", "trinh_duyet", "cap_giay_phep")
    assert permit.deciding_agency == "so-noi-vu"
    whole = make.case_of(case)
    assert whole.state == State.DONE and make.linked(case).is_complete


def test_a_worker_whose_permit_is_refused_keeps_the_criminal_record() -> None:
    case = _handed_in("DA422-02", "valid-chuyen-gia", COMPANY)
    _decide(case, "criminal_record", "trinh_duyet", "ky_phieu")
    permit = make.child(case, "permit")
    case_services.act(actor=SYSTEM, case_id=permit.pk, action="dung_giai_quyet", reason="NOT_ELIGIBLE", now=NOW)
    make.settle(NOW)
    assert make.states(case) == {"criminal_record": "done", "permit": "failed"}
    services.stop_rest(actor=SYSTEM, case_id=case.pk, note="Người lao động không đủ kinh nghiệm.", now=NOW)
    whole = make.case_of(case)
    assert whole.state == State.DONE, "ends with the part that was issued"
    assert not make.linked(case).is_complete


@pytest.mark.parametrize(
    ("example", "leg", "left_out"),
    [("valid-hop-tac-xa", "cooperative", "union"), ("valid-lien-hiep", "union", "cooperative")],
)
def test_a_cooperative_is_registered_and_then_gets_its_tax_code(example: str, leg: str, left_out: str) -> None:
    case = _handed_in("DA422-04", example, COMPANY)
    assert make.states(case) == {leg: "open", left_out: "skipped", "tax": "waiting"}
    _decide(case, leg, "gui_he_thong")
    assert make.answered(NOW) == 1
    _decide(case, leg, "cap")
    assert make.states(case)["tax"] == "open"
    assert make.answered(NOW) == 1
    whole = make.case_of(case)
    assert whole.state == State.DONE and whole.outputs["leg.tax.tax_code"]


@pytest.mark.parametrize(
    ("example", "leg", "left_out"),
    [("valid-nguoi-nuoc-ngoai", "medical", "pharmacy"), ("valid-duoc-sy", "pharmacy", "medical")],
)
def test_a_practice_certificate_waits_for_the_criminal_record(example: str, leg: str, left_out: str) -> None:
    case = _handed_in("DA422-05", example, DOCTOR)
    assert make.states(case) == {"criminal_record": "open", leg: "waiting", left_out: "waiting"}
    _decide(case, "criminal_record", "trinh_duyet", "ky_phieu")
    assert make.states(case) == {"criminal_record": "done", leg: "open", left_out: "skipped"}
    certificate = _decide(case, leg, "hop_tu_van", "trinh_ky", "cap")
    assert certificate.deciding_agency == "so-y-te"
    assert make.case_of(case).state == State.DONE


def test_a_coastal_project_passes_environment_dumping_and_sea_area_in_turn() -> None:
    case = _handed_in("DA422-07", "valid-nao-vet-luong", COMPANY)
    for done, leg in enumerate(("environment", "dumping", "sea_area"), 1):
        _decide(case, leg, "tham_dinh", "trinh_ky", "ban_hanh")
        assert list(make.states(case).values()).count("done") == done
    assert make.case_of(case).state == State.DONE and make.linked(case).is_complete


def test_a_paid_debt_is_struck_out_and_then_the_land_register_follows() -> None:
    case = _handed_in("DA422-08", "valid-doanh-nghiep", COMPANY)
    assert make.answered(NOW) == 1
    _decide(case, "clear_debt", "ky_xoa_no")
    change = _decide(case, "register_change", "trinh_duyet", "ban_hanh")
    assert change.data["requester"]["tax_code"] == "3000000017"
    assert make.case_of(case).state == State.DONE


def test_a_debt_that_the_tax_office_still_sees_stops_the_whole() -> None:
    case = _handed_in("DA422-08", "valid-da-nop-het", DOCTOR)
    clearing = make.child(case, "clear_debt")
    case_services.answer_connector(
        actor=SYSTEM, case_id=clearing.pk, connector="thue", answer="refused", reason="NOT_PAID_UP", now=NOW
    )
    make.settle(NOW)
    assert make.states(case) == {"clear_debt": "failed", "register_change": "waiting"}
    services.stop_rest(
        actor=SYSTEM, case_id=case.pk, note="Cơ quan thuế báo còn nợ tiền chậm nộp.", reason="NOT_PAID_UP", now=NOW
    )
    assert make.case_of(case).state == State.STOPPED
    assert Case.objects.filter(parent_id=case.pk).count() == 1
