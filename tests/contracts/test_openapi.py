"""The description of the API is what others build on: it changes only when somebody means it to.

After a change that is meant, write the new description and look at the difference before committing it:

    UPDATE_SNAPSHOT=1 .venv/bin/pytest tests/contracts/test_openapi.py
    git diff tests/contracts/openapi.json
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from api_operations import ALLOWED, IDS, OPERATIONS, PUBLIC, SCHEMA, WORKING_CALLS

from dean06.config.openapi import REFUSALS

SNAPSHOT = Path(__file__).with_name("openapi.json")


def test_the_api_is_described_as_it_was_agreed() -> None:
    text = json.dumps(SCHEMA, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if os.environ.get("UPDATE_SNAPSHOT") == "1":
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8"), (
        "the API changed; if that is meant: UPDATE_SNAPSHOT=1 .venv/bin/pytest tests/contracts/test_openapi.py"
    )


def test_the_feed_of_the_morning_board_and_the_units_are_offered() -> None:
    paths = {path for _, path, _ in OPERATIONS}
    assert {"/api/v1/steering/board", "/api/v1/steering/assignments", "/api/v1/units/agencies/resolve"} <= paths
    assert SCHEMA["openapi"].startswith("3.1")


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_every_operation_says_what_it_is_who_may_call_it_and_how_it_refuses(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert operation["summary"].strip()
    assert operation["tags"]
    schemes = SCHEMA["components"]["securitySchemes"]
    if operation["operationId"] in PUBLIC:
        assert "security" not in operation
        expected = {"403"}
    else:
        assert operation["security"] and all(name in schemes for one in operation["security"] for name in one)
        expected = {"401", "403"}
    expected |= {"404"} if "{" in path else set()
    expected |= {"400", "422"} if operation["parameters"] else set()
    expected |= {"409"} if method != "get" else set()
    responses = operation["responses"]
    assert expected <= set(responses)
    for status in expected:
        assert responses[status]["$ref"] == f"#/components/responses/{REFUSALS[int(status)][0]}"
    assert any(status.startswith("2") and response["content"] for status, response in responses.items())


def test_every_shared_refusal_has_the_one_shape() -> None:
    for response in SCHEMA["components"]["responses"].values():
        assert response["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
    assert SCHEMA["components"]["schemas"]["ErrorBody"]["required"] == ["code", "message", "details"]


def test_operations_have_names_of_their_own_and_a_call_known_to_work() -> None:
    assert len(set(IDS)) == len(IDS)
    assert set(WORKING_CALLS) == set(IDS)


def test_an_operation_is_closed_unless_it_is_named_as_public() -> None:
    """Deny by default: whoever opens one, or gives it to a role, changes the table of this folder on purpose."""
    assert {operation["operationId"] for _, _, operation in OPERATIONS if not operation.get("security")} == PUBLIC
    assert set().union(*ALLOWED.values()) == set(IDS)
