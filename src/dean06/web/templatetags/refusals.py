"""What the refusal page needs beyond the error itself."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

register = template.Library()

#: Headings by HTTP status; the sentence of the error stands below.
HEADINGS = {
    401: "Cần đăng nhập",
    403: "Bạn chưa được phép làm việc này",
    404: "Không tìm thấy trang này",
    409: "Nội dung vừa thay đổi",
    500: "Hệ thống gặp lỗi",
}


@register.filter
def refusal_heading(status: int) -> str:
    """What happened, in a few words."""
    return HEADINGS.get(status, "Chưa thực hiện được")


@register.filter
def way_back(request: HttpRequest | None) -> str:
    """The page of this site one came from, or nothing."""
    referer = request.headers.get("Referer", "") if request else ""
    if not referer or not request or referer == request.build_absolute_uri():
        return ""
    own = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if own else ""
