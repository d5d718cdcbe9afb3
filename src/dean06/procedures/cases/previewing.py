"""The result before it is signed, for who decides: the same paper, marked as what it is."""

from __future__ import annotations

import dataclasses

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.papers import to_pdf
from dean06.procedures.cases import results, visibility
from dean06.procedures.cases.acts.common import pack_of
from dean06.procedures.cases.errors import CaseNotFound, PaperNotDue
from dean06.procedures.cases.models import Case


def result_preview(actor: Actor, case_id: int) -> bytes:
    """The result as PDF as it would be drawn up now, unsigned, without number and code; what effects add
    shows as "…".

    For officers who see the case. Raises ``CaseNotFound``; ``PaperNotDue`` where the procedure hands nothing over.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None or actor.person_id is not None or not visibility.may_see(actor, case):
        raise CaseNotFound()
    pack = pack_of(case)
    kind = next(iter(pack.meta.results), None)
    if kind is None or pack.files.result is None or not kind.returns_paper:
        raise PaperNotDue(kind="result")
    paper = results.paper_of(case, pack, kind, actor, timezone.now())
    return to_pdf(dataclasses.replace(paper, signatures=(), footer=f"BẢN XEM TRƯỚC, CHƯA KÝ · Hồ sơ {case.code}"))
