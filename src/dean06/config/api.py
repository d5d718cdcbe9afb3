"""The API: one OpenAPI 3.1 document, deny by default, one shape of error.

Each app has a router in its ``api.py``; a router added here without rights of its own still demands a signed-in actor.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import SessionAuth

from dean06.kernel.common.errors import DomainError, InvalidInput

api = NinjaAPI(
    title="dean06",
    version="1",
    description=(
        "Giao diện lập trình của nền tảng dean06. Mọi lời gọi cần đăng nhập; lỗi luôn có dạng {code, message, details}."
    ),
    auth=SessionAuth(csrf=True),
    urls_namespace="api",
)

api.add_router("steering/", "dean06.steering.dashboards.api.router", tags=["Chỉ đạo, điều hành"])
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


#: The API answers strangers itself (401 in its one shape of error), not by leading them to the sign-in page.
urls = api.urls
for pattern in urls[0]:
    pattern.callback.login_required = False  # type: ignore[union-attr]
