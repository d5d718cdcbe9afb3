"""Pages (JSON for programs) for requests that failed outside a service."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dean06.kernel.common.errors import DomainError, NotAllowed, NotFound


class BadRequest(DomainError):
    code = "BAD_REQUEST"
    message = "Trình duyệt gửi lên một yêu cầu không đọc được. Hãy tải lại trang rồi thử lại."


class ServerError(DomainError):
    code = "SERVER_ERROR"
    message = "Hệ thống gặp lỗi ngoài dự kiến; nội dung bạn nhập chưa được ghi. Hãy thử lại sau ít phút."
    status = 500


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, NotAllowed())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """The frame itself may be what failed, so this page falls back to bare words."""
    try:
        return refusal(request, ServerError())
    except Exception:
        return HttpResponse(ServerError.message, status=500, content_type="text/plain; charset=utf-8")


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """``error`` as a page with its sentence, or as JSON for the API and for callers that asked for JSON."""
    accepts = request.headers.get("Accept", "")
    if request.path.startswith("/api/") or request.path.endswith(".json") or "application/json" in accepts:
        return JsonResponse(error.as_dict(), status=error.status)
    return render(request, "web/refusal.html", {"error": error}, status=error.status)
