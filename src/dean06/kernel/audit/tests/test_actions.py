"""Every act that is recorded anywhere has a Vietnamese label."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import dean06
from dean06.kernel.audit import actions

SOURCE = Path(dean06.__file__).parent


def recorded_actions() -> Iterator[tuple[str, str]]:
    """Literals given to ``write.audit(…)``, ``audit.record(…)`` and ``record_read(action=…)`` in the source."""
    for path in sorted(SOURCE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.relative_to(SOURCE).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in {"audit", "record", "record_read"}:
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
            given += node.args[:1] if name == "audit" else []
            for value in given:
                for action in codes_in(value, path):
                    yield action, f"{path.relative_to(SOURCE)}:{node.lineno}"


def codes_in(value: ast.expr, path: Path) -> Iterator[str]:
    """Action codes in an expression: literals, and names out of the app's own ``audit_actions``."""
    for part in ast.walk(value):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
            yield part.value
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "audit_actions":
            app = ".".join(("dean06", *path.relative_to(SOURCE).parts[:2]))
            yield getattr(import_module(f"{app}.audit_actions"), part.attr)


def test_every_recorded_act_has_a_label() -> None:
    found = list(recorded_actions())
    assert ("audit.exported", True) in {(action, True) for action, _ in found}
    assert not [f"{action} ({where})" for action, where in found if action not in actions.labels()]


def test_labels_are_words_for_people() -> None:
    for code, label in actions.labels().items():
        assert code == code.lower() and "." in code
        assert label and label[0].isupper() and not label.endswith("."), code


def test_an_act_that_no_app_lists_any_more_shows_its_code() -> None:
    assert actions.label("gone.done") == "gone.done"
