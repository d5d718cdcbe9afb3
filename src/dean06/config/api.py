"""The API: one OpenAPI 3.1 document, deny by default, one shape of error.

Each app has a router in its ``api.py``; a router added here without rights of its own still demands a signed-in actor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import SessionAuth

from dean06.config.openapi import Api
from dean06.kernel.common.errors import DomainError, InvalidInput, NotFound

api = Api(
    title="dean06",
    version="1",
    description=(
        "Giao diện lập trình của nền tảng dean06. Mọi lời gọi cần đăng nhập, trừ phần công khai (thủ tục, "
        "tra cứu hồ sơ, phản ánh đã công khai); lỗi luôn có dạng {code, message, details}."
    ),
    auth=SessionAuth(csrf=True),
    urls_namespace="api",
)

api.add_router("steering/", "dean06.steering.dashboards.api.router", tags=["Chỉ đạo, điều hành"])
api.add_router("indicators/", "dean06.steering.dashboards.api_feed.router", tags=["Chỉ tiêu"])
api.add_router("catalogue/", "dean06.procedures.catalogue.api.router", tags=["Thủ tục hành chính"])
api.add_router("cases/", "dean06.procedures.cases.api.router", tags=["Hồ sơ"])
api.add_router("figures/", "dean06.procedures.figures.api.router", tags=["Số liệu hồ sơ"])
api.add_router("feedback/", "dean06.procedures.feedback.api.router", tags=["Phản ánh, kiến nghị"])
api.add_router("population/", "dean06.kernel.population.api.router", tags=["Dữ liệu dân cư"])
api.add_router("units/", "dean06.kernel.units.api.router", tags=["Đơn vị"])


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    return api.create_response(request, error.as_dict(), status=error.status)


@api.exception_handler(ValidationError)
def refuse_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, Any] = {".".join(str(part) for part in item["loc"]): item["msg"] for item in error.errors}
    return refuse(request, InvalidInput(fields=fields))


@api.exception_handler(AuthenticationError)
def refuse_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    body = {"code": "NOT_SIGNED_IN", "message": "Hãy đăng nhập trước khi gọi giao diện này.", "details": {}}
    return api.create_response(request, body, status=401)


@api.exception_handler(Http404)
def refuse_unknown(request: HttpRequest, error: Http404) -> HttpResponse:
    return refuse(request, NotFound())


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses: a write without its CSRF token, a body that is not JSON."""
    if error.status_code == 403:
        code, message = "CSRF_FAILED", "Yêu cầu ghi thiếu mã chống giả mạo. Hãy gửi kèm tiêu đề X-CSRFToken."
    else:
        code, message = "BAD_REQUEST", "Không đọc được yêu cầu. Hãy kiểm tra lại nội dung gửi lên."
    return api.create_response(request, {"code": code, "message": message, "details": {}}, status=error.status_code)


def _in_one_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The one refusal that does not pass the handlers above: a method that the address does not know."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
        response = view(request, *args, **arguments)
        if response.status_code != 405:
            return response
        body = {"code": "METHOD_NOT_ALLOWED", "message": "Địa chỉ này không nhận cách gọi đó.", "details": {}}
        return JsonResponse(body, status=405, headers={"Allow": response["Allow"]})

    # The API answers strangers itself (401 in its one shape of error), not by leading them to the sign-in page.
    answer.login_required = False  # type: ignore[attr-defined]
    return answer


urls = api.urls
for pattern in urls[0]:
    pattern.callback = _in_one_shape(pattern.callback)  # type: ignore[union-attr, arg-type]
