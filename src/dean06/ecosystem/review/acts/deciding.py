"""A reader's verdict: what it means, whether a second person must see the case, what follows when it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dean06.ecosystem.review.acts import telling
from dean06.ecosystem.review.acts.common import (
    WAITING,
    Seen,
    end,
    has_read,
    is_current,
    living_decision,
    look,
    moment,
)
from dean06.ecosystem.review.acts.leasing import today_of
from dean06.ecosystem.review.errors import CaseTaken, DataChanged, OwnReading, VerdictRefused
from dean06.ecosystem.review.events import DecisionMade, SentToCommune
from dean06.ecosystem.review.models import CorrectionItem, Decision, Reading, ReviewCase
from dean06.ecosystem.review.rules import deciding
from dean06.ecosystem.review.rules.comparing import compare, corrections, differing
from dean06.ecosystem.review.rules.routing import OWNER, REASONS
from dean06.ecosystem.review.scopes import DECIDE, get_case
from dean06.ecosystem.review.types import CaseState, DecisionState, ItemState, Verdict
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.writing.services import Write, service

_CASE_STATE = {
    DecisionState.SECOND: CaseState.SECOND,
    DecisionState.DISPUTED: CaseState.DISPUTED,
    DecisionState.FINAL: CaseState.DECIDED,
}


@service(permission=DECIDE)
def decide(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    verdict: Verdict | str,
    person_id: int | None = None,
    registry_fields: Sequence[str] = (),
    note: str = "",
    seen: str = "",
    now: dt.datetime | None = None,
) -> Decision:
    """One person's verdict on one case; the first, the second (blind) or the third (settling) reading.

    ``person_id``: the candidate that is meant by "same" (and by "different"). ``registry_fields``: fields in which the
    reader thinks the registry wrong; they are kept out of the correction file and wait for a request. ``seen``: digest
    of the page. Raises ``CaseTaken``, ``OwnReading``, ``VerdictRefused``, ``DataChanged``.
    """
    now = moment(now)
    if actor.user_id is None:
        raise NotAllowed(permission=DECIDE)  # the two-person rule counts people
    case = get_case(actor, case_id, lock=True)
    if has_read(case, actor.user_id):
        raise OwnReading
    held_by_other = case.leased_to != actor.user_id and case.leased_until is not None and case.leased_until > now
    if case.state not in WAITING or held_by_other:
        raise CaseTaken
    shown = look(case, today_of(now))
    if seen and seen != shown.digest:
        raise DataChanged
    said = _checked(case, shown, Verdict(verdict), person_id)
    decision = _decision_of(case, shown, said, now)
    reading = Reading.objects.create(
        decision=decision,
        order=decision.readings.filter(undone_at__isnull=True).count() + 1,
        reviewer_id=actor.user_id,
        agency=actor.agency or "",
        verdict=said.verdict,
        person_id=said.person_id,
        registry_fields=[field for field in registry_fields if field in OWNER and field in _differing(shown, said)],
        note=note.strip()[:300],
        at=now,
    )
    _settle(case, decision, shown, now)
    write.audit(
        "review.read",
        subject=case,
        purpose=f"Đối soát danh sách {case.sector}",
        details={
            "decision": decision.pk,
            "order": reading.order,
            "verdict": said.verdict,
            "person": said.person_id,
            "state": decision.state,
        },
    )
    _publish(write, case, decision)
    return decision


def _checked(case: ReviewCase, shown: Seen, verdict: Verdict, person_id: int | None) -> deciding.Said:
    """The verdict with whom it is about. Raises ``VerdictRefused``."""
    if verdict is Verdict.UNCLEAR:
        if not case.unit_code:
            raise VerdictRefused("Bản ghi này chưa rõ thuộc xã nào nên không gửi xã được. Hãy bỏ qua hoặc chọn ý khác.")
        return deciding.Said(verdict, None)
    if verdict is Verdict.NOBODY:
        return deciding.Said(verdict, None)
    if verdict is Verdict.DIFFERENT and person_id is None and len(shown.person_ids) == 1:
        person_id = shown.person_ids[0]
    if person_id not in shown.person_ids:
        raise VerdictRefused
    return deciding.Said(verdict, person_id)


def _differing(shown: Seen, said: deciding.Said) -> list[str]:
    if said.person_id is None or said.verdict is not Verdict.SAME:
        return []
    return differing(compare(shown.record.values, shown.people[said.person_id].values, full=True))


def _decision_of(case: ReviewCase, shown: Seen, said: deciding.Said, now: dt.datetime) -> Decision:
    """The decision that this reading belongs to: the one that waits, or a new one.

    When the data changed since the first reading, that reading no longer speaks of what is shown: it ends, and the
    present reader is the first of a new decision. So does an earlier "find out in the commune".
    """
    waiting = living_decision(case)
    if waiting is not None:
        persons = {person: view.print for person, view in shown.people.items()}
        if is_current(waiting, shown.record.print, persons):
            return waiting
        end(waiting, DecisionState.STALE, now)
    for earlier in case.decisions.filter(state=DecisionState.FINAL):
        end(earlier, DecisionState.REPLACED, now)
    return Decision.objects.create(
        case=case,
        sector=case.sector,
        record_key=case.record_key,
        verdict=said.verdict,
        person_id=said.person_id,
        state=DecisionState.SECOND,
        control=deciding.in_control_sample(case.sector, case.record_key),
        prints=shown.prints(),
        created_at=now,
    )


def _settle(case: ReviewCase, decision: Decision, shown: Seen, now: dt.datetime) -> None:
    """Work out where the readings lead, and bring decision and case there."""
    readings = list(decision.readings.filter(undone_at__isnull=True))
    said = [deciding.Said(Verdict(one.verdict), one.person_id) for one in readings]
    if len(readings) == 1:
        decision.changes_data = _changes_data(shown, said[0])
    second = deciding.needs_second(
        case.result_class, said[0].verdict, changes_data=decision.changes_data, control=decision.control
    )
    result = deciding.outcome(said, second_needed=second)
    holding = said[result.by]
    decision.state, decision.verdict, decision.person_id = result.state, holding.verdict, holding.person_id
    reviewers = [one.reviewer_id for one in readings] + [None, None]
    decision.first_reviewer, decision.second_reviewer, decision.third_reviewer = reviewers[:3]
    decision.differing = _differing(shown, holding)
    counted = readings[result.by :] if len(readings) == 3 else readings
    fields = {field for one in counted for field in one.registry_fields}
    decision.registry_fields = [field for field in decision.differing if field in fields]
    decision.refused_ids = _refused(shown, holding)
    if result.state is DecisionState.FINAL:
        decision.decided_at = now
        # From now on only those it speaks of can end it.
        decision.prints = shown.prints(decision.refused_ids or ([holding.person_id] if holding.person_id else []))
    decision.save()
    case.state = _CASE_STATE[result.state]
    if result.state is DecisionState.FINAL:
        if holding.verdict is Verdict.UNCLEAR:
            case.state = CaseState.COMMUNE
        else:
            _write_items(case, decision, shown)
    case.leased_to, case.leased_until = None, None
    case.save(update_fields=["state", "leased_to", "leased_until"])


def _changes_data(shown: Seen, said: deciding.Said) -> bool:
    """True for a link that corrects something, in the sector's list or in the registry."""
    if said.verdict is not Verdict.SAME or said.person_id is None:
        return False
    return bool(corrections(shown.record.values, shown.people[said.person_id].values))


def _refused(shown: Seen, said: deciding.Said) -> list[int]:
    """People who are not this record's person: all shown for "nobody", the one meant for "different"."""
    if said.verdict is Verdict.NOBODY:
        return shown.person_ids
    return [said.person_id] if said.verdict is Verdict.DIFFERENT and said.person_id is not None else []


def _write_items(case: ReviewCase, decision: Decision, shown: Seen) -> None:
    """What the sector should change, now that the decision holds."""
    wanted: list[tuple[str, str, str, str, str]] = []
    if decision.verdict == Verdict.SAME and decision.person_id is not None:
        found = corrections(shown.record.values, shown.people[decision.person_id].values)
        wanted = [
            (field, now, right, *REASONS[field])
            for field, (now, right) in found.items()
            if field not in decision.registry_fields
        ]
        if case.result_class == "TRUNG_NGUOI":
            wanted.append(
                (
                    "record",
                    case.record_key[:12],
                    "",
                    "TRUNG_NGUOI",
                    "Một người có nhiều bản ghi trong danh sách: giữ một.",
                )
            )
    else:
        number = shown.record.values.personal_id
        refused = [shown.people[one].values.personal_id for one in decision.refused_ids]
        if number and number in refused:
            wanted = [("personal_id", number, "", "SO_CUA_NGUOI_KHAC", "Số định danh này là của người khác.")]
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            decision=decision,
            sector=case.sector,
            record_key=case.record_key,
            record_no=shown.record.row_no,
            own_number=shown.record.own_number[:100],
            unit_code=case.unit_code,
            field=field,
            value_now=value_now[:200],
            proposed=proposed[:200],
            reason_code=code,
            reason=reason,
            state=ItemState.WAITING,
        )
        for field, value_now, proposed, code, reason in wanted
    )


def _publish(write: Write, case: ReviewCase, decision: Decision) -> None:
    if decision.state != DecisionState.FINAL:
        return
    if decision.verdict == Verdict.UNCLEAR:
        telling.commune_asked(case)
        write.publish(SentToCommune(case_id=case.pk, finding_id=case.finding_id, unit=case.unit_code))
        return
    write.publish(
        DecisionMade(decision_id=decision.pk, finding_id=case.finding_id, sector=case.sector, verdict=decision.verdict)
    )
