"""How the API describes itself: names of operations that outlive a move of code, and how each operation refuses."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

#: The one shape of an error (``DomainError.as_dict``).
ERROR_BODY: dict[str, Any] = {
    "title": "ErrorBody",
    "description": "Dạng duy nhất của lỗi: mã ổn định cho chương trình, một câu tiếng Việt cho người, chi tiết nếu có.",
    "type": "object",
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z][A-Z0-9_]*$", "title": "Mã lỗi"},
        "message": {"type": "string", "minLength": 1, "title": "Câu giải thích"},
        "details": {"type": "object", "title": "Chi tiết", "description": "Mã và số đếm, không có dữ liệu cá nhân."},
    },
    "required": ["code", "message", "details"],
    "additionalProperties": False,
}

#: Status → (name of the shared response, when it is given).
REFUSALS = {
    400: ("BadRequest", "Không đọc được yêu cầu."),
    401: ("NotSignedIn", "Chưa đăng nhập."),
    403: ("NotAllowed", "Đã đăng nhập nhưng không có quyền, hoặc chưa có lớp xác thực thứ hai."),
    404: ("NotFound", "Không có, hoặc người gọi không được biết là có."),
    409: ("Conflict", "Nội dung vừa thay đổi, hoặc bước này không hợp với trạng thái hiện nay."),
    429: ("TooMany", "Quá nhiều lần từ một nơi gọi. Hãy chờ rồi thử lại."),
    422: ("InvalidInput", "Tham số chưa đúng; `details.fields` nêu từng ô."),
}
_WRITES = {"post", "put", "patch", "delete"}


class Api(NinjaAPI):
    """``NinjaAPI`` whose description is complete."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """App and function, ``units_search_agencies``: a client generated from it survives a move of the module."""
        app = operation.view_func.__module__.split(".")[-2]
        return f"{app}_{operation.view_func.__name__}"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document, with the refusals that each operation can give."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        components = schema["components"]
        components.setdefault("schemas", {})["ErrorBody"] = ERROR_BODY
        components["responses"] = {name: _response(sentence) for name, sentence in REFUSALS.values()}
        for path, methods in schema["paths"].items():
            for method, operation in methods.items():
                for status in _statuses(path, method, operation):
                    name, _ = REFUSALS[status]
                    operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{name}"})
        return schema


def _response(sentence: str) -> dict[str, Any]:
    return {
        "description": sentence,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}},
    }


def _statuses(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    """The refusals that an operation of this form can give. Who is signed in without his second factor is refused
    (403) by public operations too."""
    statuses = [401, 403] if operation.get("security") else [403]
    if operation.get("x-limited"):
        statuses.append(429)
    if "{" in path:
        statuses.append(404)
    if method in _WRITES:
        statuses.append(409)
    if operation.get("parameters") or operation.get("requestBody"):
        statuses += [400, 422]
    return statuses
