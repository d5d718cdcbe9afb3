"""Reasons that this app adds to those of matching: stable codes, when each holds, and how an official reads it."""

from __future__ import annotations

from dataclasses import dataclass

from dean06.ecosystem.cleaning.rules.conditions import Facts, When, when


@dataclass(frozen=True, slots=True)
class Reason:
    """A code, its words, when a record has it; ``unless``: left out where matching has a code that starts so."""

    code: str
    text: str
    when: When
    unless: str = ""

    @property
    def condition(self) -> str:
        """As SQL over facts and the column ``engine`` (";"-joined codes of matching)."""
        told = f" AND NOT contains(engine, ';{self.unless}')" if self.unless else ""
        return f"({self.when.sql()}){told}"

    def holds(self, facts: Facts, engine: str) -> bool:
        """The same in Python."""
        return self.when.holds(facts) and not (self.unless and f";{self.unless}" in f";{engine}")


OWN_REASONS: tuple[Reason, ...] = (
    Reason("FOREIGNER", "người nước ngoài, không có trong dữ liệu dân cư", when(nationality="foreign")),
    Reason("SHARED_NUMBER", "số này còn ở bản ghi khác của danh sách", when(shared_id="yes")),
    Reason("SHARED_PERSON", "người này còn có bản ghi khác trong danh sách", when(shared_person="yes")),
    Reason(
        "SEEMS_TWIN",
        "giống một người đã có bản ghi khác nhưng tên không trùng hẳn: có thể là sinh đôi hoặc trùng tên",
        when(seems_twin="yes"),
    ),
    Reason(
        "ONLY_NUMBER",
        "họ tên và ngày sinh đều khác: có thể số này của người khác",
        when(only_number="yes"),
    ),
    Reason("NUMBER_MISSING", "chưa có số định danh", when(id_given="none")),
    Reason("NUMBER_NINE", "chỉ có số chứng minh nhân dân 9 chữ số", when(id_given="nine")),
    Reason("NUMBER_PADDED", "số bị mất chữ số 0 ở đầu, đã thêm lại", when(id_given="padded"), "ID_LOST_ZERO"),
    Reason("NUMBER_ANNULLED", "số đã hủy trong dữ liệu dân cư", when(id_owner="annulled"), "ID_ANNULLED"),
    Reason(
        "NUMBER_OF_OTHER",
        "dữ liệu dân cư ghi số này cho người khác",
        when(id_owner="other"),
        "ID_OTHER_PERSON",
    ),
    Reason(
        "NUMBER_NOT_REGISTERED",
        "dữ liệu dân cư của tỉnh không có số này",
        when(id_given="valid|padded|invalid", id_owner="nobody"),
    ),
    Reason("PERSON_DEAD", "người này đã chết", when(person="dead", link="sure")),
    Reason(
        "PERSON_NOT_DEAD",
        "dữ liệu dân cư vẫn ghi người này còn sống",
        when(person="not_dead", link="sure"),
    ),
    Reason("PERSON_ANNULLED", "hồ sơ dân cư của người này đã hủy", when(person="annulled", link="sure")),
    Reason("NAME_EMPTY", "bản ghi không có họ tên", when(name="missing")),
    Reason("NAME_DIFFERS", "họ tên khác", when(name="different", link="sure|unsure"), "NAME_"),
    Reason("BIRTH_EMPTY", "bản ghi không có ngày sinh", when(birth="missing")),
    Reason("BIRTH_DIFFERS", "ngày sinh khác", when(birth="different", link="sure|unsure"), "DATE_"),
    Reason("SEX_DIFFERS", "giới tính khác", when(sex="different", link="sure|unsure"), "SEX_"),
    Reason(
        "LIVES_ELSEWHERE",
        "nơi ở trong danh sách khác nơi đăng ký thường trú",
        when(elsewhere="yes"),
        "PLACE_OTHER",
    ),
    Reason("NOBODY_ALIKE", "không có ai trong dữ liệu dân cư giống bản ghi này", when(link="none")),
    Reason("MANDATORY_EMPTY", "thiếu trường bắt buộc của danh sách", when(mandatory="gaps")),
)

#: What the digits of a number contradict (``personal_id.IdFlaw``), and what people decided.
OTHER_WORDS: dict[str, str] = {
    "NUMBER_NOT_12_DIGITS": "số không đủ hoặc thừa chữ số, có ký tự lạ",
    "NUMBER_CENTURY_MISMATCH": "số không hợp thế kỷ sinh của bản ghi",
    "NUMBER_SEX_MISMATCH": "số không hợp giới tính của bản ghi",
    "NUMBER_YEAR_MISMATCH": "số không hợp năm sinh của bản ghi",
    "DECIDED_SAME": "cán bộ đã xác định đúng là người này",
}

WORDS: dict[str, str] = {reason.code: reason.text for reason in OWN_REASONS} | OTHER_WORDS
