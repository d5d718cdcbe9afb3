"""The pages: list, workshop, conflict, versions, findings, signing, templates; who is turned away."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import add_second_factor
from dean06.kernel.common.actors import Actor
from dean06.steering.collection import services as collection
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import PeriodKind
from dean06.steering.reports import queries, services, templating
from dean06.steering.reports.errors import TemplateRefused
from dean06.steering.reports.models import Report, ReportTemplate
from dean06.steering.reports.tests import factories
from dean06.steering.reports.tests.factories import NOW, World


def client_of(actor: Actor) -> Client:
    client, user = Client(), User.objects.get(pk=actor.user_id)
    add_second_factor(user)
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"reports:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


class TestWorkshop:
    def test_each_number_of_the_text_leads_to_its_rows(self, who: World) -> None:
        report = factories.draft(who)
        html = page(client_of(who.steering), "workshop", report.pk)
        assert "/dieu-hanh/chi-tieu/DVC-01/?don_vi=tinh&amp;ky=2026-T03" in html
        assert "II. KẾT QUẢ THỰC HIỆN" in html

    def test_saving_by_hand_and_by_itself(self, who: World) -> None:
        report = factories.draft(who)
        section = factories.section(report, "II.1")
        client = client_of(who.steering)
        address = reverse("reports:save", args=[section.pk])
        answer = client.post(address, {"text": "Đã phát 200 tờ rơi.", "revision": 1}, headers={"HX-Request": "true"})
        assert 'name="revision" value="2"' in answer.content.decode()
        answer = client.post(address, {"text": "Đã phát 250 tờ rơi.", "revision": 2})
        assert answer.status_code == 302
        html = page(client, "workshop", report.pk, query="?muc=II.1&sua=1")
        assert "Đã phát 250 tờ rơi." in html
        assert 'class="typed"' in html

    def test_a_conflict_shows_both_texts(self, who: World) -> None:
        section = factories.section(factories.draft(who), "II.1")
        services.save_section(actor=who.steering, section_id=section.pk, text="Bản một.", revision=1, now=NOW)
        client = client_of(who.second)
        address = reverse("reports:save", args=[section.pk])
        answer = client.post(address, {"text": "Bản hai.", "revision": 1})
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "Bản một." in html
        assert "Bản hai." in html
        answer = client.post(address, {"text": "Bản hai.", "revision": 1}, headers={"HX-Request": "true"})
        assert "Bản một." in answer.content.decode()
        section.refresh_from_db()
        assert section.text == "Bản một."

    def test_versions_are_compared_and_taken_back(self, who: World) -> None:
        section = factories.section(factories.draft(who), "II.1")
        services.save_section(actor=who.second, section_id=section.pk, text="Viết mới.", revision=1, now=NOW)
        client = client_of(who.steering)
        assert "<ins>" in page(client, "versions", section.pk)
        first = section.versions.get(revision=1)
        assert client.post(reverse("reports:restore", args=[first.pk])).status_code == 302
        section.refresh_from_db()
        assert section.text == first.text

    def test_suggestions_for_a_number_typed_by_hand(self, who: World) -> None:
        report = factories.draft(who)
        section = factories.section(report, "II.5")
        figures = queries.shown(who.steering, report.pk, today=factories.TODAY).figures()
        shown = next(figure.shown for _, figure in figures if figure.key == "CD-01.value")
        html = page(client_of(who.steering), "link_number", section.pk, query=f"?so={shown}&vi-tri=0")
        assert "CD-01.value" in html

    def test_others_are_turned_away(self, who: World) -> None:
        report = factories.draft(who, unit=who.units.an.code, actor=who.commune_officer)
        section = factories.section(report, "II.1")
        stranger = client_of(who.other_commune)
        assert stranger.get(reverse("reports:workshop", args=[report.pk])).status_code == 404
        assert stranger.get(reverse("reports:docx", args=[report.pk])).status_code == 404
        answer = stranger.post(reverse("reports:save", args=[section.pk]), {"text": "x", "revision": 1})
        assert answer.status_code == 404
        assert Client().get(reverse("reports:read", args=[report.pk])).status_code == 302
        section.refresh_from_db()
        assert section.revision == 1


class TestSteps:
    def test_the_whole_way_over_the_pages(self, who: World) -> None:
        writer, signer = client_of(who.steering), client_of(who.leader)
        answer = writer.post(reverse("reports:create"), {"don_vi": "tinh", "ky": _open_month(writer)})
        report = Report.objects.get()
        assert answer.url == reverse("reports:workshop", args=[report.pk])
        section = factories.section(report, "II.3")
        over = reverse("reports:overtype", args=[section.pk]) + "?so=DVC-01.rate"
        html = writer.get(over).content.decode()
        if "DVC-01" in html:  # the open month may have no figures yet
            writer.post(over, {"shown": "chưa tổng hợp", "reason": "Chờ xác nhận"})
        answer = writer.post(reverse("reports:freeze", args=[report.pk]))
        assert answer.status_code == 302
        report.refresh_from_db()
        assert report.state == "checked", report.findings
        assert "Chờ tôi duyệt" in page(signer, "list")
        assert "Tôi đã xem và duyệt báo cáo" in page(signer, "sign", report.pk)
        assert writer.post(reverse("reports:sign", args=[report.pk])).status_code == 403
        assert signer.post(reverse("reports:sign", args=[report.pk])).status_code == 302
        issue = {"number": "", "symbol": "BC-TCTĐA06", "issued_on": f"{dt.date.today():%d/%m/%Y}"}
        assert writer.post(reverse("reports:issue", args=[report.pk]), issue).status_code == 302
        assert "01/BC-TCTĐA06" in page(writer, "read", report.pk)
        assert writer.get(reverse("reports:pdf", args=[report.pk]), follow=True).headers["Content-Type"] == (
            "application/pdf"
        )

    def test_findings_are_explained_on_their_page(self, who: World) -> None:
        report = factories.draft(who)
        section = factories.section(report, "II.3")
        services.overtype(
            actor=who.steering, section_id=section.pk, key="DVC-01.rate", shown="99,9%", reason="Theo văn bản", now=NOW
        )
        services.freeze(actor=who.steering, report_id=report.pk, now=NOW)
        services.check(actor=who.steering, report_id=report.pk, now=NOW)
        client = client_of(who.steering)
        html = page(client, "findings", report.pk)
        assert "Tỷ lệ không khớp với số lượng" in html
        assert "?muc=II.3" in html
        client.post(reverse("reports:explain", args=[report.pk, 1]), {"explanation": "Đã đối chiếu"})
        report.refresh_from_db()
        assert report.state == "checked"


class TestTemplates:
    def test_the_steering_office_saves_a_new_version_and_old_reports_keep_theirs(self, who: World) -> None:
        report = factories.draft(who)
        client = client_of(who.steering)
        newest = templating.versions("province-month")[0]
        text = newest.as_yaml().replace("8. Mô hình điểm", "8. Mô hình hay, cách làm tốt")
        address = reverse("reports:template", args=["province-month"])
        page(client, "template", "province-month")
        answer = client.post(address, {"text": text, "reason": "Đổi tên mục", "based_on": newest.version})
        assert answer.status_code == 302
        assert ReportTemplate.objects.get().version == 2
        later = factories.draft(who, month="2026-T02")
        assert factories.section(later, "II.8").title == "8. Mô hình hay, cách làm tốt"
        assert factories.section(report, "II.8").title == "8. Mô hình điểm"
        assert (report.template_version, later.template_version) == (1, 2)

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ("kinds:", "kindz:", "thiếu mục “kinds”"),
            ("- I\n", "- XX\n", "Không có phụ lục “XX”"),
            ("{{ list.pilots }}", "{{ 2+2 }}", "không hiểu"),
            ("key: II.8", "key: II.7", "cùng có “key”"),
            ("title: BÁO CÁO", "title: [", "cú pháp YAML"),
        ],
    )
    def test_a_wrong_template_is_refused_in_one_sentence(self, before: str, after: str, said: str) -> None:
        text = templating.shipped()["province-month"].as_yaml()
        assert before in text
        with pytest.raises(TemplateRefused) as refused:
            templating.read(text.replace(before, after, 1))
        assert said in refused.value.message

    def test_only_the_steering_office_edits_templates(self, who: World) -> None:
        client = client_of(who.commune_officer)
        assert client.get(reverse("reports:templates")).status_code == 403
        answer = client.post(reverse("reports:template", args=["commune"]), {"text": "x", "reason": "y", "based_on": 1})
        assert answer.status_code == 403
        assert not ReportTemplate.objects.exists()


def _open_month(client: Client) -> str:
    """The newest month that the form offers."""
    found = re.search(r'value="(\d{4}-T\d\d)"', page(client, "list"))
    assert found is not None
    return found[1]


def test_an_excused_unit_is_not_among_those_that_have_not_sent(who: World) -> None:
    client = client_of(who.steering)
    last_month = indicators.previous(indicators.period_on(PeriodKind.MONTH, timezone.localdate()))

    def asked() -> tuple[int, list[str]]:
        text = page(client, "list")
        owed = re.search(r"/(\d+) đơn vị đã gửi", text)
        assert owed
        return int(owed[1]), re.findall(r"<li>(Xã \w+)", text)

    number, names = asked()
    assert who.units.an.name in names
    collection.exempt(actor=who.steering, unit=who.units.an.code, period=last_month.code, reason="Bão lũ, mất điện")
    assert asked() == (number - 1, [name for name in names if name != who.units.an.name])
