"""Law and arithmetic of feedback: pure functions. Source of the days: the working description of index 766, 5.2."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

from dean06.procedures.feedback.types import ClockRule, Dues, Level, State

#: In force where the table of the province has no earlier row.
DEFAULT_CLOCK = ClockRule(
    refuse_days=2,
    ask_days=5,
    answer_days=15,
    publish_days=2,
    valid_from=dt.date(2022, 6, 23),
    source="Mô tả cách tính Bộ chỉ số 766/QĐ-TTg, chỉ số 5.2",
    certainty="likely",
)
#: ``(day, number) → the number-th working day after the day``.
AddDays = Callable[[dt.date, int], dt.date]
SHORTEST_WORDS = 10
LONGEST_TITLE, LONGEST_BODY = 200, 5_000
#: More addresses of the web than this are advertising.
MOST_LINKS = 3


def clock_on(rules: Iterable[ClockRule], day: dt.date) -> ClockRule:
    """The rule in force on a day: the latest that began, else the one that every installation knows."""
    begun = [rule for rule in rules if rule.valid_from <= day]
    return max(begun, key=lambda rule: rule.valid_from, default=DEFAULT_CLOCK)


def dues(
    clock: ClockRule,
    *,
    received: dt.date,
    add: AddDays,
    supplemented: dt.date | None = None,
    answered: dt.date | None = None,
) -> Dues:
    """Last days of each step; the day itself does not count. After a supplement the answer counts from its day, since
    only then is the content complete.
    """
    return Dues(
        refuse=add(received, clock.refuse_days),
        ask=add(received, clock.ask_days),
        answer=add(supplemented or received, clock.answer_days),
        publish=add(answered, clock.publish_days) if answered else None,
    )


def next_due(state: State, found: Dues) -> dt.date | None:
    """The day the next step of the office is due: a new one must be sorted (or refused) first; ``None`` when nobody of
    an office is awaited.
    """
    return {State.NEW: found.refuse, State.ASSIGNED: found.answer, State.ANSWERED: found.publish}.get(state)


def is_late(
    state: State,
    found: Dues,
    *,
    today: dt.date,
    refused: dt.date | None = None,
    asked: dt.date | None = None,
    answered: dt.date | None = None,
    published: dt.date | None = None,
) -> bool:
    """Whether any step was late, or is by ``today``. Sorting late is no breach by itself as long as the answer, the
    refusal or the question is not."""
    if refused is not None:
        return refused > found.refuse
    if asked is not None and asked > found.ask:
        return True
    if answered is not None:
        return answered > found.answer or (published or today) > (found.publish or today)
    return state in (State.NEW, State.ASSIGNED) and today > found.answer


def level_of(score: int) -> Level:
    """4 and 5 are satisfied, 3 neutral, 1 and 2 dissatisfied. Raises ``ValueError`` outside 1 to 5."""
    if not 1 <= score <= 5:
        raise ValueError(score)
    return Level.SATISFIED if score >= 4 else Level.NEUTRAL if score == 3 else Level.DISSATISFIED


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
#: Runs of digits as telephone, personal and account numbers are written, with dots, spaces or dashes inside.
_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ .\-]?\d){8,18}(?!\w)")
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)\S+")
#: Grouped by thousands; numbers of people and telephones begin with 0 or are not grouped so.
_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
HIDDEN = "[đã ẩn]"


def hide_personal_data(text: str, names: Iterable[str] = ()) -> str:
    """``text`` with e-mail addresses, long numbers and the given full names hidden; dossier codes stay."""
    text = _EMAIL.sub(HIDDEN, text)
    text = _NUMBER.sub(lambda found: found[0] if _is_code(found, text) else HIDDEN, text)
    for name in sorted({name.strip() for name in names if len(name.split()) >= 2}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return text


def _is_code(found: re.Match[str], text: str) -> bool:
    """A run of digits inside a dossier code (``H27.22.01-250728-0001``) is no one's number, nor is a sum of money."""
    if _MONEY.fullmatch(found[0]):
        return True
    before = text[max(0, found.start() - 30) : found.start()]
    return bool(re.search(r"[A-Z]\d*[.\-][\d.\-]*$", before))


def problem_of(*, title: str, body: str, sender_name: str, phone: str, email: str) -> dict[str, str]:
    """Sentences by field that forbid a feedback; empty when it can be taken."""
    found: dict[str, str] = {}
    if not SHORTEST_WORDS <= len(title.strip()) <= LONGEST_TITLE:
        found["title"] = f"Tiêu đề từ {SHORTEST_WORDS} đến {LONGEST_TITLE} ký tự."
    if not 20 <= len(body.strip()) <= LONGEST_BODY:
        found["body"] = f"Hãy nêu cụ thể việc gì, ở đâu, khi nào (20 đến {LONGEST_BODY} ký tự)."
    if len(_LINK.findall(body)) > MOST_LINKS:
        found["body"] = f"Nội dung có quá nhiều đường dẫn (tối đa {MOST_LINKS})."
    if len(sender_name.strip().split()) < 2:
        found["sender_name"] = "Hãy ghi đủ họ và tên."
    if not re.fullmatch(r"0\d{9,10}", phone_key(phone)):
        found["phone"] = "Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu bằng 0."
    if email and not _EMAIL.fullmatch(email):
        found["email"] = "Địa chỉ thư điện tử chưa đúng."
    return found


def phone_key(phone: str) -> str:
    """Digits of a telephone number as dialled here: ``+84 912 …`` is ``0912…``."""
    digits = re.sub(r"\D", "", phone)
    return "0" + digits[2:] if digits.startswith("84") and len(digits) >= 11 else digits
