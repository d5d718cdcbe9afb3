"""One of each object that belongs to somebody, in the made-up commune, and a browser for each kind of person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.citizens.wallet import services as wallet
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import system_actor
from dean06.kernel.events.services import deliver_due
from dean06.procedures.cases.models import Case, CaseDocument, CaseEvent, CasePaper
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.feedback.models import Feedback
from dean06.procedures.feedback.tests import factories as voices
from dean06.procedures.forms import services as forms
from dean06.procedures.forms.models import Draft
from dean06.procedures.portal_sync.models import SyncRecord
from dean06.socioeconomic.payments import services as payments
from dean06.socioeconomic.payments.models import JournalEntry, PaymentOrder

HERE, THERE = make.CIVIL, make.people.CIVIL_THERE

#: Browser → role and agency of the officer ("" for the whole province).
OFFICERS = {
    "desk": ("one_stop_officer", HERE),
    "desk_there": ("one_stop_officer", THERE),
    "clerk": ("civil_status_officer", HERE),
    "clerk_there": ("civil_status_officer", THERE),
    "head": ("agency_head", HERE),
    "head_there": ("agency_head", THERE),
    "controller": ("procedure_controller", ""),
    "accountant": ("fee_accountant", HERE),
    "steering": ("steering_officer", ""),
    "administrator": ("administrator", ""),
}
PEOPLE = ("visitor", "applicant", "other_citizen", *OFFICERS)


@dataclass
class Objects:
    """Addresses by name of the object, and what must not be seen by others."""

    world: make.World
    pages: dict[str, str] = field(default_factory=dict)
    acts: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    @property
    def secrets(self) -> tuple[str, str]:
        """Name and number of the applicant."""
        return self.world.person.full_name, self.world.person.personal_id or ""


def browser(who: str, objects: Objects) -> Client:
    """A browser of that kind of person."""
    client = Client()
    if who in ("applicant", "other_citizen"):
        actor = objects.world.citizen if who == "applicant" else objects.world.stranger
        client.force_login(User.objects.get(pk=actor.user_id))
    elif who != "visitor":
        sign_in(client, *OFFICERS[who])
    return client


def build() -> Objects:
    """Dossiers in three states with their papers, money, draft, store, complaint and copy at the portal."""
    world = make.setting()
    waiting, running = make.submitted(world), make.in_processing(world)
    done = make.finished(world)
    owing = make.in_processing(world)
    make.services.act(actor=world.clerk, case_id=owing.pk, action="money", now=make.NOW)
    order = PaymentOrder.objects.get(reference=owing.code)
    paid = make.in_processing(world)
    make.services.act(actor=world.clerk, case_id=paid.pk, action="money", now=make.NOW)
    paid_order = PaymentOrder.objects.get(reference=paid.code)
    payments.pay_cash(actor=system_actor("tests"), order_id=paid_order.pk, now=make.NOW)
    deliver_due(timezone.now())
    draft = forms.save_draft(actor=world.citizen, procedure_code=world.pack.code, data={"purpose": "Xin việc làm"})
    kept = wallet.keep(
        actor=system_actor("tests"),
        owner_person_id=world.person.pk,
        type_code="GIAY_KHAI_SINH",
        title="Giấy khai sinh",
        file_id=make.files.store_upload(actor=system_actor("tests"), data=make.TINY_PDF, filename="ks.pdf").pk,
        issuer_agency=HERE,
        issued_on=dt.date(2026, 11, 2),
        data={},
        case_code=done.code,
        now=make.NOW,
    )
    complaint = voices.sent(now=make.NOW, actor=world.citizen, sender_name=world.person.full_name)
    Feedback.objects.filter(pk=complaint.pk).update(agency=HERE, state="assigned")
    document = CaseDocument.objects.filter(case=running).first()
    paper = CasePaper.objects.get(case=done, kind="result")
    record = SyncRecord.objects.get(case_id=running.pk)
    assert document is not None
    objects = Objects(world)
    objects.pages = {
        "dossier waiting at the desk": reverse("desk:case", args=[waiting.pk]),
        "dossier in processing": reverse("desk:case", args=[running.pk]),
        "finished dossier": reverse("desk:case", args=[done.pk]),
        "document of a dossier": reverse("desk:document", args=[running.pk, document.pk]),
        "content of a document": reverse("desk:document_raw", args=[running.pk, document.pk]),
        "result paper": reverse("desk:paper", args=[done.pk, paper.pk]),
        "file of a document": reverse("files:download", args=[document.file_id]),
        "own dossier": reverse("portal:case", args=[running.code]),
        "draft": reverse("portal:review", args=[draft.pk]),
        "draft as PDF": reverse("portal:draft_pdf", args=[draft.pk]),
        "paper of the own store": reverse("portal:wallet_paper", args=[kept.pk]),
        "file of the own store": reverse("portal:wallet_file", args=[kept.pk]),
        "file of the store, at an office": reverse("wallet:file", args=[kept.pk]),
        "payment order": reverse("payments:order", args=[order.pk]),
        "receipt": reverse("payments:receipt", args=[paid_order.pk, "pdf"]),
        "complaint": reverse("feedback:detail", args=[complaint.pk]),
        "sync record": reverse("portal_sync:record", args=[record.pk]),
        "interlinked dossier": reverse("interlinked:case", args=[running.pk]),
        "figures": reverse("figures:overview"),
        "state by API": f"/api/v1/cases/{running.code}",
    }
    objects.acts = {
        "receive": (reverse("desk:act", args=[waiting.pk, "tiep-nhan"]), {"revision": 0}),
        "step of processing": (reverse("desk:step", args=[running.pk, "submit"]), {"revision": 2}),
        "sign": (reverse("desk:step", args=[running.pk, "sign"]), {}),
        "cash at the desk": (reverse("desk:cash", args=[owing.pk]), {}),
        "cash for an order": (reverse("payments:cash", args=[order.pk]), {}),
        "cancel an order": (reverse("payments:cancel", args=[order.pk]), {"reason": "Ghi nhầm khoản thu này"}),
        "withdraw own": (reverse("portal:withdraw", args=[running.code]), {"ly-do": "Không cần nữa", "dong-y": "1"}),
        "throw a draft away": (reverse("portal:discard", args=[draft.pk]), {}),
        "drop from the store": (reverse("portal:wallet_remove", args=[kept.pk]), {}),
        "revoke from the store": (reverse("wallet:revoke", args=[kept.pk]), {"reason": "Cấp sai thẩm quyền"}),
        "send again": (reverse("portal_sync:resend", args=[record.pk]), {}),
        "answer a complaint": (
            reverse("feedback:act", args=[complaint.pk, "tra-loi"]),
            {"answer": "Đã giải quyết xong."},
        ),
    }
    return objects


def state_of_things() -> tuple[Any, ...]:
    """What an act would change."""
    return (
        list(Case.objects.order_by("pk").values_list("pk", "state", "revision")),
        CaseEvent.objects.count(),
        list(PaymentOrder.objects.order_by("pk").values_list("pk", "state")),
        JournalEntry.objects.count(),
        list(Draft.objects.order_by("pk").values_list("pk", "revision")),
        list(Feedback.objects.order_by("pk").values_list("pk", "state", "revision")),
        list(SyncRecord.objects.order_by("pk").values_list("pk", "serial")),
        AuditRow.objects.filter(is_read=False, actor_id__isnull=False).exclude(action__startswith="account").count(),
    )
