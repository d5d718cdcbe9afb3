"""From draft to issued: who may do what, what is kept, and that pressing five times does it once."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.files import queries as files
from dean06.steering.indicators.tests import factories as figures
from dean06.steering.reports import drawing, queries, services
from dean06.steering.reports.errors import (
    FindingsOpen,
    NumberTaken,
    OwnReport,
    ReasonMissing,
    ReportNotFound,
    SectionConflict,
    StepRefused,
    UnknownFigure,
)
from dean06.steering.reports.models import NumberBook, Overtyped, Report, Section, SectionVersion
from dean06.steering.reports.tests import factories
from dean06.steering.reports.tests.factories import NOW, TODAY, World


def later(minutes: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


class TestWritingTogether:
    def test_a_report_is_made_once_however_often_it_is_asked_for(self, who: World) -> None:
        first = factories.draft(who)
        assert factories.draft(who, actor=who.second).pk == first.pk
        assert Report.objects.count() == 1
        assert first.template_code == "province-month"
        assert first.sections.filter(key="II.8").exists()

    def test_the_second_of_two_writers_sees_both_texts_and_nothing_is_lost(self, who: World) -> None:
        section = factories.section(factories.draft(who), "II.1")
        services.save_section(actor=who.steering, section_id=section.pk, text="Bản thứ nhất.", revision=1, now=NOW)
        with pytest.raises(SectionConflict) as refused:
            services.save_section(actor=who.second, section_id=section.pk, text="Bản thứ hai.", revision=1, now=NOW)
        assert refused.value.details["theirs"] == "Bản thứ nhất."
        assert refused.value.details["mine"] == "Bản thứ hai."
        section.refresh_from_db()
        assert (section.text, section.revision) == ("Bản thứ nhất.", 2)
        merged = services.save_section(
            actor=who.second, section_id=section.pk, text="Bản thứ nhất. Bản thứ hai.", revision=2, now=NOW
        )
        assert merged.revision == 3
        assert list(section.versions.values_list("by_id", flat=True)) == [
            who.second.user_id,
            who.steering.user_id,
            None,
        ]

    def test_an_autosave_every_few_seconds_is_one_version(self, who: World) -> None:
        section = factories.section(factories.draft(who), "II.1")
        for revision, text in enumerate(("Đang", "Đang viết", "Đang viết dở"), 1):
            services.save_section(
                actor=who.steering, section_id=section.pk, text=text, revision=revision, now=later(revision)
            )
        assert [row.text for row in section.versions.all()][:1] == ["Đang viết dở"]
        assert section.versions.count() == 2
        services.save_section(actor=who.steering, section_id=section.pk, text="Hôm sau", revision=4, now=later(600))
        assert section.versions.count() == 3

    def test_remarks_are_left_and_resolved(self, who: World) -> None:
        section = factories.section(factories.draft(who), "III")
        made = services.comment(actor=who.leader, section_id=section.pk, text="Cần nêu rõ nguyên nhân.", now=NOW)
        services.resolve_comment(actor=who.steering, comment_id=made.pk, now=NOW)
        made.refresh_from_db()
        assert made.resolved_by_name == who.steering.name
        with pytest.raises(ReasonMissing):
            services.comment(actor=who.leader, section_id=section.pk, text="  ", now=NOW)

    def test_another_commune_neither_sees_nor_writes(self, who: World) -> None:
        report = factories.draft(who, unit=who.units.an.code, actor=who.commune_officer)
        section = factories.section(report, "II.1")
        with pytest.raises(ReportNotFound):
            queries.shown(who.other_commune, report.pk, today=TODAY)
        with pytest.raises(ReportNotFound):
            services.save_section(actor=who.other_commune, section_id=section.pk, text="Của xã khác", revision=1)
        with pytest.raises(NotAllowed):
            factories.draft(who, unit=who.units.an.code, actor=who.other_commune)
        section.refresh_from_db()
        assert section.revision == 1
        assert [row.id for row in queries.reports(who.commune_officer)] == [report.pk]
        assert queries.reports(who.other_commune) == []


class TestFigures:
    def test_every_number_of_a_sentence_knows_its_counts(self, who: World) -> None:
        shown = queries.shown(who.steering, factories.draft(who).pk, today=TODAY)
        found = {figure.key: figure for part, figure in shown.figures() if part.key == "II.3"}
        rate = found["DVC-01.rate"]
        assert rate.numerator is not None
        assert rate.denominator is not None
        assert rate.period == factories.MONTH
        assert "DVC-01" in rate.url

    def test_a_figure_written_over_is_marked_kept_and_told(self, who: World) -> None:
        report = factories.draft(who)
        section = factories.section(report, "II.3")
        before = queries.shown(who.steering, report.pk, today=TODAY)
        computed = next(figure.shown for _, figure in before.figures() if figure.key == "DVC-01.rate")
        services.overtype(
            actor=who.steering, section_id=section.pk, key="DVC-01.rate", shown="85%", reason="Theo biên bản", now=NOW
        )
        ((part, figure),) = queries.shown(who.steering, report.pk, today=TODAY).overtyped()
        assert (part.key, figure.shown, figure.computed, figure.reason) == ("II.3", "85%", computed, "Theo biên bản")
        row = AuditRow.objects.filter(action="report.figure_overtyped").get()
        assert json.loads(row.details)["computed"] == computed
        services.restore_figure(actor=who.steering, overtyped_id=Overtyped.objects.get().pk, now=NOW)
        assert queries.shown(who.steering, report.pk, today=TODAY).overtyped() == []

    def test_without_a_reason_or_a_figure_nothing_is_written_over(self, who: World) -> None:
        section = factories.section(factories.draft(who), "II.3")
        with pytest.raises(ReasonMissing):
            services.overtype(actor=who.steering, section_id=section.pk, key="DVC-01.rate", shown="85%", reason=" ")
        with pytest.raises(UnknownFigure):
            services.overtype(actor=who.steering, section_id=section.pk, key="XX-99.rate", shown="85%", reason="Có")
        assert not Overtyped.objects.exists()

    def test_a_number_typed_by_hand_is_marked_and_can_be_linked(self, who: World) -> None:
        report = factories.draft(who)
        section = factories.section(report, "II.4")
        text = "Theo Quyết định số 06/QĐ-TTg ngày 06/01/2022, đã mở 1.234 tài khoản trong năm 2026."
        services.save_section(actor=who.steering, section_id=section.pk, text=text, revision=1, now=NOW)
        typed = queries.shown(who.steering, report.pk, today=TODAY).typed_by_hand()
        assert [span.text for _, span in typed] == ["1.234"]
        saved = services.link_number(
            actor=who.steering, section_id=section.pk, at=typed[0][1].at, typed="1.234", key="CD-01.value", now=NOW
        )
        assert "đã mở {{ CD-01.value }} tài khoản" in saved.text
        assert queries.shown(who.steering, report.pk, today=TODAY).typed_by_hand() == []
        with pytest.raises(UnknownFigure):
            services.link_number(actor=who.steering, section_id=section.pk, at=0, typed="1.234", key="CD-01.value")

    def test_what_cannot_be_read_is_shown_where_it_stands(self, who: World) -> None:
        report = factories.draft(who)
        section = factories.section(report, "II.4")
        services.save_section(
            actor=who.steering,
            section_id=section.pk,
            text="A {{ 1+1 }} B {{ XX-1.rate }}\n{{ list.best }}\n{{ list.worst DVC-01 abc }}",
            revision=1,
            now=NOW,
        )
        part = drawing.one_section(who.steering, report, Section.objects.get(pk=section.pk), today=TODAY)
        words = [block.text for block in part.blocks]  # type: ignore[union-attr]
        assert "[không hiểu: {{ 1+1 }}]" in words[0]
        assert "[không có số liệu XX-1.rate]" in words[0]
        assert words[1:] == ["[không hiểu: list.best]", "[không hiểu: list.worst DVC-01 abc]"]


class TestSteps:
    def test_a_frozen_report_never_changes_when_later_values_come(self, who: World) -> None:
        report = factories.frozen(who)
        before = queries.shown(who.steering, report.pk, today=TODAY)
        figures.save(who.units.an, factories.MONTH, "DVC-01", 1, 999_999)
        assert queries.shown(who.steering, report.pk, today=TODAY) == before
        services.unfreeze(actor=who.steering, report_id=report.pk, reason="Có số liệu mới", now=NOW)
        assert queries.shown(who.steering, report.pk, today=TODAY) != before

    def test_a_frozen_report_is_not_written_in(self, who: World) -> None:
        report = factories.frozen(who)
        section = factories.section(report, "II.1")
        with pytest.raises(StepRefused):
            services.save_section(actor=who.steering, section_id=section.pk, text="Thêm", revision=1)
        with pytest.raises(StepRefused):
            services.overtype(actor=who.steering, section_id=section.pk, key="x", shown="1", reason="2")
        assert SectionVersion.objects.filter(section=section).count() == 1

    def test_who_wrote_or_froze_it_does_not_sign_it(self, who: World) -> None:
        report = factories.checked(who)
        Report.objects.filter(pk=report.pk).update(frozen_by_id=who.leader.user_id)
        with pytest.raises(OwnReport):
            services.sign(actor=who.leader, report_id=report.pk)
        with pytest.raises(NotAllowed):
            services.sign(actor=who.steering, report_id=report.pk)
        report.refresh_from_db()
        assert report.state == "checked"

    def test_open_findings_stop_the_signature_until_explained(self, who: World) -> None:
        report = factories.draft(who)
        services.overtype(
            actor=who.steering,
            section_id=factories.section(report, "II.3").pk,
            key="DVC-01.rate",
            shown="99,9%",
            reason="Theo văn bản",
            now=NOW,
        )
        services.freeze(actor=who.steering, report_id=report.pk, now=NOW)
        report = services.check(actor=who.steering, report_id=report.pk, now=NOW)
        with pytest.raises(FindingsOpen):
            services.sign(actor=who.leader, report_id=report.pk)
        for row in list(report.findings):
            report = services.explain_finding(
                actor=who.steering, report_id=report.pk, number=row["number"], explanation="Số do Văn phòng xác nhận"
            )
        assert report.state == "checked"
        report = services.sign(actor=who.leader, report_id=report.pk, now=NOW)
        signed = json.loads(AuditRow.objects.filter(action="report.signed").get().details)
        assert [row["figure"] for row in signed["overtyped"]] == ["DVC-01.rate"]
        assert signed["sha256"] == report.frozen_sha256

    def test_returned_with_a_reason_it_is_a_draft_again(self, who: World) -> None:
        report = factories.checked(who)
        with pytest.raises(ReasonMissing):
            services.return_report(actor=who.leader, report_id=report.pk, reason="")
        report = services.return_report(actor=who.leader, report_id=report.pk, reason="Thiếu nguyên nhân", now=NOW)
        assert (report.state, report.returned_reason, report.frozen) == ("draft", "Thiếu nguyên nhân", None)

    def test_issued_it_has_number_file_and_signed_pdf(self, who: World) -> None:
        report = services.issue(actor=who.steering, report_id=factories.signed(who).pk, now=NOW)
        assert report.full_number == "01/BC-TCTĐA06"
        report.refresh_from_db()
        assert files.content(report.docx_file_id)[:2] == b"PK"
        assert files.content(report.pdf_file_id)[:5] == b"%PDF-"
        with pytest.raises(StepRefused):
            services.return_report(actor=who.leader, report_id=report.pk, reason="Muộn rồi")

    def test_numbers_of_an_agency_follow_each_other_and_are_given_once(self, who: World) -> None:
        services.issue(actor=who.steering, report_id=factories.signed(who, month="2026-T01").pk, number=9, now=NOW)
        second = factories.signed(who, month="2026-T02")
        with pytest.raises(NumberTaken):
            services.issue(actor=who.steering, report_id=second.pk, number=9, now=NOW)
        second = services.issue(actor=who.steering, report_id=second.pk, now=NOW)
        assert second.number == 10

    def test_a_commune_s_own_report_goes_its_own_way(self, who: World) -> None:
        report = factories.draft(who, unit=who.units.an.code, actor=who.commune_officer)
        services.freeze(actor=who.commune_officer, report_id=report.pk, now=NOW)
        report = services.check(actor=who.commune_officer, report_id=report.pk, now=NOW)
        assert report.findings == []
        services.sign(actor=who.commune_head, report_id=report.pk, now=NOW)
        report = services.issue(actor=who.commune_officer, report_id=report.pk, now=NOW)
        assert report.full_number == "01/BC-UBND"
        assert report.frame["signer"]["title"] == "CHỦ TỊCH"


@pytest.mark.django_db(transaction=True)
def test_five_presses_at_once_have_one_effect() -> None:
    who = factories.world(months=1)
    report = factories.signed(who)

    def press(_: int) -> object:
        try:
            return services.issue(actor=who.steering, report_id=report.pk, now=NOW).number
        except DomainError as refusal:
            return refusal.code
        finally:
            if connection.vendor == "postgresql":
                connections.close_all()

    # One writer at a time on SQLite: there the presses follow each other.
    with ThreadPoolExecutor(5 if connection.vendor == "postgresql" else 1) as pool:
        answers = list(pool.map(press, range(5))) if connection.vendor == "postgresql" else [press(n) for n in range(5)]
    assert sorted(map(str, answers)) == ["1", *["REPORT_STEP_REFUSED"] * 4]
    assert AuditRow.objects.filter(action="report.issued").count() == 1
    assert NumberBook.objects.get().last == 1
