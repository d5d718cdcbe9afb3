"""Pure rules: shared accounts, idle and moved people, quarterly review, lock-out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.accounts.permissions import EVERYONE, ROLES, permissions_of
from dean06.kernel.accounts.rules import (
    ACCOUNT_THROTTLE,
    ADDRESS_THROTTLE,
    AccountFacts,
    Holding,
    Verdict,
    failures_left,
    grants_of,
    is_review_due,
    judge_account,
    locked_until,
    shared_account_sign,
)
from dean06.kernel.common.actors import Actor

# --- Named people only -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Nguyễn Thị Hoa", "vanthu@hatinh.example"),
        ("Nguyễn Thị Hoa", "phongnoivu@hatinh.example"),
        ("Nguyễn Thị Hoa", "motcua.kyanh@hatinh.example"),
        ("Nguyễn Thị Hoa", "mot-cua2@hatinh.example"),
        ("Nguyễn Thị Hoa", "ubnd.xathachha@hatinh.example"),
        ("Nguyễn Thị Hoa", "admin@hatinh.example"),
        ("Nguyễn Thị Hoa", "canbo01@hatinh.example"),
        ("Phòng Nội vụ", "hoa.nt@hatinh.example"),
        ("Văn thư", "hoa.nt@hatinh.example"),
        ("Văn thư Sở Y tế", "hoa.nt@hatinh.example"),
        ("Bộ phận một cửa xã Thạch Hà", "hoa.nt@hatinh.example"),
        ("UBND xã Thạch Hà", "hoa.nt@hatinh.example"),
        ("uỷ ban nhân dân xã", "hoa.nt@hatinh.example"),
        ("Sở Y tế", "hoa.nt@hatinh.example"),
        ("Cán bộ 01", "hoa.nt@hatinh.example"),
        ("Hoa", "hoa.nt@hatinh.example"),
        ("Nguyễn Hoa 2", "hoa.nt@hatinh.example"),
        ("hoa.nt", "hoa.nt@hatinh.example"),
        ("", "hoa.nt@hatinh.example"),
    ],
)
def test_account_of_a_desk_is_refused_with_a_sentence(name, email):
    sign = shared_account_sign(name, email)
    assert sign
    assert sign.endswith(".")


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Nguyễn Thị Hoa", "hoa.nt@hatinh.example"),
        ("Nguyễn Văn Phong", "phongnv@hatinh.example"),
        ("Trần Phong", "phong.tran.syt@hatinh.example"),
        ("Văn Thư Anh", "anhvt@hatinh.example"),
        ("Bàn Văn Tô", "tobv@hatinh.example"),
        ("Tô Thị Sở", "sott@hatinh.example"),
        ("H'Hen Niê", "hhen.nie@hatinh.example"),
        ("Y Blok Êban", "blok@hatinh.example"),
        ("Công Tằng Tôn Nữ Thị Ninh", "ninh.ctn@hatinh.example"),
        ("Lê An", "an1985@hatinh.example"),
        ("Đặng Hoàng-Oanh", "oanhdh@hatinh.example"),
        ("Trần Ban Mai", "maitb@hatinh.example"),
    ],
)
def test_named_person_is_accepted(name, email):
    assert shared_account_sign(name, email) is None


# --- Grants by area ----------------------------------------------------------------------------------------------

CODES = st.sampled_from(["A", "A1", "A2", "B", "C"])
HOLDINGS = st.lists(st.builds(Holding, st.sampled_from(sorted(ROLES)), st.frozensets(CODES, max_size=3)), max_size=5)


@given(HOLDINGS, CODES)
def test_a_permission_holds_at_an_agency_exactly_when_one_role_grants_it_there(holdings, agency):
    actor = Actor(user_id=1, name="Người thử", grants=grants_of(holdings))
    for permission in ("assignments.report", "assignments.accept", "audit.view", "units.view"):
        granted = any(agency in held.agencies and permission in permissions_of(held.role) for held in holdings)
        assert actor.can(permission, agency=agency) is granted


@given(HOLDINGS)
def test_more_roles_never_take_a_permission_away(holdings):
    before = Actor(user_id=1, name="Người thử", grants=grants_of(holdings[:-1]))
    after = Actor(user_id=1, name="Người thử", grants=grants_of(holdings))
    for grant in before.grants:
        assert after.agencies_for(grant.permission) >= grant.agencies


@given(HOLDINGS)
def test_everyone_keeps_the_own_account(holdings):
    actor = Actor(user_id=1, name="Người thử", grants=grants_of(holdings))
    assert all(actor.can(permission) for permission in EVERYONE)


# --- Review ------------------------------------------------------------------------------------------------------

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("idle_days", "own", "held", "expected"),
    [
        (0, {"SYT"}, [{"SYT"}], Verdict.FINE),
        (45, {"SYT"}, [{"SYT"}], Verdict.FINE),
        (46, {"SYT"}, [{"SYT"}], Verdict.LOCK_IDLE),
        (0, {"STC"}, [{"SYT"}], Verdict.LOCK_MOVED),
        (0, {"STC"}, [{"SYT"}, {"STC"}], Verdict.FINE),
        (0, {"CDC"}, [{"SYT", "CDC"}], Verdict.FINE),  # role for the department above
        (0, {"SYT", "CDC"}, [{"CDC"}], Verdict.FINE),  # role for a centre below
        (0, {"STC"}, [], Verdict.FINE),  # province-wide role only
        (0, set(), [{"SYT"}], Verdict.FINE),  # own agency not recorded: nothing to compare
    ],
)
def test_idle_and_moved_accounts_are_closed(idle_days, own, held, expected):
    facts = AccountFacts(TODAY - timedelta(days=idle_days), frozenset(own), tuple(map(frozenset, held)))
    assert judge_account(facts, TODAY) is expected


@pytest.mark.parametrize(
    ("reviewed", "opened", "due"),
    [
        (None, date(2026, 9, 30), True),
        (None, date(2026, 10, 1), False),
        (date(2026, 9, 30), date(2025, 1, 1), True),
        (date(2026, 10, 1), date(2025, 1, 1), False),
        (date(2026, 8, 1), date(2026, 10, 5), False),
    ],
)
def test_accounts_are_reviewed_once_each_quarter(reviewed, opened, due):
    assert is_review_due(reviewed, opened, TODAY) is due


# --- Lock-out ----------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (40, 60), (10**6, 60)]
)
def test_each_failure_after_the_fifth_doubles_the_wait_up_to_an_hour(failures, minutes):
    until = locked_until(failures, NOW, ACCOUNT_THROTTLE)
    assert until == (NOW + timedelta(minutes=minutes) if minutes else None)


def test_an_office_behind_one_address_has_fifty_tries():
    assert locked_until(49, NOW, ADDRESS_THROTTLE) is None
    assert locked_until(50, NOW, ADDRESS_THROTTLE) == NOW + timedelta(minutes=1)


@given(st.floats(0, 1000), st.integers(0, 10**6), st.integers(0, 10**6))
def test_failures_are_forgiven_with_time_and_never_below_zero(failures, seconds, more):
    sooner = failures_left(failures, timedelta(seconds=seconds), ACCOUNT_THROTTLE)
    later = failures_left(failures, timedelta(seconds=seconds + more), ACCOUNT_THROTTLE)
    assert 0 <= later <= sooner <= failures
