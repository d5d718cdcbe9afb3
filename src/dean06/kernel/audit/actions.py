"""The registry of audit actions: each app lists its own in ``audit_actions.ACTIONS``, from code to Vietnamese label."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule


@cache
def labels() -> dict[str, str]:
    """Every action of every installed app. Raises ``ImproperlyConfigured`` when two apps claim one code, or an
    app has the module but no ``ACTIONS``.
    """
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if not config.module or not module_has_submodule(config.module, "audit_actions"):
            continue
        listed = getattr(import_module(f"{config.name}.audit_actions"), "ACTIONS", None)
        if listed is None:
            raise ImproperlyConfigured(f"{config.name}.audit_actions has no ACTIONS")
        for code, label in listed.items():
            if code in found:
                raise ImproperlyConfigured(f"audit action {code!r} is listed by two apps")
            found[code] = label
    return found


def label(code: str) -> str:
    """The label of an action; the code itself when no app lists it any more."""
    return labels().get(code, code)
