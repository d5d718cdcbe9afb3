"""A dossier as its applicant sees it: asked, answered, taken back, looked up; and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.files.models import StoredFile
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases import services
from dean06.procedures.cases.models import Case, CaseDocument
from dean06.procedures.cases.tests import factories as cases
from dean06.procedures.cases.types import Channel, State, SupplementItem
from dean06.procedures.forms import services as forms
from dean06.web.portal.tests.walking import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return cases.setting()


def page_of(client: Client, case: Case, name: str = "case") -> str:
    answer = client.get(reverse(f"portal:{name}", args=[case.code]))
    assert answer.status_code == 200
    return answer.content.decode()


def asked_for(world, *items: SupplementItem) -> Case:
    case = cases.in_processing(world)
    return services.request_supplement(actor=world.clerk, case_id=case.pk, items=items, note="", now=cases.NOW)


@pytest.mark.parametrize("state", ["submitted", "received", "in_processing", "waiting_for_signature", "finished"])
def test_a_dossier_is_shown_in_every_state(client: Client, world, state: str) -> None:
    case = getattr(cases, state)(world)
    sign_in_citizen(client, world.person)
    page = page_of(client, case)
    assert case.code in page
    assert world.pack.title in page
    assert case.code in client.get(reverse("portal:mine")).content.decode()
    assert case.code in client.get(reverse("portal:home")).content.decode() or state == "returned"


def test_a_result_is_downloaded_and_carries_its_code_of_verification(client: Client, world) -> None:
    case = cases.finished(world)
    sign_in_citizen(client, world.person)
    page = page_of(client, case)
    assert "Tải kết quả" in page
    assert "<svg" in page
    paper = case.papers.get(kind="result")
    assert paper.verification_code in page
    answer = client.get(reverse("files:download", args=[paper.pdf_file_id]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_only_what_is_missing_is_asked_and_handed_in_on_the_same_code(client: Client, world) -> None:
    case = asked_for(world, SupplementItem("Ảnh mờ, chụp lại.", document="proof"))
    sign_in_citizen(client, world.person)
    assert "Ảnh mờ, chụp lại." in page_of(client, case)
    where = reverse("portal:supply", args=[case.code])
    assert [slot.requirement for slot, _, _ in client.get(where).context["slots"]] == ["proof"]
    # Nothing yet: nothing is sent.
    assert client.post(where, {}).status_code == 422
    client.post(where, {"giay": "proof", "tep": photograph()})
    assert client.post(where, {"giay": "photo", "tep": photograph()}).status_code == 422
    assert client.post(where, {})["Location"] == reverse("portal:case", args=[case.code])
    case.refresh_from_db()
    assert case.state == State.PROCESSING
    assert CaseDocument.objects.filter(case=case, requirement="proof", replaced=False).count() == 1
    assert client.post(where, {}).status_code == 302
    assert CaseDocument.objects.filter(case=case, requirement="proof").count() == 2


def test_a_field_is_asked_again_as_a_question_of_the_form(client: Client, world) -> None:
    case = asked_for(world, SupplementItem("Ghi rõ nơi sẽ nộp giấy.", field="purpose"))
    sign_in_citizen(client, world.person)
    where = reverse("portal:supply", args=[case.code])
    page = client.get(where).content.decode()
    assert "Ghi rõ nơi sẽ nộp giấy." in page
    assert 'name="purpose"' in page
    assert 'name="copies"' not in page
    assert client.post(where, {"purpose": "Nộp Công ty Mẫu"}).status_code == 302
    case.refresh_from_db()
    assert case.data["purpose"] == "Nộp Công ty Mẫu"


def test_a_dossier_is_taken_back_and_says_so(client: Client, world) -> None:
    case = cases.received(world)
    sign_in_citizen(client, world.person)
    where = reverse("portal:withdraw", args=[case.code])
    assert client.get(where).status_code == 200
    client.post(where, {"ly-do": "Nộp nhầm thủ tục"})
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert "Bạn đã rút" in page_of(client, case)


def test_looking_up_needs_code_and_birth_date_and_tells_no_data(client: Client, world) -> None:
    case = cases.received(world)
    where = reverse("portal:look_up")
    born = cases.applicant_of(world.person).birth_date
    right = client.post(where, {"code": case.code, "birth_date": born.strftime("%d/%m/%Y")})
    page = right.content.decode()
    assert right.status_code == 200
    assert "Đã tiếp nhận" in page
    assert world.person.full_name not in page
    assert "xin việc" not in page
    other = client.post(where, {"code": case.code, "birth_date": (born + dt.timedelta(days=1)).strftime("%d/%m/%Y")})
    unknown = client.post(where, {"code": "000.00-261117-9999", "birth_date": born.strftime("%d/%m/%Y")})
    assert other.status_code == unknown.status_code
    assert other.status_code >= 400
    assert other.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    # Whoever looks up for somebody else learns whose birth date is meant, and where the code stands.
    said = other.content.decode()
    for words in ("trên giấy tiếp nhận", "không phải của người nộp thay", "hỏi bộ phận một cửa"):
        assert words in said
    assert f'value="{case.code}"' in client.get(where, {"ma": case.code}).content.decode()


# --- Nobody else's -----------------------------------------------------------------------------------------------


def test_another_citizens_dossier_draft_and_papers_are_not_there(client: Client, world) -> None:
    """Every page that names a record answers 404 to a stranger and changes nothing."""
    case = asked_for(world, SupplementItem("Ảnh mờ, chụp lại.", document="proof"))
    paper = CaseDocument.objects.get(case=case, requirement="proof")
    draft = forms.save_draft(actor=world.citizen, procedure_code=world.pack.code, data={"purpose": "Bí mật"})
    sign_in_citizen(client, people.person("Phan Thị Khác", sex="F"))
    rows, files = AuditRow.objects.count(), StoredFile.objects.count()
    before = (case.revision, draft.revision)
    pages = [reverse(f"portal:{name}", args=[case.code]) for name in ("case", "sent", "supply", "withdraw")]
    pages += [
        reverse(f"portal:{name}", args=[draft.pk])
        for name in ("apply", "change", "papers", "review", "draft_pdf", "discard")
    ]
    pages += [
        reverse("portal:question", args=[draft.pk, "main"]),
        reverse("files:download", args=[paper.file_id]),
        reverse("portal:wallet_paper", args=[1]),
        reverse("portal:wallet_file", args=[1]),
        reverse("portal:wallet_remove", args=[1]),
        f"{reverse('portal:data')}?nguoi={world.person.pk}",
        f"{reverse('portal:wallet')}?nguoi={world.person.pk}",
    ]
    for page in pages:
        assert client.get(page).status_code == 404, page
    for page, sent in (
        (reverse("portal:supply", args=[case.code]), {"giay": "proof", "tep": photograph()}),
        (reverse("portal:supply", args=[case.code]), {}),
        (reverse("portal:withdraw", args=[case.code]), {}),
        (reverse("portal:question", args=[draft.pk, "main"]), {"purpose": "đổi", "_act": "next"}),
        (reverse("portal:papers", args=[draft.pk]), {"giay": "proof", "tep": photograph()}),
        (reverse("portal:review", args=[draft.pk]), {"cam-doan": "1"}),
        (reverse("portal:discard", args=[draft.pk]), {}),
    ):
        assert client.post(page, sent).status_code == 404, page
    case.refresh_from_db()
    draft.refresh_from_db()
    assert (case.revision, draft.revision, draft.data) == (*before, {"purpose": "Bí mật"})
    assert StoredFile.objects.count() == files
    assert AuditRow.objects.count() == rows


def test_officers_have_no_citizens_pages_and_visitors_are_led_to_sign_in(client: Client, world) -> None:
    case = cases.submitted(world)
    names = [("mine", []), ("wallet", []), ("data", []), ("contact", []), ("case", [case.code])]
    for name, arguments in names:
        answer = client.get(reverse(f"portal:{name}", args=arguments))
        assert answer["Location"].startswith(reverse("identity:sign_in")), name
    sign_in(client, "one_stop_officer", cases.CIVIL)
    for name, arguments in names:
        assert client.get(reverse(f"portal:{name}", args=arguments)).status_code == 403, name
    assert client.post(reverse("portal:begin", args=[world.pack.code])).status_code == 403


def test_level_one_reads_but_hands_nothing_in(client: Client, world) -> None:
    sign_in_citizen(client, world.person, level=1)
    page = client.get(reverse("portal:start", args=[world.pack.code])).content.decode()
    assert "mức độ 2" in page
    answer = client.post(reverse("portal:begin", args=[world.pack.code]))
    assert answer.status_code == 403
    assert "HIGHER_LEVEL_NEEDED" in answer.content.decode()
    case = cases.submitted(world)
    assert client.get(reverse("portal:case", args=[case.code])).status_code == 200
    assert client.post(reverse("portal:withdraw", args=[case.code])).status_code == 403
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_what_was_entered_with_help_at_a_desk_says_so(client: Client, world) -> None:
    case = cases.submitted(
        world,
        actor=world.desk,
        channel=Channel.ONLINE,
        assisted=True,
        documents=[cases.paper_for(world.desk)],
    )
    sign_in_citizen(client, world.person)
    assert "nhập giúp tại quầy" in page_of(client, case)
