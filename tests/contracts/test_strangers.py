"""Who is not signed in, or calls what is not there, gets the one shape of error and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from api_operations import OPERATIONS, PUBLIC
from django.test import Client

from dean06.kernel.accounts.tests.factories import sign_in

pytestmark = pytest.mark.django_db


def assert_refusal(response: Any, status: int, code: str) -> None:
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/json")
    body = response.json()
    assert set(body) == {"code", "message", "details"}
    assert body["code"] == code
    assert isinstance(body["details"], dict)
    assert body["message"].endswith(".")


CLOSED = [one for one in OPERATIONS if one[2]["operationId"] not in PUBLIC]


@pytest.mark.parametrize(("method", "path", "operation"), CLOSED, ids=[one[2]["operationId"] for one in CLOSED])
def test_a_stranger_is_told_to_sign_in(client: Client, method: str, path: str, operation: dict[str, Any]) -> None:
    response = client.generic(method.upper(), re.sub(r"{\w+}", "so-y-te", path))
    assert_refusal(response, 401, "NOT_SIGNED_IN")
    forged = Client()
    forged.cookies["sessionid"] = "0" * 32
    assert_refusal(forged.generic(method.upper(), re.sub(r"{\w+}", "so-y-te", path)), 401, "NOT_SIGNED_IN")


def test_a_person_without_a_second_factor_reads_nothing(client: Client) -> None:
    user = sign_in(client, "steering_officer")
    user.authenticator_set.all().delete()
    assert_refusal(client.get("/api/v1/steering/board"), 403, "SECOND_FACTOR_REQUIRED")


def test_a_role_without_the_right_is_refused(client: Client) -> None:
    sign_in(client, "builder")
    assert_refusal(client.get("/api/v1/steering/board"), 403, "NOT_ALLOWED")
    assert_refusal(client.get("/api/v1/steering/assignments"), 403, "NOT_ALLOWED")


def test_wrong_parameters_are_named(client: Client) -> None:
    sign_in(client, "steering_officer")
    response = client.get("/api/v1/steering/assignments", {"tab": "party", "limit": "0"})
    assert_refusal(response, 422, "INVALID_INPUT")
    assert set(response.json()["details"]["fields"]) == {"query.tab", "query.limit"}


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/units/a%00b",
        "/api/v1/units/agencies/%00",
        "/api/v1/units/search?q=a%00b",
        "/api/v1/steering/assignments?lead=%00",
    ],
)
def test_a_nul_in_the_address_is_refused_before_it_reaches_the_database(client: Client, path: str) -> None:
    sign_in(client, "steering_officer")
    assert_refusal(client.get(path), 400, "BAD_REQUEST")


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/khong-co/", "/api/v2/units/search"])
def test_an_address_that_does_not_exist_is_refused_in_the_same_shape(client: Client, path: str) -> None:
    sign_in(client, "steering_officer")
    assert_refusal(client.get(path), 404, "NOT_FOUND")


def test_a_method_that_the_address_does_not_know_is_refused_in_the_same_shape(client: Client) -> None:
    sign_in(client, "steering_officer")
    response = client.delete("/api/v1/steering/board")
    assert_refusal(response, 405, "METHOD_NOT_ALLOWED")
    assert response["Allow"] == "GET"


def test_a_failure_of_the_server_has_the_same_shape(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from dean06.steering.dashboards import api

    def broken(*args: Any, **arguments: Any) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(api.queries, "board", broken)
    client.raise_request_exception = False
    sign_in(client, "steering_officer")
    assert_refusal(client.get("/api/v1/steering/board"), 500, "SERVER_ERROR")
