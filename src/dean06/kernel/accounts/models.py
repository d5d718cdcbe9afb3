"""PRIVATE. People who sign in, what they hold, and failed attempts to sign in."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from dean06.kernel.accounts.permissions import ROLES, AreaKind
from dean06.kernel.common.vietnamese.fold import search_key
from dean06.kernel.common.vietnamese.names import name_sort_key


class UserManager(BaseUserManager["User"]):
    """Makes accounts with the e-mail in the one form they are compared in: lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store an account; without ``password`` it cannot be signed in to until one is set by the invitation."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.fill_keys()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class Closing(models.TextChoices):
    """Why an account is closed."""

    IDLE = "idle", "Không sử dụng quá 45 ngày"
    TRANSFER = "transfer", "Chuyển công tác"
    LEFT = "left", "Nghỉ việc, nghỉ hưu"
    VIOLATION = "violation", "Vi phạm quy định sử dụng"
    OTHER = "other", "Lý do khác"
    #: Citizens only, by the registry.
    DECEASED = "deceased", "Người có tài khoản đã mất"
    NUMBER = "number", "Số định danh không còn hiệu lực"


class User(AbstractBaseUser):
    """A named person; accounts are never shared and programs have none."""

    email = models.EmailField("Thư điện tử công vụ", unique=True)
    full_name = models.CharField("Họ và tên", max_length=120)
    phone = models.CharField("Điện thoại", max_length=20, blank=True)
    position = models.CharField("Chức vụ", max_length=120, blank=True)
    #: Code of the ``units.Agency`` the person works for; text, since agencies are replaced and history stays.
    agency_code = models.CharField("Cơ quan", max_length=80, blank=True, db_index=True)
    is_active = models.BooleanField("Đang hoạt động", default=True)
    closed_reason = models.CharField("Lý do khóa", max_length=12, choices=Closing.choices, blank=True)
    closed_note = models.CharField("Ghi chú khi khóa", max_length=300, blank=True)
    closed_at = models.DateTimeField("Khóa lúc", null=True, blank=True)
    #: From here the 45 idle days are counted when the person has not signed in since.
    opened_at = models.DateTimeField("Mở lúc")
    created_at = models.DateTimeField("Tạo lúc", auto_now_add=True)
    invited_at = models.DateTimeField("Gửi thư mời lúc", null=True, blank=True)
    password_changed_at = models.DateTimeField("Đổi mật khẩu lúc", null=True, blank=True)
    last_reviewed_on = models.DateField("Rà soát ngày", null=True, blank=True)
    last_reviewed_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    #: An invented person of the demo province; only such accounts are offered for sign-in by one click.
    is_demo = models.BooleanField(default=False)
    #: Id of the ``population.Person`` of a citizen's account (accounts stand below the registry); officers have none.
    person_id = models.BigIntegerField(null=True, blank=True, unique=True, editable=False)
    #: Where a citizen asked for letters, once confirmed; his ``email`` is only a key and no mailbox.
    contact_email = models.EmailField("Thư điện tử liên hệ", blank=True)
    #: Folded name, e-mail, position and phone: what the search box looks into.
    search_text = models.CharField(max_length=500, blank=True, editable=False)
    #: Vietnamese order: given name, family name, middle names.
    sort_key = models.CharField(max_length=500, blank=True, editable=False, db_index=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True, closed_reason="") | (Q(is_active=False) & ~Q(closed_reason="")),
                name="accounts_closed_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def fill_keys(self) -> None:
        """Compute what the account is searched and sorted by; to be called when the person's fields change."""
        self.search_text = search_key(f"{self.full_name} {self.email} {self.position} {self.phone}")[:500]
        self.sort_key = name_sort_key(self.full_name)[:500]

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> MembershipQuerySet:
        """Those in force on ``day``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Membership(models.Model):
    """A role held for an area from ``valid_from`` until the day before ``valid_to`` (half-open)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField("Vai trò", max_length=40)
    area_kind = models.CharField("Loại phạm vi", max_length=10, choices=[(kind.value, kind.label) for kind in AreaKind])
    #: Code of the agency or commune; empty for the province.
    area_code = models.CharField("Phạm vi", max_length=80, blank=True)
    valid_from = models.DateField("Từ ngày")
    valid_to = models.DateField("Đến trước ngày", null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField("Căn cứ cấp", max_length=300)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField("Lý do thu hồi", max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "area_kind", "area_code"],
                condition=Q(valid_to=None),
                name="accounts_membership_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="accounts_membership_period"
            ),
            models.CheckConstraint(
                condition=Q(area_kind="province", area_code="") | (~Q(area_kind="province") & ~Q(area_code="")),
                name="accounts_membership_area",
            ),
        ]
        indexes = [models.Index(fields=["role", "area_code"])]

    def __str__(self) -> str:
        return f"{self.role_label} · {self.area_code or 'toàn tỉnh'}"

    @property
    def role_label(self) -> str:
        return ROLES[self.role].label if self.role in ROLES else self.role


class SignInThrottle(models.Model):
    """Failed attempts in a row for one account (by the e-mail typed, known or not) or one network address.

    Kept in the database, so a restart or a second server process forgets nothing. ``key`` is a keyed hash: what people
    mistype into the e-mail box (often a password) is not stored.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", "Tài khoản"
        ADDRESS = "address", "Địa chỉ mạng"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=64)
    failures = models.FloatField(default=0)
    last_failed_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="accounts_throttle_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.failures}"
