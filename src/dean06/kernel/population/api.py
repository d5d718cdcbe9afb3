"""API of the registry: confirming what the caller already knows. Nothing is given back but agreement."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from dean06.kernel.common.requests import actor_of
from dean06.kernel.population import queries
from dean06.kernel.population.lookup_types import Verification

router = Router()

Answer = Literal["same", "folded", "less_precise", "different", "not_asked"]


class VerifyIn(Schema):
    """A number with name and birth date; month and day may be left out where only the year is known."""

    personal_id: Annotated[str, Field("", max_length=20, description="Số định danh 12 số")]
    old_id: Annotated[
        str, Field("", max_length=20, description="Số chứng minh nhân dân cũ 9 số, khi không có số định danh")
    ]
    full_name: Annotated[str, Field(min_length=1, max_length=100, description="Họ, chữ đệm và tên")]
    birth_year: Annotated[int, Field(ge=1900, le=2399, description="Năm sinh")]
    birth_month: Annotated[int | None, Field(None, ge=1, le=12, description="Tháng sinh, nếu biết")]
    birth_day: Annotated[int | None, Field(None, ge=1, le=31, description="Ngày sinh, nếu biết")]
    sex: Annotated[Literal["", "M", "F"], Field("", description="Giới tính, nếu cần đối chiếu")]
    purpose: Annotated[str, Field(min_length=1, max_length=40, description="Mã mục đích tra cứu")]
    dossier: Annotated[str, Field("", max_length=100, description="Mã hồ sơ")]


class VerifyOut(Schema):
    """Which fields agree."""

    outcome: Literal["agrees", "differs", "unknown"]
    id_known: bool
    full_name: Answer
    birth_date: Answer
    sex: Answer
    status: Literal["", "dead", "missing", "id_annulled"]
    sentences: list[str]


@router.post(
    "verify",
    response=VerifyOut,
    summary="Xác thực thông tin một người",
    openapi_extra={"x-limited": True},
)
def verify(request: HttpRequest, body: VerifyIn) -> Verification:
    """Đối chiếu số, họ tên, ngày sinh với dữ liệu dân cư của tỉnh; chỉ trả lời trường nào khớp."""
    actor = actor_of(request, "population.verify")
    return queries.verify(actor, **body.dict())
