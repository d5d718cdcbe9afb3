"""A short chaos run: workers killed with -9 lose and double nothing. The long one is ``make chaos``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db
def test_workers_killed_at_any_moment_lose_and_double_nothing() -> None:
    """In processes of its own, on the server of ``DATABASE_URL`` or a SQLite file, beside this test's database."""
    script = Path(__file__).with_name("run.py")
    done = subprocess.run(
        [sys.executable, str(script), "--operations", "240", "--workers", "2", "--pause", "0.8", "1.6"],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        timeout=580,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
    assert "findings: 0" in done.stdout
