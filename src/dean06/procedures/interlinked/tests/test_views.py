"""Pages of linked cases, consents and systems, for those who may see them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import add_second_factor, sign_in
from dean06.kernel.common.actors import system_actor
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases.models import Case
from dean06.procedures.interlinked import services
from dean06.procedures.interlinked.models import Consent, Message, SystemStatus
from dean06.procedures.interlinked.tests import factories as make

pytestmark = pytest.mark.django_db


def browser_of(user_id: int | None) -> Client:
    """A browser in which this person is signed in."""
    user = User.objects.get(pk=user_id)
    if user.person_id is None and not user.authenticator_set.exists():
        add_second_factor(user)
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def started() -> tuple[make.World, Case]:
    world = make.setting()
    case = make.received(world, make.BIRTH, make.birth_data(world, card=True), world.mother)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    return world, case


def test_the_desk_sees_which_leg_waits_for_whom_and_decides(started) -> None:
    world, case = started
    browser = browser_of(world.desk.user_id)
    page = browser.get(reverse("interlinked:overview")).content.decode()
    assert case.code in page and "Chờ chủ hộ đồng ý" in page and "Bảo hiểm xã hội tỉnh" in page
    one = reverse("interlinked:case", args=[case.pk])
    page = browser.get(one).content.decode()
    assert "Ghi nhận: đồng ý" in page and world.head.full_name in page
    consent = Consent.objects.get()
    refused = browser.post(reverse("interlinked:record_consent", args=[consent.pk]), {"ho_so": case.pk, "dong_y": "1"})
    assert refused.status_code == 422 and "văn bản có chữ ký" in refused.content.decode()
    said = {"ho_so": case.pk, "dong_y": "0", "ly_do": "Chủ hộ không muốn nhập hộ"}
    assert browser.post(reverse("interlinked:record_consent", args=[consent.pk]), said).status_code == 302
    page = browser.get(one).content.decode()
    assert "Hỏi lại chủ hộ" in page and "Dừng các chặng còn lại" in page
    leg = make.leg(case, "residence")
    again = browser.post(reverse("interlinked:retry_leg", args=[leg.pk]), {})
    assert again.status_code == 302 and make.states(case)["residence"] == "consent"
    kept = browser.post(
        reverse("interlinked:skip_leg", args=[leg.pk]), {"ho_so": case.pk, "ly_do": "Không cần nữa đâu"}
    )
    assert kept.status_code == 409 and make.states(case)["residence"] == "consent"
    stopped = browser.post(reverse("interlinked:stop_rest", args=[case.pk]), {"ghi_chu": "Gia đình làm riêng"})
    assert stopped.status_code == 302 and make.states(case)["insurance"] == "skipped"


def test_the_head_answers_on_the_portal_and_goes_back_to_the_page_that_asked(started) -> None:
    world, case = started
    browser = browser_of(world.head_account.user_id)
    page = browser.get(reverse("interlinked:my_consents")).content.decode()
    assert "Tôi đồng ý" in page and case.code in page
    url = reverse("interlinked:answer_consent", args=[Consent.objects.get().pk])
    stranger = browser_of(world.mother_account.user_id)
    assert stranger.post(url, {"dong_y": "1"}).status_code == 404
    assert Consent.objects.get().state == "asked"
    answer = browser.post(url, {"dong_y": "1", "ve": "//noi-khac.example/"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("interlinked:my_consents"), "never to another site"
    # The term of the made-up past is over by now: nothing was recorded twice, the leg is untouched or open.
    assert make.states(case)["residence"] in ("open", "consent")


def test_systems_are_shown_with_what_waits_and_may_be_blocked(started) -> None:
    _, case = started
    services.set_demo_mood(actor=system_actor("tests"), connector="bhxh", is_down=True)
    services.send_due()
    browser = Client()
    sign_in(browser, "procedure_controller")
    page = browser.get(reverse("interlinked:systems")).content.decode()
    assert "Bảo hiểm xã hội tỉnh" in page and "Nhật ký gián đoạn" in page
    page = browser.get(reverse("interlinked:system", args=["bhxh"])).content.decode()
    assert case.code in page and "Ghi nhận chờ Bộ, ngành" in page and "Mất kết nối" in page
    message = Message.objects.get()
    page = browser.get(reverse("interlinked:message", args=[message.pk])).content.decode()
    assert "Không trả lời" in page
    browser.post(reverse("interlinked:block", args=["bhxh"]), {"ghi_chu": "Bộ chưa mở kết nối cho tỉnh"})
    assert SystemStatus.objects.get(connector="bhxh").blocked_at is not None
    browser.post(reverse("interlinked:unblock", args=["bhxh"]))
    browser.post(reverse("interlinked:demo", args=["bhxh"]), {"luon": "", "phut": "0"})
    browser.post(reverse("interlinked:retry_message", args=[message.pk]))
    message.refresh_from_db()
    assert message.attempts == 0


def test_nobody_without_the_right_opens_these_pages(started) -> None:
    world, case = started
    addresses = [
        reverse("interlinked:overview"),
        reverse("interlinked:case", args=[case.pk]),
        reverse("interlinked:systems"),
        reverse("interlinked:system", args=["bhxh"]),
    ]
    citizen = browser_of(world.mother_account.user_id)
    assert {citizen.get(address).status_code for address in addresses} == {403}
    elsewhere = Client()
    sign_in(elsewhere, "one_stop_officer", people.CIVIL_THERE)
    assert elsewhere.get(addresses[1]).status_code == 404
    unknown = browser_of(world.desk.user_id)
    assert unknown.get(reverse("interlinked:system", args=["khong-co"])).status_code == 404
