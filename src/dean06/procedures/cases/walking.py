"""Walking a pack: its example cases run through the real services, from application to end, and leave nothing behind.

``pack check --walk`` and the tests of packs use it. The made-up people, the published version, the case and what the
effects did are in one transaction that is taken back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.files import services as files
from dean06.kernel.population import queries as population
from dean06.kernel.population import services as registry
from dean06.procedures.cases import checking, fees
from dean06.procedures.cases.acts import (
    connecting,
    finishing,
    pausing,
    processing,
    receiving,
    submitting,
)
from dean06.procedures.cases.acts.common import step_of
from dean06.procedures.cases.models import Case, SupplementRequest
from dean06.procedures.cases.types import (
    ApplicantInput,
    Channel,
    DocumentInput,
    DocumentSource,
    State,
    SupplementItem,
)
from dean06.procedures.catalogue import queries as catalogue_queries
from dean06.procedures.catalogue import services as catalogue
from dean06.procedures.catalogue.types import ActionKind, PackFiles, PublishedPack, Walk, WalkAct
from dean06.socioeconomic.payments import services as payments

_PERSON = re.compile(r"\{people\.([a-z_0-9]+)\.([a-z_]+)\}")
_CHANNELS = {channel.word: channel for channel in Channel}
#: A Monday morning of an ordinary week, when walks begin.
WALK_FROM = dt.datetime(2026, 11, 9, 1, 0, tzinfo=dt.UTC)


@dataclass(slots=True)
class WalkReport:
    """What a walk did. ``problems`` is empty when it went as the pack says."""

    title: str
    problems: list[str] = field(default_factory=list)
    states: list[int] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    is_late: bool | None = None
    outputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.problems


class _Undo(Exception):
    """Ends the transaction of a walk."""


def walk(
    pack: PublishedPack,
    example: Walk,
    now: dt.datetime = WALK_FROM,
    *,
    before: Callable[[Mapping[str, Any]], None] | None = None,
) -> WalkReport:
    """Run one walk of a published pack; nothing stays. ``before`` is called with the people (key → record) first."""
    report = WalkReport(example.title)
    try:
        with transaction.atomic():
            Walker(pack, example, now, report).run(before)
            raise _Undo
    except _Undo:
        pass
    except DomainError as refusal:
        fields = refusal.details.get("fields") or {}
        report.problems.append(" ".join([refusal.message, *(f"{path}: {text}" for path, text in fields.items())]))
    return report


def walk_files(files_: PackFiles, name: str, example: Walk, now: dt.datetime = WALK_FROM) -> Sequence[str]:
    """The walker that the catalogue calls: what went wrong in a pack that may not be published yet."""
    found: list[str] = []
    try:
        with transaction.atomic():
            report = walk(_in_force(files_, now), example, now)
            found = [f"{name}: {sentence}" for sentence in report.problems]
            raise _Undo
    except _Undo:
        return found


def _in_force(files_: PackFiles, now: dt.datetime) -> PublishedPack:
    """The published version with this very content, else one published for the trial only."""
    there = catalogue_queries.pack_in_force(files_.meta.code, timezone.localdate(now))
    if there is not None and there.files == files_:
        return there
    version = catalogue.publish_pack(actor=system_actor("pack.walk"), pack=files_, decision="Chạy thử", now=now)
    return catalogue_queries.pack(version.pk)


class Walker:
    """One walk under way. ``run`` leaves what it did: the caller takes it back, or keeps it."""

    def __init__(self, pack: PublishedPack, example: Walk, now: dt.datetime, report: WalkReport) -> None:
        self.pack, self.example, self.now, self.report = pack, example, now, report
        self.actor: Actor = system_actor("pack.walk")
        self.calendar = work_calendar()
        self.case: Case

    def run(self, before: Callable[[Mapping[str, Any]], None] | None = None) -> None:
        """Enrol the people, hand in, do the acts; problems are noted in the report."""
        people = self.enrol()
        if before is not None:
            before(people)
        known = {key: population.persons([person.pk])[person.pk] for key, person in people.items()}
        data = _with_numbers(self.example.data, known)
        applicant = known[self.example.applicant]
        channel = _CHANNELS[self.example.channel]
        self.case = submitting.submit_case(
            actor=self.actor,
            procedure_code=self.pack.code,
            data=data,
            channel=channel,
            applicant=ApplicantInput(
                full_name=applicant.full_name,
                number=applicant.personal_id or "",
                person_id=applicant.person_id,
                birth_date=dt.date(applicant.birth_year, applicant.birth_month or 1, applicant.birth_day or 1),
            ),
            documents=[self._paper(need.document.id) for need in checking.needs(self.pack, data, channel)
                       if need.must_upload],
            now=self.now,
        )  # fmt: skip
        self._note()
        for number, act in enumerate(self.example.acts, 1):
            self._pass_time(act.after_hours)
            try:
                with transaction.atomic():
                    self._do(act)
            except DomainError as refusal:
                self.report.problems.append(f"Việc thứ {number} “{act.do}”: {refusal.message}")
                return
            self._note()
        self.compare()

    def enrol(self) -> Mapping[str, Any]:
        """Put the example's people into the registry: key → record."""
        return registry.enrol_samples(actor=self.actor, people=self.example.people, now=self.now)

    def _do(self, act: WalkAct) -> None:
        kind, _, rest = act.do.partition(":")
        common: dict[str, Any] = {"actor": self.actor, "case_id": self.case.pk, "now": self.now}
        if kind == "receive":
            receiving.receive_case(**common)
        elif kind == "refuse":
            receiving.refuse_reception(
                **common, reason=act.reason, remedy="Nộp lại sau khi khắc phục nội dung nêu trên."
            )
        elif kind == "supplied":
            self._supply(common)
        elif kind == "paid":
            self._pay()
        elif kind == "answer":
            step = step_of(self.case)
            connecting.answer_connector(
                **common, connector=step.connector if step else "", answer=rest, reason=act.reason, outputs=act.fields
            )
        elif kind == "returned":
            finishing.return_result(**common)
        else:
            self._act(act, common)

    def _act(self, act: WalkAct, common: dict[str, Any]) -> None:
        step = step_of(self.case)
        chosen = next((one for one in step.actions if one.id == act.do), None) if step else None
        stops = chosen is not None and chosen.kind == ActionKind.STOP
        # Going on and finishing need no words; whatever sends the case back or out must say why.
        goes_on = chosen is not None and chosen.kind in (ActionKind.FORWARD, ActionKind.FINISH)
        fields = {field.field for section in self.pack.files.ui.sections for field in section.fields}
        words = act.reason or "Chưa đủ căn cứ để giải quyết tiếp."
        items = [
            SupplementItem(reason=words, field=item) if item in fields else SupplementItem(reason=words, document=item)
            for item in act.items
        ]
        processing.act(
            **common,
            action=act.do,
            reason=act.reason if stops else "",
            note="" if stops else act.reason if goes_on else words,
            items=items,
            fields=act.fields,
        )

    def _supply(self, common: dict[str, Any]) -> None:
        """What was asked comes: each paper once more, each field with the value of the example."""
        request = SupplementRequest.objects.get(case=self.case, answered_at=None)
        asked = [item["document"] for item in request.items if item["document"]]
        fields = [item["field"] for item in request.items if item["field"]]
        values = {path: checking.given(self.case.data, path) for path in fields}
        pausing.supply(**common, documents=[self._paper(one) for one in asked], data=values)

    def _pay(self) -> None:
        """All that is owed is paid; the outbox would tell the case, here the walk does."""
        order = fees.open_order(self.case)
        if order is None:
            raise DomainError("Không có khoản thu nào chờ nộp.")
        payments.pay_cash(actor=self.actor, order_id=order.order_id, now=self.now)
        pausing.note_paid(actor=self.actor, code=self.case.code, online=False, now=self.now)

    def _paper(self, requirement: str) -> DocumentInput:
        stored = files.store_upload(actor=self.actor, data=_PAGE, filename=f"{requirement}.pdf")
        return DocumentInput(requirement=requirement, source=DocumentSource.UPLOAD, file_id=stored.pk)

    def _pass_time(self, hours: float) -> None:
        self.now = self.calendar.add_working_minutes(self.now, round(hours * 60)).moment

    def _note(self) -> None:
        self.case.refresh_from_db()
        self.report.states.append(self.case.state)

    def compare(self) -> None:
        """The end against what the pack expects."""
        report, wanted = self.report, self.example
        report.is_late, report.outputs = self.case.is_late, dict(self.case.outputs)
        if self.case.state != wanted.final_state:
            said = f"“{State(self.case.state).label}” ({self.case.state})"
            report.problems.append(f"Kết thúc ở trạng thái {said}, ví dụ ghi {wanted.final_state}.")
        if wanted.on_time is not None and self.case.is_late is not None and self.case.is_late == wanted.on_time:
            said, meant = ("trễ", "đúng") if self.case.is_late else ("đúng", "trễ")
            report.problems.append(f"Hồ sơ {said} hạn, ví dụ ghi {meant} hạn.")
        done = sorted(finishing.effects_done(self.case, self.pack))
        report.effects = done
        if self.case.finished_at is not None and done != sorted(wanted.effects):
            said, meant = ", ".join(done) or "không có", ", ".join(wanted.effects) or "không có"
            report.problems.append(f"Các việc ghi dữ liệu: {said}; ví dụ ghi {meant}.")


def _with_numbers(value: Any, people: Mapping[str, Any]) -> Any:
    """``{people.<key>.personal_id}`` in the data becomes the number of that person."""
    if isinstance(value, Mapping):
        return {key: _with_numbers(one, people) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_numbers(one, people) for one in value]
    if isinstance(value, str):
        return _PERSON.sub(lambda match: str(getattr(people[match.group(1)], match.group(2)) or ""), value)
    return value


def _page() -> bytes:
    """A page with a word on it: stands for any paper of a walk."""
    words = b"BT /F 24 Tf 72 700 Td (Giay to) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


_PAGE = _page()
