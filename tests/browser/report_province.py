"""The month that the journey of the report is about, in the database that the server of the browser tests serves:

    DATABASE_URL=sqlite:///… python report_province.py

Every commune has a form of six indicators. All have reported last month; this month ``mine`` has not begun, ``other``
has sent, ``late`` has done nothing after the day it was due, all others are accepted. The one line it prints is JSON:
``{"month": code, "mine": {…}, "other": {…}, "late": {…}, "sums": {indicator: [numerator, denominator]},
"sessions": {role_commune: key}}``; ``sums`` are those of the communes that are accepted already.
"""

from __future__ import annotations

import json
import os

#: Code, group, rate, accumulation, and whether more is better.
INDICATORS = (
    ("BCT-01", 1, True, "flow", True),
    ("BCT-02", 1, True, "flow", False),
    ("BCT-03", 2, True, "stock", True),
    ("BCT-04", 3, False, "cumulative", True),
    ("BCT-05", 4, True, "stock", True),
    ("BCT-06", 5, False, "flow", True),
)
NAMES = {
    "BCT-01": "Tỷ lệ hồ sơ nộp trực tuyến",
    "BCT-02": "Tỷ lệ hồ sơ trả kết quả quá hạn",
    "BCT-03": "Tỷ lệ người nhận trợ cấp qua tài khoản",
    "BCT-04": "Số tài khoản định danh đã kích hoạt",
    "BCT-05": "Tỷ lệ bản ghi đã làm sạch",
    "BCT-06": "Số buổi tuyên truyền đã tổ chức",
}


def figures(place: int, month: int) -> dict[str, tuple[int, int | None]]:
    """What the commune at ``place`` of the list counted in the month before (0) or in this one (1)."""
    whole = 400 + 7 * place + 3 * month
    return {
        "BCT-01": (whole - 60 - place, whole),
        "BCT-02": (5 + place % 7, whole),
        "BCT-03": (300 + place + 4 * month, 420 + place + 4 * month),
        "BCT-04": (2000 + 31 * place + 12 * month, None),
        "BCT-05": (900 + 2 * place + 5 * month, 1000 + 3 * place + 5 * month),
        "BCT-06": (3 + (place + month) % 4, None),
    }


def main() -> None:
    """Fill the database that ``DATABASE_URL`` names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dean06.config.settings.test"
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone
    from figures_form import month_to_collect
    from province import _session

    from dean06.kernel.accounts.tests.factories import make_user
    from dean06.kernel.common.actors import system_actor
    from dean06.steering.collection.models import Submission
    from dean06.steering.collection.types import State
    from dean06.steering.indicators import queries
    from dean06.steering.indicators import services as indicators
    from dean06.steering.indicators.tests import factories
    from dean06.steering.indicators.types import Accumulation, Direction, Entry, Level, Origin, ValueState

    now, today = timezone.now(), timezone.localdate()
    system = system_actor("browser tests")
    with transaction.atomic():
        month = month_to_collect(today)
        before = queries.previous(month)
        for code, group, rate, accumulation, more in INDICATORS:
            factories.indicator(
                code,
                rate=rate,
                group=group,
                name=NAMES[code],
                short_name=NAMES[code],
                accumulation=Accumulation(accumulation),
                direction=Direction.HIGHER if more else Direction.LOWER,
            )
        for level in ("commune", "province"):
            factories.target("BCT-01", 80, level=level)
            factories.target("BCT-05", 100, level=level)
        communes = [unit for unit in queries.units(today) if unit.level == Level.COMMUNE]
        mine, other, late = communes[:3]
        sums: dict[str, list[int]] = {code: [0, 0] for code, *_ in INDICATORS}
        for place, unit in enumerate(communes):
            for period, turn in ((before, 0), (month, 1)):
                if turn and unit in (mine, late):
                    continue
                counted = figures(place, turn)
                decided = not (turn and unit == other)
                refused = indicators.save_values(
                    actor=system,
                    unit=unit.code,
                    period=period.code,
                    entries=[Entry(code, *pair, "", "") for code, pair in counted.items()],
                    origin=Origin.ENTERED,
                    state=ValueState.ACCEPTED if decided else ValueState.SENT,
                    reason="Số liệu mẫu",
                )
                assert not refused, refused
                Submission.objects.create(
                    unit_id=unit.id,
                    period_id=period.id,
                    state=State.ACCEPTED if decided else State.SENT,
                    begun_at=now,
                    first_sent_at=now,
                    sent_at=now,
                    sent_by_name="Chủ tịch xã Mẫu",
                    decided_at=now if decided else None,
                    decided_by_name="Chuyên viên Mẫu" if decided else "",
                )
                if turn and decided:
                    for code, (numerator, denominator) in counted.items():
                        sums[code][0] += numerator
                        sums[code][1] += denominator or 0
        people = {
            f"{role}_{key}": make_user(
                role,
                unit.agency,
                email=f"{role}.{key}@bao-cao.example",
                full_name=f"{name} {key} Mẫu",
                with_second_factor=True,
            )
            for key, unit in (("mine", mine), ("late", late))
            for role, name in (("agency_officer", "Cán bộ xã"), ("agency_head", "Chủ tịch xã"))
        }
        sessions = {key: _session(person) for key, person in people.items()}
    chosen = {"mine": mine, "other": other, "late": late}
    told = {key: {"code": one.code, "name": one.name, "short": one.short_name} for key, one in chosen.items()}
    print(json.dumps({"month": month.code, "label": month.label, **told, "sums": sums, "sessions": sessions}))


if __name__ == "__main__":
    main()
