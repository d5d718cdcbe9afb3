"""Editing agencies: names, heads, aliases; and what a refusal must leave untouched."""

from __future__ import annotations

from typing import Any

import pytest

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.units import queries, services
from dean06.kernel.units.errors import AgencyNotFound, InvalidAgency
from dean06.kernel.units.models import Agency, AgencyAlias
from dean06.kernel.units.tests.helpers import TODAY, officer

pytestmark = pytest.mark.usefixtures("units")
administrator = officer("units.edit")


def state() -> Any:
    """What a refusal must not touch."""
    return (
        list(Agency.objects.order_by("pk").values_list("code", "name", "short_name", "head_name", "head_phone")),
        AgencyAlias.objects.count(),
        AuditRow.objects.count(),
    )


def test_a_renamed_agency_is_found_by_both_names() -> None:
    services.rename_agency(
        actor=administrator, code="ban-ql-kkt", name="Ban Quản lý các khu công nghiệp mẫu", short_name="BQL KCN mẫu"
    )
    for printed in ("BQL KCN mẫu", "Ban Quản lý Khu kinh tế tỉnh", "Ban Quản lý các khu công nghiệp mẫu tỉnh Hà Tĩnh"):
        found = queries.resolve_agency(printed, on=TODAY)
        assert found.agency and found.agency.code == "ban-ql-kkt"
    assert queries.search_agencies("khu cong nghiep mau")[0].code == "ban-ql-kkt"
    assert AuditRow.objects.filter(action="units.agency_renamed").count() == 1


def test_the_head_of_an_agency_is_kept_but_not_written_into_the_log() -> None:
    services.set_head(
        actor=administrator,
        code="so-y-te",
        head_title="Giám đốc Sở",
        head_name="Lê Văn Mẫu",
        head_phone="0239 3855 000",
    )
    agency = Agency.objects.get(code="so-y-te")
    assert (agency.head_name, agency.head_phone) == ("Lê Văn Mẫu", "0239 3855 000")
    row = AuditRow.objects.get(action="units.agency_head_changed")
    assert "Mẫu" not in str(row.details)
    assert "3855" not in str(row.details)


def test_a_learnt_spelling_resolves_from_then_on() -> None:
    assert queries.resolve_agency("Sở Dê tê", on=TODAY).agency is None
    services.add_alias(actor=administrator, code="so-y-te", text="Sở Dê tê")
    found = queries.resolve_agency("so de te", on=TODAY)
    assert found.agency and found.agency.code == "so-y-te"
    services.add_alias(actor=administrator, code="so-y-te", text="Sở Dê tê")
    assert AgencyAlias.objects.filter(text="Sở Dê tê").count() == 1


@pytest.mark.parametrize(
    ("call", "arguments", "error"),
    [
        (services.rename_agency, {"code": "khong-co", "name": "A", "short_name": "A"}, AgencyNotFound),
        (services.rename_agency, {"code": "so-y-te", "name": "  ", "short_name": "A"}, InvalidAgency),
        (services.rename_agency, {"code": "so-y-te", "name": "A" * 201, "short_name": "A"}, InvalidAgency),
        (services.rename_agency, {"code": "so-y-te", "name": "A", "short_name": "A" * 121}, InvalidAgency),
        (
            services.set_head,
            {"code": "so-y-te", "head_title": "", "head_name": "", "head_phone": "gọi sau"},
            InvalidAgency,
        ),
        (services.add_alias, {"code": "so-y-te", "text": "--"}, InvalidAgency),
        (services.add_alias, {"code": "so-y-te", "text": "Sở Nội vụ"}, InvalidAgency),
        (services.add_alias, {"code": "so-y-te", "text": "CA tỉnh"}, InvalidAgency),
        (services.add_alias, {"code": "khong-co", "text": "Tên"}, AgencyNotFound),
    ],
)
def test_what_cannot_be_right_is_refused_and_changes_nothing(call: Any, arguments: dict, error: type) -> None:
    before = state()
    with pytest.raises(error):
        call(actor=administrator, **arguments)
    assert state() == before


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (services.rename_agency, {"code": "so-y-te", "name": "A", "short_name": "A"}),
        (services.set_head, {"code": "so-y-te", "head_title": "", "head_name": "B", "head_phone": ""}),
        (services.add_alias, {"code": "so-y-te", "text": "Tên khác"}),
        (services.load_reference_data, {}),
    ],
)
def test_without_the_right_nothing_changes(call: Any, arguments: dict) -> None:
    before = state()
    with pytest.raises(NotAllowed):
        call(actor=officer("units.view"), **arguments)
    assert state() == before
