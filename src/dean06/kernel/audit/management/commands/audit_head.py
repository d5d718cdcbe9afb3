"""``dean06 audit_head``: the present signed head, to be kept where nobody at the server can change it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dean06.kernel.audit import queries, services
from dean06.kernel.audit.canonical import canonical_json
from dean06.kernel.common.errors import DomainError


class Command(BaseCommand):
    help = "Niêm phong rồi in đầu cây mới nhất đã ký (hãy cất bản in này ở nơi khác để đối chiếu về sau)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            services.seal(timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        head = queries.latest_head()
        if head is None:
            raise CommandError("Nhật ký chưa có dòng nào nên chưa có đầu cây.")
        self.stdout.write(canonical_json(head.as_dict()))
