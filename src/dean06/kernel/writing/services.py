"""PUBLIC. The decorator of every public write.

A service reads like its rule; this module makes sure that no step of the write path is skipped:

    @service(permission="assignments.report")
    def report_progress(*, actor: Actor, write: Write, assignment_id: int, percent: int) -> Assignment:
        assignment = lock_assignment(assignment_id)                  # lock
        write.authorise(agency=assignment.lead_code)                 # authorise for the area
        check_report(assignment, percent)                            # rules
        ...                                                          # change
        write.audit("assignment.progress_reported", subject=assignment, details={"percent": percent})
        write.publish(ProgressReported(assignment_id=assignment.pk))
        return assignment

Callers leave ``write`` out and may add ``idempotency_key``. A service that forgets its audit row is rolled back.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.events import services as events
from dean06.kernel.events.types import Event
from dean06.kernel.writing.models import IdempotencyKey

Result = TypeVar("Result")


class AuditNotWritten(RuntimeError):
    """A service changed data without an audit row: a programming error, so everything is rolled back."""


class Write:
    """What a running service holds: its actor, and the two last steps of the write path."""

    def __init__(self, actor: Actor, permission: str) -> None:
        self.actor = actor
        self.permission = permission
        self.audited = False

    def authorise(self, *, agency: str | None = None, permission: str | None = None) -> None:
        """Require the service's permission (or ``permission``) for ``agency``. Raises ``NotAllowed``."""
        self.actor.require(permission or self.permission, agency=agency)

    def audit(
        self,
        action: str,
        *,
        subject: models.Model | str,
        purpose: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Leave the audit row: ``subject`` is the changed record (or ``"app.model:id"``), ``details`` codes, counts."""
        audit.record(
            actor=self.actor,
            action=action,
            subject=subject_label(subject),
            purpose=purpose,
            details=dict(details or {}),
        )
        self.audited = True

    def publish(self, event: Event) -> None:
        """Put ``event`` in the outbox of this transaction."""
        events.publish(event, actor=self.actor)


def subject_label(subject: models.Model | str) -> str:
    """``"assignments.assignment:17"`` for a record; text passes through."""
    return subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}"


def service(*, permission: str) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Make a keyword-only function a public write: one transaction, authorised, idempotent, audited.

    The actor must hold ``permission`` somewhere; a service bound to an area calls ``write.authorise(agency=…)`` too.
    """

    def decorate(function: Callable[..., Result]) -> Callable[..., Result]:
        name = f"{function.__module__}.{function.__qualname__}".removeprefix("dean06.")
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind not in (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD):
                raise TypeError(f"{name}: a service takes keyword-only arguments")

        @functools.wraps(function)
        def run(*, actor: Actor, idempotency_key: str | None = None, **arguments: Any) -> Result:
            actor.require(permission)
            with transaction.atomic():
                if idempotency_key:
                    taken, first = _take_key(actor, name, idempotency_key)
                    if not first:
                        return _earlier_result(taken)
                write = Write(actor, permission)
                result = function(actor=actor, write=write, **arguments)
                if not write.audited:
                    raise AuditNotWritten(name)
                if idempotency_key:
                    _keep_result(taken, result)
                return result

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate


def _take_key(actor: Actor, name: str, key: str) -> tuple[IdempotencyKey, bool]:
    """The row of this key, locked, and whether this call is the first to use it."""
    return IdempotencyKey.objects.select_for_update().get_or_create(actor_id=actor.user_id or 0, service=name, key=key)


def _keep_result(taken: IdempotencyKey, result: Any) -> None:
    if isinstance(result, models.Model):
        taken.result_model, taken.result_pk = result._meta.label, str(result.pk)
        taken.save(update_fields=["result_model", "result_pk"])


def _earlier_result(taken: IdempotencyKey) -> Any:
    if not taken.result_model:
        return None
    return apps.get_model(taken.result_model)._base_manager.get(pk=taken.result_pk)
