"""Conventions that a reader of this code may rely on, held by tests instead of by habit."""

from __future__ import annotations

import ast
import io
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dean06"
GROUPS = {"kernel", "procedures", "socioeconomic", "citizens", "ecosystem", "steering", "web", "demo", "config"}
#: Modules whose public functions are a promise to other people.
PROMISES = {"services.py", "queries.py", "rules.py"}


def python_files() -> list[Path]:
    return [
        path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts and "tests" not in path.parts
    ]


def committed_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def test_every_group_has_a_package_that_says_what_it_is_for() -> None:
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} == GROUPS


def test_every_package_docstring_is_short_and_present() -> None:
    for init in SOURCE.rglob("__init__.py"):
        if {"migrations", "tests", "management", "commands", "templatetags"} & set(init.parts):
            continue
        text = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8")))
        assert text, f"{init.relative_to(ROOT)} has no docstring"
        assert len(text.splitlines()) <= 15, f"{init.relative_to(ROOT)}: longer than 15 lines"


def test_every_promised_function_has_a_docstring() -> None:
    bare = []
    for path in python_files():
        if path.name not in PROMISES and "rules" not in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                bare.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not bare


def test_whoever_uses_a_library_unfit_for_threads_takes_its_lock() -> None:
    locks = {"import pypdfium2": "@using_pdfium", "papers import fonts": "@using_reportlab"}
    without = [
        f"{path.relative_to(ROOT)}: {lock}"
        for path in python_files()
        for library, lock in locks.items()
        if library in path.read_text(encoding="utf-8") and lock not in path.read_text(encoding="utf-8")
    ]
    assert not without


def test_rules_know_neither_the_clock_nor_the_database() -> None:
    forbidden = {"django.db", "django.utils.timezone"}
    for path in python_files():
        if path.name != "rules.py" and "rules" not in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
                assert not any(name.startswith(tuple(forbidden)) for name in names), path
        assert not re.search(r"\b(datetime\.now|date\.today|timezone\.now|localdate)\(", text), path


def test_a_file_has_one_subject_and_stays_readable() -> None:
    tables = {"legacy_tables.py", "plan.py"}
    long = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in python_files()
        if path.name not in tables and (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert not long


def test_every_folder_of_app_tests_is_a_package() -> None:
    """Fixtures that last for a package would otherwise last for the whole run, and leak into other apps' tests."""
    folders = {path.parent for path in SOURCE.rglob("tests/test_*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]


def test_no_inline_script_or_style_in_templates() -> None:
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text), path
        assert not re.search(r"\sstyle=\"|\son[a-z]+=\"", text), path


def test_every_page_needs_sign_in_unless_it_is_meant_for_visitors() -> None:
    visitors = {
        "web:home",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
    open_views = {name for name, pattern in named_views() if not getattr(pattern.callback, "login_required", True)}
    unexpected = {name for name in open_views if name not in visitors and not name.startswith("api:")}
    assert unexpected <= PUBLIC_BY_DESIGN, unexpected - PUBLIC_BY_DESIGN


#: Open pages of our own, each with its reason.
PUBLIC_BY_DESIGN = {
    "catalogue:index",  # procedures are public knowledge; no personal data
    "catalogue:procedure",
    "catalogue:poster",
    "web:help",  # first steps and what to do when something fails; no data
    "design:components",  # the page of components and its samples hold invented examples only
    "design:sample_search",
    "design:sample_confirm",
    "design:sample_paper",
    "accounts:demo_sign_in",  # answers only in the demo
    "identity:sign_in",  # citizens' sign-in; the provider authenticates
    "identity:begin",
    "identity:finish",
    "identity:demo_sign_in",  # answers only in the demo
    "identity:simulator",  # answers only in the demo
    "identity:simulator_code",
    "portal:home",  # what there is to apply for, what it takes: public knowledge
    "portal:life_event",
    "portal:start",
    "portal:look_up",  # state of a dossier by code and birth date, rate-limited, no data
    "portal:large_type",  # large letters, kept in the session
    "accounts:invitation",  # holds its own one-time key
    "signing:verify",  # anyone checks a paper; title, agency, time and a masked name only, rate-limited
    "signing:verify_code",
    "signing:roots",  # public certificates and revocation lists, for other software
    "signing:revocations",
    "payments:pay",  # secret address of one order: amount, lines, state; no name; rate-limited
    "payments:start",
    "payments:callback",  # gateways; proved by signature
    "payments:demo_gateway",  # answers only in the demo
    "feedback:home",  # published answers without personal data
    "feedback:published",
    "feedback:react",
    "feedback:send",  # anybody may complain; rate-limited, guarded against programs
    "feedback:sent",  # one's own, after sending or after code and telephone number
    "feedback:look_up",  # code and telephone number, rate-limited
    "feedback:rate_at_desk",  # tablet: code and birth date, rate-limited
}


def named_views(patterns: list | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found += named_views(entry.url_patterns, inner)
        else:
            found.append((f"{prefix}{entry.name}", entry))
    return found


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=io.StringIO())


def test_the_readme_asks_for_exactly_two_commands() -> None:
    blocks = re.findall(r"```(?:sh|bash)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    commands = [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]
    assert commands == ["make demo", "make test"]


def test_nothing_committed_names_a_workplace_or_a_registry() -> None:
    words = ["/work/", ".library", "/opt/wheels", "/opt/pypi", "pypi.org", "files.pythonhosted", "registry.npmjs"]
    for path in committed_files():
        if path == Path(__file__) or path.suffix in {".woff2", ".png", ".docx", ".pdf", ".xlsx"}:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert not any(word in text for word in words), path


def test_the_glossary_and_the_code_agree() -> None:
    """Every identifier in the glossary exists in the code."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files())
    rows = re.findall(r"^\|[^|]+\|\s*`([^`]+)`", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.M)
    assert len(rows) > 20
    missing = [word for word in rows if not re.search(rf"\b{re.escape(word)}\b", code)]
    assert not missing
