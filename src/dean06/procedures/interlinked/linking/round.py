"""One look over a linked case: what became of its legs, which may start, whether the whole is done.

It compares what is with what should be, so it may run at any time and as often as anybody likes: after an event, after
an answer, by a timer, after a crash. All of it happens under the lock of the linked case, in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.types import State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.interlinked import rules
from dean06.procedures.interlinked.exchange.asking import waited_for
from dean06.procedures.interlinked.linking import changing, consenting, starting
from dean06.procedures.interlinked.linking.locking import lock
from dean06.procedures.interlinked.models import Leg, LinkedCase, Message
from dean06.procedures.interlinked.systems import LEGS
from dean06.procedures.interlinked.types import (
    LEG_OVER,
    MESSAGE_OPEN,
    LegState,
    LinkedState,
    MessageState,
)

_ENDED = (State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED)
_ISSUED = (State.DONE, State.RETURNED)
#: Row numbers of the registry, of no use on the whole's paper.
_INTERNAL = frozenset({"person_id", "household_id"})
#: What is said of a leg whose child case ended without a result.
_ENDINGS = {
    int(State.NOT_RECEIVED): "Hồ sơ của chặng không được tiếp nhận.",
    int(State.WITHDRAWN): "Hồ sơ của chặng đã được rút.",
    int(State.STOPPED): "Cơ quan giải quyết đã dừng hồ sơ của chặng.",
}


def advance(case_id: int, now: dt.datetime) -> LinkedCase | None:
    """Look over the linked case of a parent and do all that can be done; ``None`` where the case has no legs."""
    with transaction.atomic():
        linked = lock(case_id)
        if linked is not None:
            Round(linked, now).run()
        return linked


class Round:
    """A look over one linked case, whose lock the caller holds."""

    def __init__(self, linked: LinkedCase, now: dt.datetime) -> None:
        self.linked, self.now = linked, now
        self.actor = system_actor("interlinked")
        self.case = cases.row(self.actor, linked.case_id)
        self.ref = cases.ref(linked.case_id)
        self.pack = catalogue.pack(linked.version_id)
        self.specs = {spec.id: spec for spec in self.pack.meta.legs}
        self.legs = list(Leg.objects.filter(linked=linked).order_by("position"))
        for leg in self.legs:
            leg.linked = linked
        self.calendar = work_calendar()

    def run(self) -> None:
        """Everything, in order."""
        self._follow_legs()
        if self.ref.state in _ENDED:
            self.close_rest(changing.STOPPED, "Hồ sơ liên thông đã kết thúc.")
        elif self.ref.state in _ISSUED:
            self._hand_over()
        else:
            while self._start_one():
                pass
            self.finish()
        self._sum_up()

    # --- What became of the legs ----------------------------------------------------------------------------------

    def _follow_legs(self) -> None:
        children = cases.refs(leg.case_id for leg in self.legs if leg.case_id is not None)
        for leg in self.legs:
            if leg.state not in (LegState.OPEN, LegState.DONE):
                continue
            if leg.case_id is not None:
                self._follow_child(leg, children[leg.case_id])
            else:
                self._follow_message(leg)

    def _follow_child(self, leg: Leg, child: Any) -> None:
        told = (leg.agency, leg.due_at, leg.delivered_at)
        leg.agency, leg.delivered_at = child.deciding_agency, child.returned_at
        if child.received_at is not None:
            paused = cases.row(self.actor, child.case_id).paused_minutes
            leg.due_at = starting.due_of_child(self, self.specs[leg.ref], child.received_at, child.due_at, paused)
        if leg.state == LegState.OPEN and child.state in _ISSUED:
            leg.issued_at = child.finished_at or self.now
            leg.outputs = dict(cases.row(self.actor, child.case_id).outputs)
            changing.move(leg, LegState.DONE, self.actor, self.now, child=child.code)
        elif leg.state == LegState.OPEN and child.state in _ENDED:
            note = cases.row(self.actor, child.case_id).end_note
            self.fail(leg, changing.CHILD_ENDED, f"{_ENDINGS[int(child.state)]} {note}".strip())
        elif told != (leg.agency, leg.due_at, leg.delivered_at):
            leg.save(update_fields=["agency", "due_at", "delivered_at"])

    def _follow_message(self, leg: Leg) -> None:
        message = Message.objects.filter(leg=leg).order_by("-pk").first()
        if message is None:
            return
        if message.confirmed_at is not None and leg.synchronised_at is None and leg.state == LegState.DONE:
            leg.synchronised_at = message.confirmed_at
            leg.save(update_fields=["synchronised_at"])
        if leg.state != LegState.OPEN:
            return
        if message.state == MessageState.ANSWERED and message.answer == "approved":
            leg.issued_at, leg.outputs = message.answered_at, dict(message.outputs)
            changing.move(leg, LegState.DONE, self.actor, self.now, message=message.pk)
        elif message.state in (MessageState.ANSWERED, MessageState.FAILED):
            said = {"refused": "không đồng ý", "needs_more": "cần thêm thông tin"}.get(message.answer, "không nhận")
            self.fail(leg, f"SYSTEM_{(message.answer or 'refused').upper()}"[:60],
                      f"Cơ quan giải quyết {said}. {message.error}".strip())  # fmt: skip

    def fail(self, leg: Leg, code: str, error: str) -> None:
        """A leg stands still: those who must decide are told, and the rest waits."""
        changing.move(leg, LegState.FAILED, self.actor, self.now, code=code, error=error)
        changing.tell_failed(leg, self.applicants(), self.now)

    # --- Starting -------------------------------------------------------------------------------------------------

    def _start_one(self) -> bool:
        """Bring one leg on; true when something moved, so that another may follow."""
        states = {leg.ref: leg.state for leg in self.legs}
        if self.ref.state != State.PROCESSING:
            return False
        for leg in self.legs:
            spec = self.specs[leg.ref]
            if leg.state == LegState.CONSENT and consenting.look_after(self, leg):
                return True
            if leg.state != LegState.WAITING or not rules.may_start(spec, states):
                continue
            if leg.next_try_at is not None and leg.next_try_at > self.now:
                continue
            if not catalogue.holds(spec.when, self.case.data, self.channel):
                changing.move(leg, LegState.SKIPPED, self.actor, self.now, code=changing.NOT_APPLICABLE)
                return True
            if consenting.ask_if_needed(self, leg, spec):
                return True
            if starting.start(self, leg, spec):
                return True
        return False

    # --- The whole ------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """All legs issued or left out: the parent's step is answered. What refuses that is shown, and tried again."""
        step = waited_for(self.ref)
        if self.ref.state != State.PROCESSING or step is None or step.connector != LEGS:
            return
        if not all(leg.state in LEG_OVER for leg in self.legs):
            return
        offered = {action.on_answer for action in step.actions}
        some_missing = any(leg.error_code in (changing.LEFT_OUT, changing.STOPPED) for leg in self.legs)
        answer = "partial" if some_missing and "partial" in offered else "approved"
        self.answer_parent(answer)

    def answer_parent(self, answer: str, reason: str = "", note: str = "") -> None:
        """The parent goes on by its pack. A refusal of the parent's finish is kept with the linked case."""
        outputs = {
            f"leg.{leg.ref}.{name}": value
            for leg in self.legs
            for name, value in leg.outputs.items()
            if name not in _INTERNAL
        }
        try:
            with transaction.atomic():
                case_services.answer_connector(
                    actor=self.actor,
                    case_id=self.ref.case_id,
                    connector=LEGS,
                    answer=answer,
                    outputs=outputs,
                    reason=reason,
                    note=note,
                    now=self.now,
                )
        except DomainError as refusal:
            self.linked.problem = refusal.message
            return
        self.linked.problem = ""
        self.ref = cases.ref(self.ref.case_id)

    def close_rest(self, code: str, sentence: str) -> None:
        """Legs that are not over end: what waits never starts, what runs is withdrawn, questions are dropped."""
        for leg in self.legs:
            if leg.state in LEG_OVER:
                continue
            consenting.drop(leg, self.now)
            Message.objects.filter(leg=leg, state__in=sorted(MESSAGE_OPEN)).update(
                state=MessageState.CANCELLED, claimed_until=None
            )
            if leg.case_id is not None and leg.state == LegState.OPEN:
                self._withdraw(leg.case_id, sentence)
            changing.move(leg, LegState.SKIPPED, self.actor, self.now, code=code, error=sentence)

    def _withdraw(self, case_id: int, reason: str) -> None:
        try:
            with transaction.atomic():
                case_services.withdraw(actor=self.actor, case_id=case_id, reason=reason, now=self.now)
        except DomainError:
            return  # it ended by itself

    def _hand_over(self) -> None:
        """When the whole is handed over, so is each result that still lies at the desk."""
        if self.ref.state != State.RETURNED:
            return
        for leg in self.legs:
            if leg.state != LegState.DONE or leg.delivered_at is not None:
                continue
            if leg.case_id is None:
                leg.delivered_at = self.ref.returned_at
            else:
                leg.delivered_at = self._return(leg.case_id)
            if leg.delivered_at is not None:
                leg.save(update_fields=["delivered_at"])

    def _return(self, case_id: int) -> dt.datetime | None:
        try:
            with transaction.atomic():
                child = case_services.return_result(
                    actor=self.actor,
                    case_id=case_id,
                    to_name=self.case.returned_to,
                    how=self.case.returned_how,
                    note=f"Trả cùng hồ sơ liên thông {self.ref.code}",
                    now=self.now,
                )
        except DomainError:
            return None  # a fee is owed: the desk returns it when paid
        return child.returned_at

    def _sum_up(self) -> None:
        linked, legs = self.linked, self.legs
        over = all(leg.state in LEG_OVER for leg in legs)
        linked.is_complete = over and any(leg.state == LegState.DONE for leg in legs) and not any(
            leg.error_code in (changing.LEFT_OUT, changing.STOPPED) for leg in legs
        )  # fmt: skip
        linked.is_late = any(rules.is_late(leg.due_at, leg.issued_at, leg.state, self.now) for leg in legs)
        if self.ref.state in _ENDED:
            linked.state = LinkedState.ENDED
        elif over and self.ref.state in _ISSUED:
            linked.state = LinkedState.DONE
        elif linked.problem or any(leg.state == LegState.FAILED for leg in legs):
            linked.state = LinkedState.ATTENTION
        else:
            linked.state = LinkedState.OPEN
        if linked.closed_at is None and linked.state in (LinkedState.DONE, LinkedState.ENDED):
            linked.closed_at = self.now
        undelivered = any(leg.state == LegState.DONE and leg.delivered_at is None for leg in legs)
        linked.follows = linked.closed_at is None or undelivered
        linked.swept_at = self.now
        linked.save()

    # --- Shared ---------------------------------------------------------------------------------------------------

    @property
    def channel(self) -> str:
        """How the whole came, as guards name it."""
        return {1: "direct", 2: "online", 3: "post"}[self.ref.channel]

    def outputs(self) -> Mapping[str, Mapping[str, Any]]:
        """What the legs issued so far: leg → name → value."""
        return {leg.ref: leg.outputs for leg in self.legs if leg.state == LegState.DONE}

    def applicants(self) -> list[int]:
        """Accounts of who applied."""
        if self.case.submitted_by_id is not None:
            return [self.case.submitted_by_id]
        return list(accounts.citizen_accounts([self.case.applicant_person_id]).values())
