"""Templates of the steering office: each save is a new version; reports keep the one they were made from."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.vietnamese import clean_text
from dean06.kernel.writing.services import Write, service
from dean06.steering.reports import access, templating
from dean06.steering.reports.errors import ReasonMissing, TemplateRefused
from dean06.steering.reports.models import ReportTemplate


@service(permission=access.WRITE)
def save_template(
    *, actor: Actor, write: Write, code: str, text: str, reason: str, based_on: int, now: dt.datetime | None = None
) -> ReportTemplate:
    """A new version of the template ``code``, written on version ``based_on``. Reports already made keep theirs.

    Raises ``TemplateRefused`` (what is wrong and where; somebody else saved meanwhile), ``ReasonMissing``,
    ``NotAllowed`` for anybody but the steering office.
    """
    if WHOLE_PROVINCE not in actor.agencies_for(access.WRITE):
        raise NotAllowed(permission=access.WRITE)
    newest = templating.versions(code)[0]
    if newest.version != based_on:
        raise TemplateRefused(f"Mẫu vừa có bản mới ({newest.version}). Hãy tải lại trang rồi ghép phần bạn sửa.")
    why = clean_text(reason).strip()[:300]
    if not why:
        raise ReasonMissing("Hãy ghi lý do sửa mẫu.", fields={"reason": "Hãy ghi lý do sửa mẫu."})
    read = templating.read(text)
    if read.code != code:
        raise TemplateRefused(f"“code” phải giữ nguyên là “{code}”.")
    made = ReportTemplate.objects.create(
        code=code,
        version=newest.version + 1,
        name=read.name[:200],
        body={**read.body, "version": newest.version + 1},
        reason=why,
        created_at=now or timezone.now(),
        created_by_id=actor.user_id,
        created_by_name=actor.name[:150],
    )
    write.audit("report.template_saved", subject=made, details={"code": code, "version": made.version})
    return made
