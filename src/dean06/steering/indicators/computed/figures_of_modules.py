"""PRIVATE. The figures that modules below this app count: one declaration each, over their public reads.

A module above declares its own: ``services.register_figure`` (reporting: ``collection``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.cleaning.types import Criterion
from dean06.kernel.audit import queries as audit
from dean06.kernel.common.actors import system_actor
from dean06.kernel.population import queries as population
from dean06.procedures.feedback import queries as feedback
from dean06.procedures.figures import queries as dossiers
from dean06.steering.assignments import queries as tasks
from dean06.steering.indicators.computed.registry import Fact, Figure, register_figure
from dean06.steering.indicators.types import Accumulation, Counted

FLOW, STOCK, CUMULATIVE = Accumulation.FLOW, Accumulation.STOCK, Accumulation.CUMULATIVE
_READER = system_actor("Tính chỉ tiêu")

#: A share that is reported late, or whose deadline moves, changes the day it was due on: more than a year back.
TASKS_REVISIT = 400
#: Dossiers are moved, paid and answered for weeks after they came; older days are marked stale by events.
DOSSIERS_REVISIT = 60

_DOSSIERS = {
    "online": ("Hồ sơ nộp trực tuyến", "hồ sơ nộp trực tuyến trên tổng số hồ sơ tiếp nhận"),
    "paid_online": ("Hồ sơ thanh toán trực tuyến", "hồ sơ nộp phí, lệ phí trực tuyến trên hồ sơ phải nộp"),
    "components_digitised": ("Hồ sơ số hóa thành phần", "hồ sơ có thành phần số hóa trên hồ sơ tiếp nhận"),
    "reused": ("Hồ sơ dùng lại dữ liệu", "hồ sơ dùng lại thông tin đã số hóa trên hồ sơ tiếp nhận"),
    "with_identity": ("Hồ sơ gắn số định danh", "hồ sơ xác thực được người nộp trên hồ sơ tiếp nhận"),
    "synced": ("Hồ sơ đồng bộ lên Cổng quốc gia", "hồ sơ đã đồng bộ trên hồ sơ tiếp nhận"),
    "shared": ("Hồ sơ số hóa có chia sẻ", "hồ sơ lấy từ kho hoặc có kết quả lên kho trên hồ sơ tiếp nhận"),
    "population_used": ("Hồ sơ dùng dữ liệu dân cư", "hồ sơ xác thực hoặc khai thác dân cư trên hồ sơ tiếp nhận"),
    "essential_25": ("Hồ sơ 25 dịch vụ thiết yếu", "hồ sơ trực tuyến trên hồ sơ của 25 dịch vụ thiết yếu"),
    "essential_422": ("Hồ sơ dịch vụ theo QĐ 422", "hồ sơ trực tuyến trên hồ sơ của dịch vụ theo QĐ 422"),
    "results_digitised": ("Kết quả điện tử", "hồ sơ có kết quả điện tử trên hồ sơ đã giải quyết có kết quả là giấy tờ"),
    "results_stored": ("Kết quả lưu điện tử", "hồ sơ có tệp kết quả đã lưu trên hồ sơ đã giải quyết"),
    "first_residence": ("Đăng ký thường trú qua dịch vụ công", "hồ sơ đăng ký thường trú nộp trực tuyến"),
}
_DOSSIERS_OVER = {
    "on_time": ("Hồ sơ giải quyết đúng hạn", "hồ sơ không trễ hạn trên hồ sơ tiếp nhận hoặc đang giải quyết", FLOW),
    "satisfied": ("Hồ sơ làm hài lòng", "hồ sơ đúng hạn, không bị phản ánh trên hồ sơ giải quyết trong kỳ", FLOW),
    "overdue": ("Hồ sơ quá hạn chưa xong", "hồ sơ quá hạn trên hồ sơ đang giải quyết cuối kỳ", STOCK),
}
#: Lists of sectors that are matched with the population registry.
_SECTORS = (
    "insurance",
    "health_insurance",
    "personal_tax",
    "children",
    "merit",
    "social_protection",
    "birth",
    "death",
    "marriage",
    "vaccination",
    "associations",
    "workers",
    "officials",
    "land",
    "enrolment",
)
#: Looking people up for a case: the acts of the log that are one look each.
_LOOK_UPS = ("population.verified", "population.searched", "population.card_opened")


def register() -> None:
    """Declare them all; called at start-up."""
    _tasks()
    _dossiers()
    _feedback()
    _cleaning()
    _registry()


def _tasks() -> None:
    task = Counted.TASK
    register_figure(
        Figure(
            "tasks.on_time",
            "Nhiệm vụ hoàn thành đúng hạn",
            "phần việc xong đúng hạn trên phần việc có hạn trong kỳ",
            task,
            FLOW,
            daily=lambda first, last: _dated(tasks.shares_due(first, last)),
            revisit=TASKS_REVISIT,
        )
    )
    register_figure(
        Figure(
            "tasks.overdue",
            "Nhiệm vụ quá hạn",
            "phần việc quá hạn trên phần việc đang thực hiện cuối kỳ",
            task,
            STOCK,
            at=lambda today: _placed(tasks.shares_running(today)),
        )
    )
    register_figure(
        Figure(
            "tasks.done",
            "Nhiệm vụ giao trong năm đã hoàn thành",
            "phần việc đã xong trên phần việc giao trong năm",
            task,
            STOCK,
            at=lambda today: _placed(tasks.shares_given(today.year)),
        )
    )


def _dossiers() -> None:
    for name, (label, counts) in _DOSSIERS.items():
        daily: Callable[[dt.date, dt.date], Iterator[Fact]] = partial(_dossiers_by_day, name)
        register_figure(
            Figure(f"dossiers.{name}", label, counts, Counted.DOSSIER, FLOW, daily=daily, revisit=DOSSIERS_REVISIT)
        )
    for name, (label, counts, accumulation) in _DOSSIERS_OVER.items():
        over: Callable[[dt.date, dt.date, dt.date], Iterator[Fact]] = partial(_dossiers_over, name)
        register_figure(Figure(f"dossiers.{name}", label, counts, Counted.DOSSIER, accumulation, over=over))


def _dossiers_by_day(name: str, first: dt.date, last: dt.date) -> Iterator[Fact]:
    return _dated(dossiers.dossiers_by_day(name, first, last))


def _dossiers_over(name: str, first: dt.date, last: dt.date, today: dt.date) -> Iterator[Fact]:
    return _placed(dossiers.dossiers_over(name, first, last))


def _feedback() -> None:
    case = Counted.CASE
    register_figure(
        Figure(
            "feedback.on_time",
            "Phản ánh, kiến nghị xử lý đúng hạn",
            "phản ánh xử lý đúng hạn trên phản ánh nhận trong kỳ",
            case,
            FLOW,
            over=lambda first, last, today: _placed(
                {
                    agency: (found.on_time, found.total)
                    for agency, found in feedback.feedback_figures(first, last, today=today).items()
                }
            ),
        )
    )
    register_figure(
        Figure(
            "feedback.satisfied",
            "Hài lòng trong xử lý phản ánh",
            "phản ánh không trễ, không bị chê trên phản ánh nhận trong kỳ",
            case,
            FLOW,
            over=lambda first, last, today: _placed(
                {
                    agency: (found.total - found.unhappy, found.total)
                    for agency, found in feedback.feedback_figures(first, last, today=today).items()
                }
            ),
        )
    )


def _cleaning() -> None:
    for sector in _SECTORS:
        register_figure(
            Figure(
                f"matching.{sector}",
                f"Đối khớp danh sách “{sector}”",
                "bản ghi xác thực đúng với dân cư trên bản ghi của danh sách",
                Counted.RECORD,
                STOCK,
                over=partial(_quality, sector, Criterion.CORRECT),
                by_commune=True,
                always=False,
            )
        )
    register_figure(
        Figure(
            "cleaning.cleaned",
            "Bản ghi đã làm sạch",
            "bản ghi của mọi danh sách đã xác nhận đúng với dân cư",
            Counted.RECORD,
            CUMULATIVE,
            over=partial(_quality, None, Criterion.CORRECT),
            by_commune=True,
            always=False,
        )
    )
    register_figure(
        Figure(
            "cleaning.live",
            "Danh sách cập nhật đúng thời hạn",
            "bản ghi cập nhật trong thời hạn trên bản ghi của mọi danh sách",
            Counted.RECORD,
            STOCK,
            over=partial(_quality, None, Criterion.LIVE),
            by_commune=True,
            always=False,
        )
    )


def _quality(sector: str | None, criterion: Criterion, first: dt.date, last: dt.date, today: dt.date) -> Iterator[Fact]:
    """Communes by one criterion, as last counted up to the month of ``last``; lists never counted are absent."""
    matrix = cleaning.quality_matrix(_READER, last, sector=sector)
    for (_, unit, found), pair in matrix.cells.items():
        if found == criterion and unit:
            yield Fact(unit, pair.numerator, pair.denominator)


def _registry() -> None:
    register_figure(
        Figure(
            "registry.complete",
            "Công dân đủ thông tin cơ bản",
            "người có số, họ tên, ngày sinh đầy đủ, giới tính trên người thường trú",
            Counted.PERSON,
            STOCK,
            at=lambda today: _placed(population.basic_counts()),
            by_commune=True,
        )
    )
    register_figure(
        Figure(
            "lookups.count",
            "Lượt tra cứu, xác thực dân cư",
            "lượt tra cứu, xác thực có ghi mục đích",
            Counted.LOOKUP,
            FLOW,
            daily=lambda first, last: (
                Fact(agency, number, 0, day) for day, agency, number in audit.reads_by_day(_LOOK_UPS, first, last)
            ),
            revisit=1,
        )
    )


def _dated(rows: list[tuple[dt.date, str, int, int]]) -> Iterator[Fact]:
    for day, place, numerator, denominator in rows:
        yield Fact(place, numerator, denominator, day)


def _placed(found: Mapping[str, tuple[int, int]]) -> Iterator[Fact]:
    for place, (numerator, denominator) in found.items():
        yield Fact(place, numerator, denominator)
