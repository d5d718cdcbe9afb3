"""The permission table: who may do what, and that code, table and documentation say the same."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from dean06.kernel.accounts.permissions import INCOMPATIBLE, PERMISSIONS, ROLES, permissions_of
from dean06.kernel.accounts.reference import permissions_page
from dean06.kernel.accounts.rules import conflicts

REPOSITORY = Path(__file__).resolve().parents[5]
SOURCE = REPOSITORY / "src" / "dean06"

#: Each row as the province decided it, written a second time by hand: a slip in the table shows here.
EXPECTED = {
    "provincial_leader": "documents.view assignments.view assignments.approve_deadline assignments.urge "
    "assignments.request_explanation assignments.export board.view files.view units.view "
    "population.statistics cleaning.view cases.figures feedback.view "
    "indicators.view indicators.feed registers.view reports.view reports.sign",
    "steering_officer": "documents.view documents.upload documents.review assignments.view assignments.issue "
    "assignments.accept assignments.approve_deadline assignments.urge assignments.request_explanation "
    "assignments.hand_over assignments.export board.view files.view units.view population.statistics cleaning.view "
    "campaigns.manage cases.figures feedback.view "
    "indicators.view indicators.edit indicators.import_documents indicators.feed collection.accept "
    "registers.view registers.edit reports.view reports.write",
    "agency_head": "assignments.view assignments.report assignments.request_deadline assignments.explain "
    "assignments.hand_over assignments.export board.view files.view units.view population.statistics cleaning.view "
    "worklists.view worklists.assign cases.view cases.approve cases.assign cases.figures payments.view "
    "payments.approve_refund interlinked.view portal_sync.view feedback.view feedback.answer "
    "indicators.view collection.enter collection.send registers.view registers.answer reports.view reports.sign",
    "agency_officer": "assignments.view assignments.report assignments.export files.view units.view population.verify "
    "indicators.view collection.enter registers.view registers.answer reports.view reports.write",
    "auditor": "accounts.view accounts.review audit.view audit.export units.view",
    "administrator": "accounts.view accounts.manage accounts.review units.view units.edit units.import_boundaries "
    "calendar.edit events.view events.retry notifications.view_deliveries signing.manage portal_sync.view",
    "registry_officer": "files.view units.view population.verify population.search population.propose_change "
    "population.decide_change population.import population.export population.statistics datasets.view "
    "datasets.edit_sectors cleaning.run cleaning.view cleaning.view_records review.decide review.handle_corrections "
    "worklists.view",
    "commune_police": "files.view units.view population.verify population.search population.register_residence "
    "population.propose_change population.statistics cleaning.view cleaning.view_records review.decide "
    "review.handle_corrections worklists.view worklists.assign worklists.work cases.view cases.process wallet.use "
    "wallet.digitise interlinked.view",
    "civil_status_officer": "files.view units.view population.verify population.search "
    "population.register_civil_status population.propose_change population.statistics cleaning.view "
    "cleaning.view_records review.handle_corrections worklists.view worklists.work cases.view cases.process wallet.use "
    "wallet.digitise interlinked.view",
    "data_steward": "files.view units.view population.verify datasets.view datasets.upload datasets.confirm "
    "cleaning.run cleaning.view cleaning.view_records review.decide",
    "one_stop_officer": "files.view units.view population.verify forms.draft cases.view cases.receive cases.assign "
    "cases.figures wallet.use wallet.digitise payments.collect payments.view interlinked.view "
    "interlinked.retry portal_sync.view portal_sync.resend",
    "case_officer": "files.view units.view population.verify cases.view cases.process wallet.use wallet.digitise "
    "interlinked.view",
    "procedure_controller": "files.view units.view procedures.edit cases.view cases.figures cases.edit_index "
    "interlinked.view "
    "interlinked.retry portal_sync.view portal_sync.resend feedback.view feedback.assign "
    "indicators.view",
    "fee_accountant": "files.view units.view payments.view payments.reconcile",
    "citizen": "files.view forms.draft cases.apply wallet.own payments.pay feedback.give my_data.view",
    "builder": "units.view indicators.feed",
}


@pytest.mark.parametrize("role", ROLES)
def test_role_holds_exactly_what_was_decided(role):
    assert permissions_of(role) == set(EXPECTED[role].split())


def test_every_named_role_exists():
    assert {role for row in PERMISSIONS.values() for role in row.roles} <= set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_no_single_role_breaks_separation_of_duties(role):
    assert conflicts([role]) == []


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        (("administrator", "auditor"), False),
        (("administrator", "steering_officer"), False),
        (("steering_officer", "agency_officer"), False),
        (("provincial_leader", "agency_head"), False),
        (("agency_head", "agency_officer"), True),
        (("provincial_leader", "steering_officer"), True),
        (("auditor", "builder"), True),
        (("case_officer", "agency_head"), False),
        (("one_stop_officer", "fee_accountant"), False),
        (("one_stop_officer", "case_officer"), True),
    ],
)
def test_roles_that_one_person_may_hold_together(roles, allowed):
    assert (conflicts(roles) == []) is allowed


def test_incompatible_pairs_name_permissions_of_the_table():
    assert all(first in PERMISSIONS and second in PERMISSIONS for first, second, _ in INCOMPATIBLE)
    assert any(conflicts(pair) for pair in combinations(ROLES, 2))


# --- Code and table ----------------------------------------------------------------------------------------------

_ASKED = re.compile(
    r"""(?:permission\s*=\s*|\.can\(\s*|\.can_any\(\s*|require\(\s*|agencies_for\(\s*|authorise\([^)"]*)
    ["']([a-z_]+\.[a-z_]+)["']""",
    re.VERBOSE,
)
_ANY_TEXT = re.compile(r"""["']([a-z_]+\.[a-z_]+)["']""")


def _sources() -> dict[Path, str]:
    skipped = {SOURCE / "kernel" / "accounts" / "permissions.py"}
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts and path not in skipped]
    return {path: path.read_text(encoding="utf-8") for path in [*files, *SOURCE.rglob("templates/**/*.html")]}


def test_every_permission_the_code_asks_for_is_in_the_table():
    asked = {(code, path.name) for path, text in _sources().items() for code in _ASKED.findall(text)}
    assert len(asked) > 10
    assert {(code, name) for code, name in asked if code not in PERMISSIONS} == set()


def test_every_permission_of_the_table_is_asked_for_or_marked_as_planned():
    named = {code for text in _sources().values() for code in _ANY_TEXT.findall(text)}
    assert {code for code, row in PERMISSIONS.items() if code not in named and not row.planned} == set()


def test_reference_page_is_the_table():
    page = REPOSITORY / "docs" / "reference" / "permissions.md"
    assert page.read_text(encoding="utf-8") == permissions_page(), (
        "run: dean06 permission_table > docs/reference/permissions.md"
    )
