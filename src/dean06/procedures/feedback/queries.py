"""PUBLIC reads of ratings and feedback. Officers see the feedback of their agencies; who sorts sees all of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.procedures.cases.types import CaseRef
from dean06.procedures.cases.types import State as CaseState
from dean06.procedures.feedback import rules
from dean06.procedures.feedback.acts.common import clock_rules
from dean06.procedures.feedback.errors import FeedbackNotFound
from dean06.procedures.feedback.models import Feedback, Rating
from dean06.procedures.feedback.types import (
    OPEN,
    SCORES,
    ClockRule,
    FeedbackFigures,
    Level,
    RatingFigures,
    Reason,
    State,
)

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


# --- For other apps ----------------------------------------------------------------------------------------------


def rating_of(case_id: int) -> Rating | None:
    """The rating of a dossier. The caller has checked that its reader may know the dossier."""
    return Rating.objects.filter(case_id=case_id).first()


@dataclass(frozen=True, slots=True)
class RatePanel:
    """What ``feedback/rate_panel.html`` needs as ``rate``. ``given``: the level said before, or empty."""

    case_id: int
    is_open: bool
    given: str
    levels: tuple[tuple[int, str, str], ...] = tuple((SCORES[one], one.value, one.label) for one in Level)
    reasons: tuple[tuple[str, str], ...] = tuple((one.value, one.label) for one in Reason)


def rate_panel(case: CaseRef) -> RatePanel:
    """Context of the panel by which an applicant rates a finished dossier; include ``feedback/rate_panel.html`` with it
    as ``rate``. The caller has checked that its reader may see the dossier.
    """
    rating = rating_of(case.case_id)
    done = case.state in (CaseState.DONE, CaseState.RETURNED)
    return RatePanel(case.case_id, done and rating is None, Level(rating.level).label if rating else "")


def feedback_of_case(case_id: int) -> list[Feedback]:
    """Feedback about a dossier, the oldest first; the caller has checked rights."""
    return list(Feedback.objects.filter(case_id=case_id).order_by("pk"))


def feedback_figures(first: dt.date, last: dt.date, *, today: dt.date) -> dict[str, FeedbackFigures]:
    """Per agency (empty: not yet assigned) the feedback received in a period, both days included (index 5.1 to 5.3).

    What is still owed counts as late from the day after its due day (``today``). Sums over agencies are the province's.
    """
    found: dict[str, _Tally] = defaultdict(_Tally)
    rows = Feedback.objects.filter(_received(first, last)).values_list(
        "agency", "about_agency", "kind", "state", "was_late", "answer_by", "publish_by", "likes", "dislikes"
    )
    for agency, about, kind, state, was_late, answer_by, publish_by, likes, dislikes in rows.iterator():
        owed_late = (state in (State.NEW, State.ASSIGNED) and today > answer_by) or (
            state == State.ANSWERED and publish_by is not None and today > publish_by
        )
        found[agency or about].add(kind, late=was_late or owed_late, disliked=dislikes > likes)
    return {agency: tally.figures() for agency, tally in found.items()}


class _Tally:
    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.late = self.disliked = self.unhappy = 0

    def add(self, kind: str, *, late: bool, disliked: bool) -> None:
        self.kinds[kind] += 1
        self.late += late
        self.disliked += disliked
        self.unhappy += late or disliked

    def figures(self) -> FeedbackFigures:
        total = self.kinds.total()
        return FeedbackFigures(total, dict(self.kinds), total - self.late, self.late, self.disliked, self.unhappy)


def rating_figures(first: dt.date, last: dt.date) -> dict[str, RatingFigures]:
    """Per deciding agency the ratings given in a period, both days included."""
    begin, end = _bounds(first, last)
    levels: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    sums: Counter[str] = Counter()
    rows = Rating.objects.filter(given_at__gte=begin, given_at__lt=end)
    for agency, level, score, why in rows.values_list("deciding_agency", "level", "score", "reasons").iterator():
        levels[agency][level] += 1
        sums[agency] += score
        reasons[agency].update(why)
    return {
        agency: RatingFigures(counts.total(), dict(counts), dict(reasons[agency]), sums[agency])
        for agency, counts in levels.items()
    }


def unhappy_cases(case_ids: Collection[int]) -> set[int]:
    """Of these dossiers, those with a feedback that was not refused, or a rating "chưa hài lòng" (index 5.4)."""
    ids = list(case_ids)
    found: set[int | None] = set()
    for start in range(0, len(ids), 5_000):
        part = ids[start : start + 5_000]
        complained = Feedback.objects.filter(case_id__in=part).exclude(state=State.REFUSED)
        found.update(complained.values_list("case_id", flat=True))
        disliked = Rating.objects.filter(case_id__in=part, level=Level.DISSATISFIED)
        found.update(disliked.values_list("case_id", flat=True))
    return {case_id for case_id in found if case_id is not None}


# --- For the public ----------------------------------------------------------------------------------------------


def published() -> QuerySet[Feedback]:
    """Answers for everybody to read, the latest first. Only the ``public_*`` texts may be shown."""
    return Feedback.objects.filter(state=State.PUBLISHED).order_by("-published_at")


def published_one(code: str) -> Feedback:
    """One of them. Raises ``FeedbackNotFound``."""
    found = published().filter(code=code.upper()).first()
    if found is None:
        raise FeedbackNotFound
    return found


def look_up(code: str, phone: str) -> Feedback:
    """The sender's own, by code and telephone number. Raises ``FeedbackNotFound`` alike for either being wrong."""
    found = Feedback.objects.filter(code=code.strip().upper(), phone=rules.phone_key(phone)).first()
    if found is None:
        raise FeedbackNotFound
    return found


def own(actor: Actor) -> QuerySet[Feedback]:
    """What a signed-in citizen has sent."""
    if actor.person_id is None or actor.user_id is None:
        return Feedback.objects.none()
    return Feedback.objects.filter(sender_user_id=actor.user_id).order_by("-pk")


# --- For the officers --------------------------------------------------------------------------------------------


def visible(actor: Actor) -> QuerySet[Feedback]:
    """Feedback that an officer may see: of the province for province-wide rights, else of his agencies.

    Raises ``NotAllowed``.
    """
    actor.require("feedback.view")
    agencies = actor.agencies_for("feedback.view")
    return Feedback.objects.all() if WHOLE_PROVINCE in agencies else Feedback.objects.filter(agency__in=agencies)


def queue(actor: Actor, *, state: str = "", text: str = "", today: dt.date | None = None) -> QuerySet[Feedback]:
    """The queue: what is owed first, by its day. ``state``: one state, ``open`` or (with ``today``) ``late``."""
    rows = visible(actor)
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state == "late" and today is not None:
        rows = rows.filter(due_on__lt=today)
    elif state:
        rows = rows.filter(state=state)
    if text := text.strip():
        rows = rows.filter(Q(code__iexact=text) | Q(case_code__iexact=text) | Q(title__icontains=text))
    return rows.order_by(F("due_on").asc(nulls_last=True), "-pk")


def counts(actor: Actor, today: dt.date) -> dict[str, int]:
    """How many stand in each state, ``open`` and ``late``."""
    states = Counter(visible(actor).values_list("state", flat=True))
    late = visible(actor).filter(due_on__lt=today).count()
    return {**states, "open": sum(states[one] for one in OPEN), "late": late}


def detail(actor: Actor, feedback_id: int) -> Feedback:
    """One feedback with the sender's data; leaves an audit row. Raises ``FeedbackNotFound`` also for a hidden one."""
    found = visible(actor).filter(pk=feedback_id).first()
    if found is None:
        raise FeedbackNotFound
    audit.record_read(
        actor=actor,
        action="feedback.read",
        subject=f"feedback.feedback:{found.pk}",
        purpose="XU_LY_PAKN",
        details={"code": found.code},
    )
    return found


def ratings(actor: Actor) -> QuerySet[Rating]:
    """Ratings of the agencies where the actor may view feedback, the latest first. Raises ``NotAllowed``."""
    actor.require("feedback.view")
    agencies = actor.agencies_for("feedback.view")
    rows = Rating.objects.order_by("-given_at", "-pk")
    if WHOLE_PROVINCE in agencies:
        return rows
    return rows.filter(Q(deciding_agency__in=agencies) | Q(receiving_agency__in=agencies))


def clock_on(day: dt.date) -> ClockRule:
    """The days allowed for feedback sent on a day."""
    return rules.clock_on(clock_rules(), day)


def clock_table() -> list[ClockRule]:
    """The dated table of days, with the rule that every installation knows."""
    return sorted([*clock_rules(), rules.DEFAULT_CLOCK], key=lambda rule: rule.valid_from, reverse=True)


def _received(first: dt.date, last: dt.date) -> Q:
    begin, end = _bounds(first, last)
    return Q(received_at__gte=begin, received_at__lt=end)


def _bounds(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    begin = dt.datetime.combine(first, dt.time(), _ZONE)
    return begin, dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), _ZONE)
