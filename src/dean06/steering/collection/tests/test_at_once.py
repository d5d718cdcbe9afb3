"""Five presses at once have one effect, and people who type at once lose nothing: on both databases."""

from __future__ import annotations

import pytest

from dean06.kernel.notifications.models import Notification
from dean06.kernel.writing.tests import at_once
from dean06.steering.collection import services
from dean06.steering.collection.models import Exemption, PeriodLock, ReminderSent, Submission, SubmissionAct
from dean06.steering.collection.tests import factories
from dean06.steering.collection.tests.factories import AN, BINH, CAT, MONTH, OF_COMMUNE, World, at, cell
from dean06.steering.indicators.models import Value


@pytest.fixture
def world(transactional_db: None) -> World:
    return factories.world()


@pytest.fixture
def offices(world: World, tmp_path):  # type: ignore[no-untyped-def]
    factories.entered(world)
    factories.sent(world, BINH)
    yield from at_once.offices(tmp_path)


def test_each_act_pressed_five_times_at_once_is_done_once(world: World, offices: at_once.Offices) -> None:
    def five(act: object) -> int:
        outcomes = offices([act] * 5)  # type: ignore[list-item]
        return sum(not isinstance(one, Exception) for one in outcomes)

    reason = "Lý do đủ dài của phép thử"
    assert five(lambda: services.send(actor=world.an_head, unit=AN, period=MONTH, now=at(12))) == 1
    assert five(lambda: services.accept(actor=world.steering, unit=AN, period=MONTH, now=at(13))) == 1
    assert five(lambda: services.reopen(actor=world.steering, unit=AN, period=MONTH, reason=reason, now=at(14))) == 1
    assert (
        five(lambda: services.return_to_unit(actor=world.steering, unit=BINH, period=MONTH, reason=reason, now=at(14)))
        == 1
    )
    assert five(lambda: services.exempt(actor=world.steering, unit=CAT, period=MONTH, reason=reason, now=at(14))) == 1
    assert five(lambda: services.remind(actor=world.steering, units=[AN, BINH], period=MONTH, now=at(15))) == 1
    assert five(lambda: services.lock_period(actor=world.steering, period=MONTH, reason=reason, now=at(20))) == 1

    def counts() -> tuple[object, ...]:
        return (
            list(SubmissionAct.objects.filter(submission__unit__code=AN).values_list("act", flat=True)),
            list(SubmissionAct.objects.filter(submission__unit__code=BINH).values_list("act", flat=True)),
            Exemption.objects.count(),
            PeriodLock.objects.count(),
            ReminderSent.objects.count(),
            Notification.objects.filter(recipient_id=world.an.user_id, title__contains="được duyệt").count(),
        )

    (found,) = offices([counts])
    assert found == (["begin", "send", "accept", "reopen"], ["begin", "send", "return"], 1, 1, 2, 1)


def test_colleagues_who_begin_and_type_at_once_all_find_their_figures(world: World, offices: at_once.Offices) -> None:
    period = "2025-T10"
    outcomes = offices(
        [
            lambda code=code: services.enter_values(
                actor=world.an, unit=AN, period=period, cells=[cell(code, "5", "9", base="")], now=at(10)
            )
            for code in OF_COMMUNE
        ]
    )
    assert not [one for one in outcomes if isinstance(one, Exception)]

    def counts() -> tuple[int, int]:
        return (
            Submission.objects.filter(unit__code=AN, period__code=period).count(),
            Value.objects.filter(unit__code=AN, period__code=period).count(),
        )

    (found,) = offices([counts])
    assert found == (1, 4)
