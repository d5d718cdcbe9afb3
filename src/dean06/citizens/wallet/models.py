"""PRIVATE. Papers kept for people, and each use of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.citizens.wallet.types import Copy, Source, Validity


class PaperType(models.Model):
    """A kind of paper that the province added, or its own wording of a shipped one."""

    code = models.CharField("mã", max_length=40, unique=True)
    name = models.CharField("tên loại giấy tờ", max_length=200)
    validity = models.CharField("hiệu lực thường có", max_length=10, choices=Validity, default=Validity.UNLIMITED)
    source = models.CharField("căn cứ", max_length=250)
    is_active = models.BooleanField("đang dùng", default=True)


class WalletDocument(models.Model):
    """One paper of one person; the names of the national store (``metadata``) stand behind the fields."""

    #: MaGiayTo: given here, never used again.
    code = models.CharField(max_length=40, unique=True)
    type_code = models.CharField(max_length=40)
    #: TenGiayTo.
    title = models.CharField(max_length=250)
    #: KyHieuGiayTo: number and sign on the paper itself.
    number = models.CharField(max_length=100, blank=True)
    #: MaChuGiayTo, TenChuGiayTo as of the day it was kept.
    owner = models.ForeignKey("population.Person", on_delete=models.PROTECT, related_name="+")
    owner_number = models.CharField(max_length=12, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)
    #: MaCoQuan (code of ``units.Agency``, empty for a body outside the province), TenCoQuan.
    issuer_agency = models.CharField(max_length=80, blank=True)
    issuer_name = models.CharField(max_length=250, blank=True)
    #: NgayCap.
    issued_on = models.DateField(null=True, blank=True)
    #: ThoiHanHieuLuc.
    validity = models.CharField(max_length=10, choices=Validity)
    valid_until = models.DateField(null=True, blank=True)
    #: PhamViHieuLuc.
    scope = models.CharField(max_length=200, blank=True)
    #: NgaySoHoa.
    digitised_at = models.DateTimeField()
    #: ThongTinKhac: what was read off the paper.
    data = models.JSONField(default=dict, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    copy = models.CharField(max_length=10, choices=Copy, default=Copy.PLAIN)
    verified = models.BooleanField(default=False)
    #: Code of ``signing.SignedDocument``.
    signed_code = models.CharField(max_length=14, blank=True)
    #: Dossier it came from; who kept it.
    case_code = models.CharField(max_length=60, blank=True, db_index=True)
    kept_by_id = models.BigIntegerField(null=True)
    kept_by_agency = models.CharField(max_length=80, blank=True)
    reuse_count = models.PositiveIntegerField(default=0)
    #: A paper that counts once: the dossier that used it.
    consumed_by = models.CharField(max_length=60, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "giấy tờ trong kho"
        indexes = [
            models.Index(fields=["owner", "type_code"], name="wallet_owner_type"),
            models.Index(fields=["kept_by_agency", "digitised_at"], name="wallet_agency_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(validity=Validity.LIMITED) | Q(valid_until__isnull=False),
                name="wallet_limited_has_end",
            )
        ]


class Use(models.Model):
    """A paper taken into a dossier instead of an upload; one row a dossier."""

    document = models.ForeignKey(WalletDocument, on_delete=models.PROTECT, related_name="uses")
    case_code = models.CharField(max_length=60, db_index=True)
    #: The agency at whose dossier an upload was saved.
    agency = models.CharField(max_length=80, blank=True)
    used_at = models.DateTimeField()
    used_by_id = models.BigIntegerField(null=True)
    used_by_name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=60)
    #: The dossier ended without using it (refused, withdrawn).
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lượt dùng lại giấy tờ"
        constraints = [models.UniqueConstraint(fields=["document", "case_code"], name="wallet_use_once_a_case")]
        indexes = [models.Index(fields=["agency", "used_at"], name="wallet_use_agency_time")]
