"""The private folder of a run: only its owner may look inside, and nothing stays behind.

A run holds a lock inside its folder as long as it lives; the system lets go of it however the run ends. So the next run
in the same place knows which folders nobody works in any more, also when several machines or containers share the disk.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".matching-"
LOCK = "in-use"


@contextmanager
def private_folder(parent: Path) -> Iterator[Path]:
    """A new folder (mode 0700) under ``parent``, removed at the end whatever happens."""
    parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(parent)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        with (folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(parent: Path) -> None:
    """Remove the private folders that no living run holds."""
    for lock in parent.glob(f"{PREFIX}*/{LOCK}"):
        try:
            with lock.open("r+") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
        except OSError:  # held by a living run, or just removed by another
            continue
