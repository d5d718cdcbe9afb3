"""Six weeks of dossiers: packs published, papers signed, cases in every state at the desks of the demo."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from dean06.citizens.identity import services as identity
from dean06.citizens.wallet import services as wallet
from dean06.citizens.wallet.types import Copy
from dean06.citizens.wallet.types import Source as WalletSource
from dean06.demo import payment_story
from dean06.demo.cleaning_story import COMMUNE
from dean06.demo.people import Cast
from dean06.demo.simulation.driving import Numbers, moved, until_received, whole_walk
from dean06.demo.simulation.inventing import renamed
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.population import services as population
from dean06.kernel.signing import services as signing
from dean06.procedures.cases import services as cases
from dean06.procedures.cases.acts import pausing
from dean06.procedures.cases.types import Channel, DocumentInput, DocumentSource, State, SupplementItem
from dean06.procedures.cases.walking import WALK_FROM, Walker, WalkReport
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack, WalkAct
from dean06.socioeconomic.payments.models import PaymentOrder
from dean06.socioeconomic.payments.types import OrderState

#: Procedure and how many dossiers of it: what a commune and the province's centre see in six weeks.
DOSSIERS: tuple[tuple[str, int], ...] = (
    ("1.001193", 9),
    ("1.000656", 5),
    ("1.000894", 5),
    ("1.004222", 9),
    ("1.003677", 4),
    ("2.001159", 8),
    ("DA06-01", 4),
    ("2.000200", 6),
    ("3.000333", 8),
    ("1.001456", 5),
    ("1.001978", 5),
    ("DA06-07", 5),
    ("DA06-18", 4),
    ("DA06-19", 4),
    ("DA06-24", 4),
)
#: How dossiers stand when the story ends, taken in turn.
RETURNED, READY, OPEN, RECEIVED, WAITING, ASKED, LATE = (
    "returned",
    "ready",
    "open",
    "received",
    "waiting",
    "asked",
    "late",
)
ENDINGS = (RETURNED, OPEN, RETURNED, WAITING, READY, RECEIVED, RETURNED, ASKED, LATE)
#: Who hands in what came online in the story: the made-up people of the dossiers have no accounts here.
_PORTAL = "Cổng dịch vụ công quốc gia"
_PROCESSORS = {"committee_commune": "civil_status_officer", "police_commune": "commune_police"}


def tell_dossiers(cast: Cast, *, now: dt.datetime, say: Callable[[str], None]) -> None:
    """Publish the packs, give citizens accounts, bring the dossiers to where they stand today."""
    system = system_actor("make_demo")
    signing.ensure_demo_authority(actor=system)
    say("Công bố gói thủ tục")
    call_command("pack", "publish", "--all", verbosity=0)
    _open_citizens(system, now)
    total, done = sum(count for _, count in DOSSIERS), 0
    for code, count in DOSSIERS:
        pack = catalogue.pack_in_force(code, timezone.localdate(now))
        assert pack is not None, code
        teller = _Teller(pack, cast, now)
        for index in range(count):
            teller.tell(ENDINGS[(index + done) % len(ENDINGS)], index)
        done += count
        say(f"Hồ sơ một cửa {done}/{total}")


#: A family of Kỳ Khang, invented: who may sign in by one click, and their little one.
FAMILY: dict[str, dict[str, Any]] = {
    "me": {
        "full_name": "Nguyễn Thị Lan Anh", "sex": "F", "birth_date": "1994-05-16", "commune": COMMUNE,
        "village": "Thôn Trung Tân", "address": "Số 18", "household": "18", "role": "head", "spouse": "chong",
    },
    "chong": {
        "full_name": "Trần Quốc Bảo", "sex": "M", "birth_date": "1991-11-02", "commune": COMMUNE,
        "village": "Thôn Trung Tân", "address": "Số 18", "household": "18", "role": "spouse",
    },
    "con": {
        "full_name": "Trần Gia Hân", "sex": "F", "birth_date": "2021-03-09", "commune": COMMUNE,
        "village": "Thôn Trung Tân", "address": "Số 18", "household": "18", "role": "child",
        "father": "chong", "mother": "me",
    },
    "ong": {
        "full_name": "Trần Văn Thịnh", "sex": "M", "birth_date": "1955-08-20", "commune": COMMUNE,
        "village": "Thôn Trung Tân", "address": "Số 20", "household": "20", "role": "head",
    },
}  # fmt: skip


def _open_citizens(system: Actor, now: dt.datetime) -> None:
    """A young mother, her husband and his father may sign in by one click."""
    people = population.enrol_samples(actor=system, people=FAMILY, now=now)
    for number, key in enumerate(("me", "chong", "ong")):
        identity.open_demo_account(actor=system, person_id=people[key].pk, phone=f"09120000{number + 1:02d}")


class _Teller:
    """Dossiers of one procedure."""

    def __init__(self, pack: PublishedPack, cast: Cast, now: dt.datetime) -> None:
        self.pack, self.cast, self.now = pack, cast, now
        self.walk = whole_walk(pack)
        self.numbers = Numbers()
        self.chance = random.Random(f"{cast.seed}:{pack.code}")  # noqa: S311 - invented people, not secrets
        self.calendar = work_calendar()

    def tell(self, ending: str, index: int) -> None:
        """One dossier that ends so."""
        received = until_received(self.walk)
        acts: tuple[WalkAct, ...] = self.walk.acts
        if ending == WAITING:
            acts = ()
        elif ending in (RECEIVED, ASKED, LATE):
            acts = acts[:received]
        elif ending == OPEN:
            acts = acts[: max(received, len(_until_done(acts)) - 1)]
        elif ending == READY:
            acts = _until_done(acts)
        start = self._start(ending, index, acts)
        people, data = renamed(self.walk.people, self.walk.data, self.chance)
        example = self.walk.model_copy(
            update={
                "acts": acts,
                "people": self.numbers.give(people),
                "data": moved(data, timezone.localdate(start) - timezone.localdate(WALK_FROM)),
                "channel": "direct" if index % 4 == 3 and ending != WAITING else "online",
            }
        )
        with transaction.atomic():
            walker = _Officers(self.pack, example, start, WalkReport(example.title), self.cast)
            walker.actor = system_actor(_PORTAL)
            walker.reuses = index % 3 == 1
            walker.run(walker.remember)
            if walker.report.problems:
                raise RuntimeError(f"{self.pack.code}: {walker.report.problems}")
            if ending == ASKED:
                self._ask(walker)

    def _start(self, ending: str, index: int, acts: tuple[WalkAct, ...]) -> dt.datetime:
        """So many working days ago that all acts are of the past, and that only the late ones are late."""
        hours = sum(act.after_hours for act in acts)
        limit = max(self.pack.meta.time_limit.value, 1)
        if ending == WAITING:
            back = 0
        elif ending == LATE:
            back = limit + 4 + index
        elif ending in (OPEN, RECEIVED, ASKED):
            back = min(int(hours // 8) + 1, max(limit - 1, 0))
        else:
            back = int(hours // 8) + 2 + self.chance.randrange(22)
        day = timezone.localdate(self.now)
        for _ in range(back):
            day = self.calendar.previous_working_day(day)
        if not self.calendar.is_working_day(day):
            day = self.calendar.previous_working_day(day)
        clock = dt.time(8, self.chance.randrange(60)) if back else dt.time(7, self.chance.randrange(30, 60))
        return min(timezone.make_aware(dt.datetime.combine(day, clock)), self.now)

    def _ask(self, walker: _Officers) -> None:
        """The first paper or field of the form turns out to be wrong."""
        case = walker.case
        paper = next(iter(self.pack.files.documents.documents), None)
        field = self.pack.files.ui.sections[0].fields[-1].field
        item = (
            SupplementItem(reason="Ảnh chụp mờ, không đọc được số.", document=paper.id)
            if paper and case.documents.filter(requirement=paper.id).exists()
            else SupplementItem(reason="Thông tin chưa rõ, cần ghi lại.", field=field)
        )
        later = min(walker.calendar.add_working_minutes(walker.now, 60).moment, self.now)
        cases.request_supplement(
            actor=walker.processor(), case_id=case.pk, items=[item], note="Vui lòng bổ sung một lần cho đủ.", now=later
        )


class _Officers(Walker):
    """A walk in which each act is done by who does it in the demo; the portal hands in what came online."""

    def __init__(self, pack: PublishedPack, example: Any, now: dt.datetime, report: WalkReport, cast: Cast) -> None:
        super().__init__(pack, example, now, report)
        self.cast = cast
        #: Papers that the store may spare come from it: a desk digitised them for an earlier dossier.
        self.reuses = False
        self._people: Mapping[str, Any] = {}

    def remember(self, people: Mapping[str, Any]) -> None:
        """Who the people of the walk became in the registry."""
        self._people = people

    def compare(self) -> None:
        return None

    def _do(self, act: WalkAct) -> None:
        kind = act.do.partition(":")[0]
        if kind in ("receive", "refuse", "returned", "paid"):
            self.actor = self.cast.officer("one_stop_officer", self.case.receiving_agency)
        elif kind in ("answer", "supplied"):
            self.actor = system_actor("Hệ thống của cơ quan khác" if kind == "answer" else _PORTAL)
        else:
            self.actor = self._doer()
        super()._do(act)

    def _paper(self, requirement: str) -> DocumentInput:
        """Handed in, or taken from the applicant's store."""
        handed_in = super()._paper(requirement)
        wanted = next(one for one in self.pack.files.documents.documents if one.id == requirement)
        kinds = [code for one in wanted.replaced_by if one.source == "wallet" for code in one.types]
        if not (self.reuses and kinds):
            return handed_in
        earlier = self.now - dt.timedelta(days=40)
        kept = wallet.keep(
            actor=self.actor,
            owner_person_id=self._people[self.example.applicant].pk,
            type_code=kinds[0],
            title="",
            file_id=handed_in.file_id,
            issuer_name="Cơ quan cấp giấy tờ mẫu",
            issued_on=timezone.localdate(earlier) - dt.timedelta(days=5),
            source=WalletSource.SCAN,
            copy=Copy.COMPARED,
            now=earlier,
        )
        return DocumentInput(requirement, source=DocumentSource.WALLET, wallet_document_id=kept.pk)

    def _pay(self) -> None:
        """What came online is paid online, at the desk in cash."""
        order = PaymentOrder.objects.filter(reference=self.case.code, state=OrderState.OPEN).first()
        if order is None or self.case.channel != Channel.ONLINE or not payment_story.is_offered():
            super()._pay()
            return
        payment_story.pay_online(order, now=self.now)
        pausing.note_paid(actor=system_actor(_PORTAL), code=self.case.code, online=True, now=self.now)

    def processor(self) -> Actor:
        """Who works on the case at the agency that decides."""
        kind = _kind(self.case.deciding_agency)
        return self.cast.officer(_PROCESSORS.get(kind, "case_officer"), self.case.deciding_agency)

    def _doer(self) -> Actor:
        step = self.pack.step(self.case.step)
        if step.duty == "approve":
            return self.cast.officer("agency_head", self.case.deciding_agency)
        if step.duty == "receive" or step.office == "receiving":
            return self.cast.officer("one_stop_officer", self.case.receiving_agency)
        actor = self.processor()
        if self.case.state == State.RECEIVED or self.case.assignee_id is None:
            cases.take_case(actor=actor, case_id=self.case.pk, now=self.now)
        return actor


def _kind(agency: str) -> str:
    if agency.startswith(("ubnd-xa-", "ubnd-phuong-")):
        return "committee_commune"
    return "police_commune" if agency.startswith(("ca-xa-", "ca-phuong-")) else ""


def _until_done(acts: tuple[WalkAct, ...]) -> tuple[WalkAct, ...]:
    """Without handing over the result."""
    return tuple(act for act in acts if act.do != "returned")
