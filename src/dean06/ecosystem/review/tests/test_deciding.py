"""Cases handed out, read by one, two or three people, taken back, fed into the next run, ended when data change."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from dean06.ecosystem.cleaning.types import DecisionRef
from dean06.ecosystem.review import queries, services
from dean06.ecosystem.review.errors import (
    CaseNotFound,
    CaseTaken,
    DataChanged,
    NothingToUndo,
    OwnReading,
    QueueEmpty,
    VerdictRefused,
)
from dean06.ecosystem.review.models import CorrectionItem, Decision, Reading, ReviewCase
from dean06.ecosystem.review.tests.factories import CONTROL, TWO, People, World, at
from dean06.ecosystem.review.types import CaseState, DecisionState, ItemState, Verdict
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.population.models import Person


def decide(actor: Actor, case: ReviewCase, verdict: Verdict = Verdict.SAME, **more: object) -> Decision:
    services.take(actor=actor, case_id=case.pk, now=more.get("now", at()))
    return services.decide(actor=actor, case_id=case.pk, verdict=verdict, **{"now": at(1), **more})  # type: ignore[arg-type]


def stored(decision: Decision) -> Decision:
    return Decision.objects.get(pk=decision.pk)


@pytest.fixture
def hoa(world: World) -> Person:
    return world.person()


@pytest.fixture
def wrong_name(world: World, hoa: Person) -> ReviewCase:
    """The list says Hóa where the registry says Hòa."""
    key = world.record([(hoa, 0.9)], result_class="SAI_HO_TEN", full_name="Võ Văn Hóa")
    return world.ready().case(key)


@pytest.fixture
def unclear(world: World, hoa: Person) -> ReviewCase:
    """Two people might be meant; the record agrees with the first."""
    other = world.person("Võ Văn Hoan", (1987, 4, 5))
    key = world.record([(hoa, 0.5), (other, 0.3)])
    return world.ready().case(key)


def test_the_most_uncertain_case_comes_first_then_commune_by_commune(world: World, who: People) -> None:
    one = world.person()
    keys = [
        world.record([(one, 0.95)]),
        world.record([(one, 0.5)], unit=TWO),
        world.record([(one, 0.5)]),
        world.record([(one, 0.999)], result_class="THIEU_SO_DINH_DANH", personal_id=None),
    ]
    world.ready()
    assert ReviewCase.objects.count() == 3  # a decisive link waits for nobody
    order = []
    for minute in range(3):
        case = services.take_next(actor=who.first, now=at(minute))
        order.append(case.record_key)
        services.skip(actor=who.first, case_id=case.pk, now=at(minute))
    assert order == [keys[2], keys[1], keys[0]]
    with pytest.raises(QueueEmpty):
        services.take_next(actor=who.first, now=at(5))
    assert services.take_next(actor=who.second, now=at(5)).record_key == keys[2]
    assert services.take_next(actor=who.first, now=at(0, days=1)).record_key == keys[2]


def test_two_readers_never_hold_the_same_case(world: World, who: People, hoa: Person) -> None:
    for _ in range(2):
        world.record([(hoa, 0.5)])
    world.ready()
    mine = services.take_next(actor=who.first, now=at())
    assert services.take_next(actor=who.first, now=at(1)) == mine  # one's own comes back
    theirs = services.take_next(actor=who.second, now=at())
    assert theirs != mine
    with pytest.raises(QueueEmpty):
        services.take_next(actor=who.third, now=at())
    with pytest.raises(CaseTaken):
        services.take(actor=who.third, case_id=mine.pk, now=at())
    with pytest.raises(CaseTaken):
        services.decide(actor=who.third, case_id=mine.pk, verdict=Verdict.NOBODY, now=at())
    assert not Decision.objects.exists()
    # A lease that ran out is free again.
    assert services.take_next(actor=who.third, now=at(30)) == mine


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="writers of SQLite stand in line anyway")
def test_readers_who_come_in_the_same_instant_get_different_cases(world: World, who: People) -> None:
    one = world.person()
    for _ in range(4):
        world.record([(one, 0.5)])
    world.ready()
    got: list[int] = []
    start = threading.Barrier(4)

    def take(actor: Actor) -> None:
        start.wait()
        got.append(services.take_next(actor=actor).pk)
        connections.close_all()

    threads = [threading.Thread(target=take, args=(actor,)) for actor in (who.first, who.second, who.third, who.police)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == len(got) == 4


def test_a_link_that_changes_data_holds_only_after_a_second_person(
    wrong_name: ReviewCase, who: People, hoa: Person
) -> None:
    first = decide(who.first, wrong_name, person_id=hoa.pk)
    assert (first.state, first.changes_data) == (DecisionState.SECOND, True)
    assert not CorrectionItem.objects.exists()
    assert list(services.decisions_for_run("insurance")) == []
    assert OutboxEvent.objects.filter(name="review.decision_made").count() == 0

    second = decide(who.second, wrong_name, person_id=hoa.pk)
    assert second.pk == first.pk
    assert second.state == DecisionState.FINAL
    assert (second.first_reviewer, second.second_reviewer) == (who.first.user_id, who.second.user_id)
    item = CorrectionItem.objects.get()
    assert (item.field, item.value_now, item.proposed) == ("full_name", "Võ Văn Hóa", "Võ Văn Hòa")
    assert list(services.decisions_for_run("insurance")) == [DecisionRef(wrong_name.record_key, hoa.pk, same=True)]
    event = OutboxEvent.objects.get(name="review.decision_made")
    assert "Hòa" not in str(event.payload)


def test_the_same_person_never_reads_a_case_twice(wrong_name: ReviewCase, who: People, hoa: Person) -> None:
    decide(who.first, wrong_name, person_id=hoa.pk)
    with pytest.raises(OwnReading):
        services.take(actor=who.first, case_id=wrong_name.pk, now=at(2))
    with pytest.raises(OwnReading):
        services.decide(actor=who.first, case_id=wrong_name.pk, verdict=Verdict.SAME, person_id=hoa.pk, now=at(2))
    with pytest.raises(QueueEmpty):
        services.take_next(actor=who.first, state=CaseState.SECOND, now=at(2))
    assert Reading.objects.count() == 1
    assert services.take_next(actor=who.second, state=CaseState.SECOND, now=at(2)) == wrong_name


def test_the_system_is_nobody(wrong_name: ReviewCase, hoa: Person) -> None:
    with pytest.raises(NotAllowed):
        services.decide(
            actor=system_actor("machine"), case_id=wrong_name.pk, verdict=Verdict.SAME, person_id=hoa.pk, now=at()
        )
    assert not Reading.objects.exists()


def test_the_second_reader_learns_nothing_of_the_first(wrong_name: ReviewCase, who: People, hoa: Person) -> None:
    decide(who.first, wrong_name, person_id=hoa.pk, note="chắc chắn là người này")
    assert list(queries.decisions_of(who.second, wrong_name.pk)) == []
    assert queries.opinions(who.second, wrong_name) == []


def test_two_that_differ_need_a_third_who_settles(unclear: ReviewCase, who: People, hoa: Person) -> None:
    ReviewCase.objects.update(result_class="TRUNG_SO")
    decide(who.first, unclear, person_id=hoa.pk)
    disputed = decide(who.second, unclear, Verdict.NOBODY)
    assert disputed.state == DecisionState.DISPUTED
    assert [row.disputed for row in queries.queue_counts(who.first)] == [1]
    for reader in (who.first, who.second):
        with pytest.raises(OwnReading):
            services.take(actor=reader, case_id=unclear.pk, now=at(3))
        assert queries.opinions(reader, unclear) == []
    unclear.refresh_from_db()
    assert [(label, verdict) for label, verdict, *_ in queries.opinions(who.third, unclear)] == [
        ("A", Verdict.SAME),
        ("B", Verdict.NOBODY),
    ]
    settled = decide(who.third, unclear, Verdict.NOBODY)
    assert (settled.state, settled.verdict) == (DecisionState.FINAL, Verdict.NOBODY)
    assert settled.third_reviewer == who.third.user_id
    refused = {(one.person_id, one.same) for one in services.decisions_for_run("insurance")}
    assert refused == {(person, False) for person in Person.objects.values_list("pk", flat=True)}


def test_an_ordinary_different_needs_one_person(unclear: ReviewCase, who: People) -> None:
    decision = decide(who.first, unclear, Verdict.NOBODY)
    assert decision.state == DecisionState.FINAL
    assert sorted(one.person_id for one in services.decisions_for_run("insurance")) == sorted(decision.refused_ids)


def test_a_link_without_anything_to_correct_needs_one_person(unclear: ReviewCase, who: People, hoa: Person) -> None:
    decision = decide(who.first, unclear, person_id=hoa.pk)
    assert (decision.state, decision.changes_data) == (DecisionState.FINAL, False)
    assert not CorrectionItem.objects.exists()


def test_the_control_sample_gets_a_second_reader_too(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.5)], key=CONTROL)
    assert decide(who.first, world.ready().case(key), Verdict.DIFFERENT).state == DecisionState.SECOND


def test_one_person_under_many_records_always_needs_two(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.99)], result_class="TRUNG_NGUOI")
    case = world.ready().case(key)
    assert decide(who.first, case, person_id=hoa.pk).state == DecisionState.SECOND
    assert decide(who.second, case, person_id=hoa.pk).state == DecisionState.FINAL
    assert [item.reason_code for item in CorrectionItem.objects.all()] == ["TRUNG_NGUOI"]


def test_a_number_of_somebody_else_goes_into_the_correction_file(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.4)], full_name="Phan Thị Lan", birth_year=1990, sex="F")
    decide(who.first, world.ready().case(key), Verdict.DIFFERENT)
    item = CorrectionItem.objects.get()
    assert (item.field, item.value_now, item.proposed, item.reason_code) == (
        "personal_id",
        hoa.personal_id,
        "",
        "SO_CUA_NGUOI_KHAC",
    )


def test_only_people_who_were_shown_can_be_chosen(unclear: ReviewCase, who: People, world: World) -> None:
    stranger = world.person("Phan Thị Lan", (1990, 1, 1), sex="F")
    for person in (stranger.pk, None, 10**9):
        with pytest.raises(VerdictRefused):
            decide(who.first, unclear, person_id=person)
    assert not Decision.objects.exists()


def test_sending_to_the_commune_waits_for_the_commune(unclear: ReviewCase, who: People, hoa: Person) -> None:
    decision = decide(who.first, unclear, Verdict.UNCLEAR)
    unclear.refresh_from_db()
    assert unclear.state == CaseState.COMMUNE
    assert list(services.decisions_for_run("insurance")) == []
    assert OutboxEvent.objects.filter(name="review.sent_to_commune").count() == 1
    settled = decide(who.police, unclear, person_id=hoa.pk)
    assert settled.state == DecisionState.FINAL
    assert stored(decision).state == DecisionState.REPLACED


def test_a_record_without_commune_cannot_be_sent_there(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.5)], unit="")
    with pytest.raises(VerdictRefused, match="chưa rõ thuộc xã nào"):
        decide(who.first, world.ready().case(key), Verdict.UNCLEAR)


def test_undo_gives_the_case_back_and_the_decision_ends(unclear: ReviewCase, who: People, hoa: Person) -> None:
    decision = decide(who.first, unclear, person_id=hoa.pk)
    assert services.undo_last(actor=who.first, now=at(2)) == unclear
    unclear.refresh_from_db()
    assert (unclear.state, unclear.leased_to) == (CaseState.OPEN, who.first.user_id)
    assert stored(decision).state == DecisionState.UNDONE
    assert list(services.decisions_for_run("insurance")) == []
    with pytest.raises(NothingToUndo):
        services.undo_last(actor=who.first, now=at(3))
    assert services.decide(actor=who.first, case_id=unclear.pk, verdict=Verdict.NOBODY, now=at(4)).state == "final"


def test_undo_ends_when_the_second_person_has_read(wrong_name: ReviewCase, who: People, hoa: Person) -> None:
    decide(who.first, wrong_name, person_id=hoa.pk)
    decision = decide(who.second, wrong_name, person_id=hoa.pk)
    with pytest.raises(NothingToUndo):
        services.undo_last(actor=who.first, now=at(3))
    assert stored(decision).state == DecisionState.FINAL
    # The second reader may: the case waits for a second reader again, and the corrections are off.
    services.undo_last(actor=who.second, now=at(4))
    found = stored(decision)
    assert (found.state, found.second_reviewer, found.person_id) == (DecisionState.SECOND, None, hoa.pk)
    assert [item.state for item in CorrectionItem.objects.all()] == [ItemState.CANCELLED]
    assert decide(who.third, wrong_name, person_id=hoa.pk, now=at(30)).state == DecisionState.FINAL


def test_undo_ends_when_the_correction_went_out(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.4)], full_name="Phan Thị Lan", birth_year=1990, sex="F")
    decide(who.first, world.ready().case(key), Verdict.DIFFERENT)
    services.build_batch(actor=who.second, sector="insurance")
    with pytest.raises(NothingToUndo):
        services.undo_last(actor=who.first, now=at(3))
    assert Decision.objects.get().state == DecisionState.FINAL


def test_a_decision_ends_when_the_record_changed(
    world: World, wrong_name: ReviewCase, who: People, hoa: Person
) -> None:
    decide(who.first, wrong_name, person_id=hoa.pk)
    decision = decide(who.second, wrong_name, person_id=hoa.pk)
    world.ready()
    wrong_name.refresh_from_db()
    assert (wrong_name.state, stored(decision).state) == (CaseState.DECIDED, DecisionState.FINAL)
    world.change(wrong_name.record_key, full_name="Võ Văn Hoan")
    world.ready()
    wrong_name.refresh_from_db()
    assert (wrong_name.state, stored(decision).state) == (CaseState.OPEN, DecisionState.STALE)
    assert list(services.decisions_for_run("insurance")) == []
    assert CorrectionItem.objects.get().state == ItemState.CANCELLED


def test_a_decision_ends_when_the_person_changed_even_before_the_queue_is_filled(
    world: World, unclear: ReviewCase, who: People, hoa: Person
) -> None:
    decision = decide(who.first, unclear, person_id=hoa.pk)
    assert len(list(services.decisions_for_run("insurance"))) == 1
    # Another candidate may change: the decision does not speak of that one.
    Person.objects.exclude(pk=hoa.pk).update(full_name="Người Khác")
    assert len(list(services.decisions_for_run("insurance"))) == 1
    Person.objects.filter(pk=hoa.pk).update(birth_year=1978)
    assert list(services.decisions_for_run("insurance")) == []
    world.fill()
    assert stored(decision).state == DecisionState.STALE


def test_a_first_reading_of_old_data_does_not_count_for_the_second(
    wrong_name: ReviewCase, who: People, hoa: Person
) -> None:
    old = decide(who.first, wrong_name, person_id=hoa.pk)
    Person.objects.filter(pk=hoa.pk).update(full_name="Võ Văn Hoài")
    new = decide(who.second, wrong_name, person_id=hoa.pk)
    assert (stored(old).state, new.state) == (DecisionState.STALE, DecisionState.SECOND)
    assert new.first_reviewer == who.second.user_id


def test_what_changed_under_the_readers_eyes_is_shown_again(unclear: ReviewCase, who: People, hoa: Person) -> None:
    with pytest.raises(DataChanged):
        decide(who.first, unclear, person_id=hoa.pk, seen="0" * 32)
    assert not Decision.objects.exists()


def test_cases_close_when_the_finding_is_resolved(world: World, unclear: ReviewCase, who: People) -> None:
    from dean06.ecosystem.cleaning.models import Finding

    Finding.objects.update(state="resolved")
    services.follow_resolved(actor=system_actor("test"), sector="insurance")
    unclear.refresh_from_db()
    assert unclear.state == CaseState.CLOSED
    with pytest.raises(QueueEmpty):
        services.take_next(actor=who.first, now=at())
    world.ready()
    unclear.refresh_from_db()
    assert unclear.state == CaseState.OPEN


def test_stewards_see_their_list_police_their_commune(
    world: World, unclear: ReviewCase, who: People, hoa: Person
) -> None:
    for reader in (who.first, who.police, who.registry):
        assert [row.open for row in queries.queue_counts(reader)] == [1]
    for stranger in (who.tax, who.police_two):
        assert queries.queue_counts(stranger) == []
        rows = AuditRow.objects.count()
        for refused in (
            lambda who=stranger: services.take(actor=who, case_id=unclear.pk, now=at()),
            lambda who=stranger: services.skip(actor=who, case_id=unclear.pk, now=at()),
            lambda who=stranger: services.decide(
                actor=who, case_id=unclear.pk, verdict=Verdict.SAME, person_id=hoa.pk, now=at()
            ),
            lambda who=stranger: queries.decisions_of(who, unclear.pk),
        ):
            with pytest.raises(CaseNotFound) as caught:
                refused()
            assert not caught.value.details
        assert AuditRow.objects.count() == rows
    with pytest.raises(NotAllowed):
        services.take_next(actor=who.civil, now=at())
    assert not Decision.objects.exists()
    unclear.refresh_from_db()
    assert unclear.leased_to is None


def test_statistics_count_readings_and_agreement(world: World, who: People, hoa: Person) -> None:
    keys = [world.record([(hoa, 0.5)], result_class="TRUNG_SO") for _ in range(4)]
    world.ready()
    for key, second in zip(keys, (Verdict.SAME, Verdict.SAME, Verdict.NOBODY, Verdict.NOBODY), strict=True):
        first = Verdict.SAME if key != keys[3] else Verdict.NOBODY
        for reader, verdict in ((who.first, first), (who.second, second)):
            decide(reader, world.case(key), verdict, person_id=hoa.pk if verdict is Verdict.SAME else None)
    found = queries.statistics(who.registry, since=at().date())
    assert (found.agreement.pairs, found.agreement.agreeing, found.disputed) == (4, 3, 1)
    assert found.agreement.kappa == pytest.approx(0.5)
    mine = next(score for score in found.readers if score.user_id == who.first.user_id)
    assert (mine.readings, mine.same, mine.refused, mine.compared, mine.agreed) == (4, 3, 1, 4, 3)
    assert queries.statistics(who.tax, since=at().date()).readers == []


def test_every_act_leaves_its_row(unclear: ReviewCase, who: People, hoa: Person) -> None:
    decide(who.first, unclear, person_id=hoa.pk)
    row = AuditRow.objects.get(action="review.read")
    assert row.actor_id == who.first.user_id
    assert "Hòa" not in str(row.details)
    assert hoa.personal_id not in str(row.details)
