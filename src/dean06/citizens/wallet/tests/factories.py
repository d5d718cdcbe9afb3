"""People with papers in their stores."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.citizens.wallet import services
from dean06.citizens.wallet.models import WalletDocument
from dean06.kernel.common.actors import system_actor
from dean06.kernel.files import services as files
from dean06.kernel.files.tests.test_paper_check import as_file, page
from dean06.kernel.population.models import Person
from dean06.kernel.population.tests.factories import NOW

SYSTEM = system_actor("test")
SCAN = as_file(page(), quality=80)


def paper(owner: Person, **fields: Any) -> WalletDocument:
    """A birth certificate that the platform issued, kept in ``owner``'s store."""
    stored = files.store_upload(actor=SYSTEM, data=SCAN, filename="giay.jpg")
    known: dict[str, Any] = {
        "type_code": "GIAY_KHAI_SINH",
        "title": "Giấy khai sinh",
        "number": "12/KS",
        "file_id": stored.pk,
        "issued_on": dt.date(2026, 1, 5),
        "case_code": "H27.1-260105-0001",
        "now": NOW,
        **fields,
    }
    return services.keep(actor=SYSTEM, owner_person_id=owner.pk, **known)
