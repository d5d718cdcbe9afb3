"""The API does what its description says, whatever is sent: no failure of the server, no answer of another form."""

from __future__ import annotations

import re
from typing import Any

import pytest
from api_operations import ALLOWED, BODIES, IDS, OWN_ROLE, WORKING_CALLS
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.django_db

#: For each operation, role and mode: enough to meet every parameter, few enough to stay quick.
EXAMPLES = 8
ROLES = tuple(ALLOWED)
TOKEN = "a" * 32


def answer(operation: Any, call: tuple[dict[str, str], dict[str, Any]], cookies: dict[str, str]) -> tuple[Any, Any]:
    """The case of a call that is known to work, and what came back; a write carries the token against forgery."""
    path_parameters, query = call
    name = operation.definition.raw["operationId"]
    body = {"body": BODIES[name], "media_type": "application/json"} if name in BODIES else {}
    case = operation.Case(path_parameters=path_parameters, query=query, **body)
    return case, case.call(cookies={**cookies, "csrftoken": TOKEN}, headers={"X-CSRFToken": TOKEN})


class OtherShape(Failure):
    """A refusal is not of the form {code, message, details}."""


def one_shape_of_error(ctx: Any, response: Any, case: Any) -> None:
    """Every refusal is {code, message, details} with a code for programs and a sentence for people."""
    if response.status_code < 400:
        return
    body = response.json()
    well_formed = (
        set(body) == {"code", "message", "details"}
        and re.fullmatch(r"[A-Z][A-Z0-9_]*", body["code"])
        and isinstance(body["details"], dict)
        and body["message"].strip()
    )
    if not well_formed:
        raise OtherShape(operation=case.operation.label, message=f"refusal of another form: {body}")


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    one_shape_of_error,
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_sent_the_answer_is_one_that_is_described(
    province: None, described: Any, cookies_of: Any, role: str, mode: GenerationMode
) -> None:
    cookies = cookies_of(role)
    for name in IDS:
        operation = described.find_operation_by_id(name)
        if operation.query or operation.path_parameters:
            explore(operation, mode, cookies, refused=name not in ALLOWED[role])


def explore(operation: Any, mode: GenerationMode, cookies: dict[str, str], *, refused: bool) -> None:
    """Send what fits the description of ``operation``, or what does not, and look at every answer."""

    # The same examples every time: a red run means that something changed.
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(mode))
    def probe(case: Any) -> None:
        response = case.call(cookies=cookies)
        case.validate_response(response, checks=CHECKS)
        if refused:
            # 400: an address that cannot be read is refused before anybody looks at who asks.
            assert response.status_code in ({400, 401} if "sessionid" not in cookies else {400, 403, 422})

    probe()


@pytest.mark.parametrize("name", IDS)
def test_calls_known_to_work_answer_as_described(province: None, described: Any, cookies_of: Any, name: str) -> None:
    operation = described.find_operation_by_id(name)
    for role in ROLES:
        cookies = cookies_of(role)
        for call in WORKING_CALLS[name]:
            case, response = answer(operation, call, cookies)
            refusal = 401 if role == "anonymous" else 403
            assert response.status_code == (200 if name in ALLOWED[role] else refusal), response.text
            case.validate_response(response, checks=CHECKS)


def test_the_calls_known_to_work_give_something_to_compare(province: None, described: Any, cookies_of: Any) -> None:
    """An empty list conforms to every description of a list."""
    for name, calls in WORKING_CALLS.items():
        cookies = cookies_of(OWN_ROLE.get(name, "steering_officer"))
        body = answer(described.find_operation_by_id(name), calls[0], cookies)[1].json()
        assert body and (not isinstance(body, dict) or body.get("items", True)), name
