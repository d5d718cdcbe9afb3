"""``dean06 create_administrator``: the first account of a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dean06.kernel.accounts import queries, services
from dean06.kernel.accounts.links import password_link
from dean06.kernel.accounts.permissions import ADMIN, AreaKind
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError


class Command(BaseCommand):
    """Makes the first administrator and prints the one-time link; further ones are made on the pages."""

    help = "Tạo quản trị hệ thống đầu tiên và in đường dẫn đặt mật khẩu dùng một lần."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="thư điện tử công vụ")
        parser.add_argument("full_name", help="họ và tên, đặt trong dấu nháy")
        parser.add_argument("--agency", default="", help="mã cơ quan")
        parser.add_argument("--position", default="", help="chức vụ")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("create_administrator")
        if queries.users_with_permission("accounts.manage"):
            raise CommandError("Đã có quản trị hệ thống. Hãy tạo thêm trên trang Tài khoản.")
        try:
            with transaction.atomic():
                user = services.create_user(
                    actor=actor,
                    email=options["email"],
                    full_name=options["full_name"],
                    position=options["position"],
                    agency_code=options["agency"],
                    invite=False,
                )
                services.grant_role(
                    actor=actor,
                    user_id=user.pk,
                    role=ADMIN,
                    area_kind=AreaKind.PROVINCE,
                    reason="Quản trị đầu tiên của hệ thống",
                )
        except DomainError as refusal:
            sentences = refusal.details.get("fields", {}).values() or [refusal.message]
            raise CommandError(" ".join(sentences)) from refusal
        self.stdout.write(f"Đã tạo tài khoản quản trị cho {user.full_name}. Mở đường dẫn này một lần để đặt mật khẩu:")
        self.stdout.write(password_link(user))
