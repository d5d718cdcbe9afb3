"""Libraries that two threads of one process must not use at once; the server answers with several threads.

``@using_pdfium`` or ``with using_pdfium:`` around everything from opening a document to closing it, likewise reportlab.
"""

from __future__ import annotations

import threading
from contextlib import ContextDecorator


class _OneAtATime(ContextDecorator):
    """A lock that decorates functions. The thread that holds it may take it again."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *failure: object) -> None:
        self._lock.release()


#: PDFium: "not thread-safe", says its own documentation; two threads at once may end the whole process.
using_pdfium = _OneAtATime()
#: reportlab: a font reads its file through one position that all documents share; two at once damage each other.
using_reportlab = _OneAtATime()
