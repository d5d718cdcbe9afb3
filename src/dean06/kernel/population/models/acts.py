"""What happened to persons (append-only), and acts that wait for a second person."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from dean06.kernel.population.types import EventKind, ProposalKind, ProposalState


class LifeEvent(models.Model):
    """One fact in one person's life. Written once; a mistake is mended by a later event that names this one.

    ``facts`` are the values that the event sets (names of ``Person`` fields; unit values as ``[code, valid_from]``),
    from ``occurred_on`` on, or for all time when the kind is ``CORRECTION``.
    """

    person = models.ForeignKey("population.Person", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind)
    occurred_on = models.DateField("ngày có hiệu lực")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    facts = models.JSONField(default=dict)
    #: Events of one act (a marriage writes one for each spouse) share it.
    act = models.UUIDField(default=uuid.uuid4, editable=False)
    #: The body that registered it, and its paper.
    agency = models.CharField(max_length=80, blank=True)
    paper = models.CharField("số, ngày giấy tờ", max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+", db_index=False)
    actor_id = models.BigIntegerField(null=True)
    #: Second person, where the law of this platform asks for one.
    approved_by = models.BigIntegerField(null=True)
    #: The event that this one mends.
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    import_batch = models.ForeignKey(
        "population.ImportBatch", models.PROTECT, null=True, related_name="+", db_index=False
    )
    #: The household that the person left by this event: who lived in it on a past day is found by it.
    left_household = models.ForeignKey(
        "population.Household", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["act"], name="population_act", condition=~models.Q(kind="enrolled")),
            models.Index(
                fields=["left_household"],
                name="population_left_household",
                condition=models.Q(left_household__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ChangeProposal(models.Model):
    """A change of registry data that one person proposes, with reason and evidence, and another decides."""

    kind = models.CharField(max_length=20, choices=ProposalKind)
    person = models.ForeignKey("population.Person", models.PROTECT, related_name="proposals")
    #: The other record of a merge.
    other = models.ForeignKey("population.Person", models.PROTECT, null=True, related_name="+")
    #: Field → proposed value, with the value it had when proposed.
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    effective_on = models.DateField()
    reason = models.CharField("lý do", max_length=500)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    #: Where it came from: "cleaning.correction:17" or empty.
    origin = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    agency = models.CharField(max_length=80, blank=True)
    proposed_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "proposed_at"], name="population_proposal_queue")]

    def __str__(self) -> str:
        return f"Đề nghị {self.pk}"
