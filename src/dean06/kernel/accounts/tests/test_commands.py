"""Commands of an operator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db


def run(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_first_administrator_gets_a_link_that_opens():
    printed = run("create_administrator", "quan.tv@hatinh.example", "Trần Văn Quân")
    user = User.objects.get()
    assert user.memberships.get().role == "administrator"
    assert not user.has_usable_password()
    link = printed.split()[-1]
    assert Client().get(link.removeprefix("http://127.0.0.1:8006")).status_code == 302


def test_there_is_only_one_first_administrator():
    make_user("administrator")
    with pytest.raises(CommandError, match="Đã có quản trị"):
        run("create_administrator", "quan.tv@hatinh.example", "Trần Văn Quân")
    assert User.objects.count() == 1


def test_first_administrator_is_a_person_too():
    with pytest.raises(CommandError, match="dùng chung"):
        run("create_administrator", "quantri@hatinh.example", "Trần Văn Quân")
    assert not User.objects.exists()


def test_review_closes_idle_accounts_and_tells_what_is_due():
    idle = make_user("agency_officer", "syt", idle=True)
    printed = run("review_accounts")
    assert idle.full_name in printed
    assert "Chờ rà soát trong quý: 0 tài khoản." in printed
    idle.refresh_from_db()
    assert not idle.is_active
