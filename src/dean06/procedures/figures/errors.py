"""PUBLIC. Refusals of the figures."""

from __future__ import annotations

from dean06.kernel.common.errors import InvalidInput, NotFound


class ComponentNotFound(NotFound):
    code = "INDEX_COMPONENT_NOT_FOUND"
    message = "Không có chỉ số thành phần này trong bảng điểm 766."


class ComponentDateTaken(InvalidInput):
    code = "INDEX_COMPONENT_DATE"
    message = "Ngày áp dụng phải sau ngày của dòng đang dùng."


class ListingNotFound(NotFound):
    code = "LISTING_NOT_FOUND"
    message = "Dịch vụ này không có trong phụ lục."
