"""Verifying: whoever knows a person's number, name and birth date learns which of them the registry confirms.

As the national service "037" does, nothing is given back but agreement. A year alone is compared as a year. That a
person died, or that a number was annulled, is said only when all else agrees: to others the answer would be news.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.personal_id import IdForm, check_personal_id
from dean06.kernel.common.vietnamese import clean_line, compare_key
from dean06.kernel.population import lookups
from dean06.kernel.population.lookup_types import Agreement, Verification, VerifyOutcome
from dean06.kernel.population.models import Person, PersonNumber
from dean06.kernel.population.purposes import require_purpose
from dean06.kernel.population.types import IdStatus, LifeStatus, NumberKind, NumberStatus


def verify(
    actor: Actor,
    *,
    personal_id: str = "",
    old_id: str = "",
    full_name: str,
    birth_year: int,
    birth_month: int | None = None,
    birth_day: int | None = None,
    sex: str = "",
    purpose: str,
    dossier: str = "",
    now: dt.datetime | None = None,
) -> Verification:
    """Which of the given values agree with the registry. ``purpose`` is a code of the list of purposes.

    Raises ``NotAllowed``, ``InvalidInput`` (number, name and birth year are needed together), ``TooManyLookups``,
    ``TooManyGuesses``. Leaves one audit row for the question and one for the person found.
    """
    actor.require("population.verify")
    moment = now or timezone.now()
    reason = require_purpose(purpose).code
    case = lookups.clean_dossier(dossier, required=False)
    number, kind = _number(personal_id, old_id)
    name = clean_line(full_name)
    _check(name, birth_year, birth_month, birth_day, sex)
    about = lookups.digest(number)
    lookups.check_limits(actor, "verify", purpose=reason, dossier=case, now=moment, about=about)
    person, result = _compare(number, kind, name, (birth_year, birth_month, birth_day), sex)
    lookups.leave_rows(
        actor,
        "verify",
        "population.verified",
        outcome=result.outcome,
        purpose=reason,
        dossier=case,
        now=moment,
        people=[person.pk] if person else [],
        about=about,
        details={
            "by": kind.value,
            "full_name": result.full_name.value,
            "birth_date": result.birth_date.value,
            "sex": result.sex.value,
        },
    )
    return result


def name_agreement(given: str, registered: str) -> Agreement:
    """Two names: the same, the same in another way of writing, or different."""
    if clean_line(given) == clean_line(registered):
        return Agreement.SAME
    return Agreement.FOLDED if compare_key(given) == compare_key(registered) else Agreement.DIFFERENT


def birth_agreement(
    given: tuple[int, int | None, int | None], registered: tuple[int, int | None, int | None]
) -> Agreement:
    """Two birth dates, each known to the day, the month or the year: compared as far as both are known."""
    exact = True
    for ours, theirs in zip(given, registered, strict=True):
        if ours is None or theirs is None:
            exact = exact and ours is theirs
            break
        if ours != theirs:
            return Agreement.DIFFERENT
    return Agreement.SAME if exact else Agreement.LESS_PRECISE


def _number(personal_id: str, old_id: str) -> tuple[str, NumberKind]:
    if personal_id.strip():
        checked = check_personal_id(personal_id)
        if checked.form is IdForm.PERSONAL_ID:
            return checked.number, NumberKind.PERSONAL_ID
        if checked.form is IdForm.OLD_ID:
            return checked.number, NumberKind.OLD_ID
        sentence = checked.sentences[0]
        raise InvalidInput(sentence, fields={"personal_id": sentence})
    checked = check_personal_id(old_id)
    if checked.form is IdForm.OLD_ID:
        return checked.number, NumberKind.OLD_ID
    sentence = "Hãy ghi số định danh 12 số, hoặc số chứng minh nhân dân cũ 9 số."
    raise InvalidInput(sentence, fields={"personal_id": sentence})


def _check(name: str, year: int, month: int | None, day: int | None, sex: str) -> None:
    fields: dict[str, str] = {}
    if not name:
        fields["full_name"] = "Hãy ghi họ tên."
    elif len(name) > 100:
        fields["full_name"] = "Họ tên dài quá 100 ký tự."
    if not 1900 <= year <= 2399 or (day is not None and month is None):
        fields["birth_year"] = "Hãy ghi năm sinh, hoặc ngày đầy đủ ngày/tháng/năm."
    elif month is not None:
        try:
            dt.date(year, month, day or 1)
        except ValueError:
            fields["birth_year"] = "Ngày sinh không có trong lịch."
    if sex not in ("", "M", "F"):
        fields["sex"] = "Giới tính phải là nam hoặc nữ."
    if fields:
        raise InvalidInput(fields=fields)


def _compare(
    number: str, kind: NumberKind, name: str, birth: tuple[int, int | None, int | None], sex: str
) -> tuple[Person | None, Verification]:
    rows = list(PersonNumber.objects.filter(number=number, kind=kind).select_related("person__merged_into")[:20])
    best: tuple[Person | None, Verification] = (None, _unknown(kind))
    for row in rows:
        person = row.person.merged_into or row.person
        result = _judge(person, row, name, birth, sex)
        # An old number may have several bearers: the one meant is the one that agrees.
        if best[0] is None or result.outcome is VerifyOutcome.AGREES:
            best = (person, result)
    return best


def _judge(
    person: Person, row: PersonNumber, name: str, birth: tuple[int, int | None, int | None], sex: str
) -> Verification:
    names = [person.full_name, *(other for other in person.other_names.split("; ") if other)]
    by_name = min((name_agreement(name, one) for one in names), key=list(Agreement).index)
    by_birth = birth_agreement(birth, (person.birth_year, person.birth_month, person.birth_day))
    by_sex = Agreement.NOT_ASKED if not sex else Agreement.SAME if sex == person.sex else Agreement.DIFFERENT
    if not (by_name.agrees and by_birth.agrees and by_sex.agrees):
        return Verification(VerifyOutcome.DIFFERS, True, by_name, by_birth, by_sex)
    status, sentences = _status(person, row)
    return Verification(VerifyOutcome.AGREES, True, by_name, by_birth, by_sex, status, sentences)


def _status(person: Person, row: PersonNumber) -> tuple[str, tuple[str, ...]]:
    if person.life_status == LifeStatus.DEAD:
        return "dead", ("Người này đã được đăng ký khai tử. Không tiếp nhận yêu cầu đứng tên người đã chết.",)
    if row.status == NumberStatus.ANNULLED or person.id_status == IdStatus.ANNULLED:
        return "id_annulled", ("Số này đã hủy. Hãy yêu cầu người dân xuất trình giấy tờ có số đang dùng.",)
    if person.life_status == LifeStatus.MISSING:
        return "missing", ("Người này đang bị tuyên bố mất tích. Hãy báo cơ quan công an.",)
    if row.kind == NumberKind.OLD_ID:
        return "", ("Số chứng minh nhân dân 9 số không còn giá trị sử dụng; người này đã có số định danh.",)
    return "", ()


def _unknown(kind: NumberKind) -> Verification:
    hint = (
        "Người dân có thể đăng ký khai sinh, cư trú ở tỉnh khác: hãy xác thực qua cơ sở dữ liệu quốc gia."
        if kind == NumberKind.PERSONAL_ID
        else "Hãy đối chiếu bằng số định danh 12 số trên thẻ căn cước."
    )
    return Verification(VerifyOutcome.UNKNOWN, False, sentences=(hint,))
