"""What must be true of a pack before it is published; each rule has a stable code. Pure."""

from __future__ import annotations

from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.rules.checking.base import Findings, Known
from dean06.procedures.catalogue.rules.checking.examples import check_examples
from dean06.procedures.catalogue.rules.checking.form import check_form
from dean06.procedures.catalogue.rules.checking.law import check_law
from dean06.procedures.catalogue.rules.checking.process import check_process
from dean06.procedures.catalogue.rules.checking.sentences import check_sentences
from dean06.procedures.catalogue.rules.checking.texts import check_texts
from dean06.procedures.catalogue.types import Finding

__all__ = ["Known", "check_pack"]


def check_pack(files: PackFiles, known: Known) -> list[Finding]:
    """Everything wrong in a pack that was read, in the order of its files; errors forbid publishing."""
    found = Findings(files)
    check_law(found, known)
    check_form(found)
    check_process(found, known)
    check_texts(found, known)
    check_sentences(found)
    check_examples(found, known)
    return found.all
