"""What must be true after the chaos. Each check gives findings: sentences, empty when all is well."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db.models import Count, Sum
from django.utils import timezone
from operations import KEYED, TIMELINE
from outside import Portal
from staging import Stage
from working import Diary, outcomes

from dean06.citizens.wallet.models import WalletDocument
from dean06.kernel.events import services as events
from dean06.kernel.events.models import Delivery, DeliveryState, OutboxEvent
from dean06.kernel.population.models import Person
from dean06.kernel.writing.models import IdempotencyKey
from dean06.procedures.cases import queries as case_queries
from dean06.procedures.cases.models import Case, CaseEvent, CasePaper, CasePause, CaseTally
from dean06.procedures.cases.rules.transitions import is_legal
from dean06.procedures.cases.types import PAUSED, State
from dean06.procedures.figures.models import CaseFact, DailyCount
from dean06.procedures.figures.rules.counting import counted_on
from dean06.procedures.portal_sync import services as portal_sync
from dean06.procedures.portal_sync.models import InboundDossier, SyncRecord
from dean06.socioeconomic.payments import services as payments
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.models import GatewayTransaction, JournalEntry, PaymentOrder, Receipt


def settle() -> None:
    """What an installation does by itself within hours: the gateway reports again what nobody confirmed, every event
    and every record is tried again past the lease of who was killed over it."""
    known = set(GatewayTransaction.objects.values_list("transaction_id", flat=True))
    for row in demo.DemoGatewayPayment.objects.filter(succeeded=True):
        if row.transaction_id not in known:
            payload, signature = demo.callback_of(row)
            payments.take_callback(gateway=demo.NAME, payload=payload, signature=signature)
    now = timezone.now()
    for _ in range(60):
        now += dt.timedelta(minutes=30)
        portal_sync.fetch_new(now)
        events.deliver_due(now, limit=1_000_000)
        portal_sync.send_due(now, limit=1_000_000)
        waits = Delivery.objects.filter(state=DeliveryState.PENDING).exists()
        if not waits and not SyncRecord.objects.filter(state="waiting").exists():
            return


def check_all(stage: Stage, folder: Path, portal: Portal) -> list[str]:
    """Every finding, the first of each kind of check in full."""
    told = [one for path in sorted(folder.glob("slot-*.jsonl")) for one in outcomes(Diary(path).lines())]
    checks: dict[str, Iterable[str]] = {
        "answers": answers(told),
        "keys": keys(told),
        "timelines": timelines(told),
        "codes": codes(),
        "registry": registry(stage),
        "papers": papers(),
        "money": money(),
        "counters": counters(),
        "daily counts": daily_counts(),
        "outbox": outbox(),
        "portal": portal_copies(portal),
        "log": log(folder),
    }
    findings = []
    for name, found in checks.items():
        some = list(found)
        findings += [f"{name}: {sentence}" for sentence in some[:20]]
        if len(some) > 20:
            findings.append(f"{name}: … and {len(some) - 20} more")
    return findings


def answers(told: list[tuple[dict[str, Any], dict[str, Any]]]) -> Iterator[str]:
    """Nobody was told nonsense."""
    for wanted, said in told:
        if said["outcome"] == "broken":
            yield f"{wanted['do']} ({wanted['key']}): {said['error']}"


def keys(told: list[tuple[dict[str, Any], dict[str, Any]]]) -> Iterator[str]:
    """Every act whose caller was told "done" left its key exactly once, and no other act left one."""
    expected = Counter(
        wanted["key"] for wanted, said in told if wanted["do"] in KEYED and said["outcome"] in ("done", "broken")
    )
    standing = Counter(IdempotencyKey.objects.filter(key__startswith="chaos:").values_list("key", flat=True))
    for key in expected - standing:
        yield f"{key} was acknowledged and is lost"
    for key in standing - expected:
        yield f"{key} took effect twice, or though its caller was told otherwise"


def timelines(told: list[tuple[dict[str, Any], dict[str, Any]]]) -> Iterator[str]:
    """As many entries as acknowledged acts, of each kind, on each dossier; every timeline legal and complete."""
    expected = Counter(
        (said.get("case") or wanted["case"], TIMELINE[wanted["do"]])
        for wanted, said in told
        if wanted["do"] in TIMELINE and said["outcome"] == "done"
    )
    inbound = set(InboundDossier.objects.exclude(case_id=None).values_list("case_id", flat=True))
    expected.update((case_id, "submitted") for case_id in inbound)
    names = set(TIMELINE.values())
    standing = Counter(
        (case_id, act) for case_id, act in CaseEvent.objects.values_list("case_id", "act") if act in names
    )
    for (case_id, act), lacking in (expected - standing).items():
        yield f"case {case_id}: {lacking} acknowledged “{act}” not in its timeline"
    for (case_id, act), surplus in (standing - expected).items():
        yield f"case {case_id}: {surplus} “{act}” in its timeline that nobody was told of"
    paid = Counter(CaseEvent.objects.filter(act="paid").values_list("case__code", flat=True))
    orders = Counter(PaymentOrder.objects.filter(state="paid").values_list("reference", flat=True))
    for code, surplus in (paid - orders).items():
        yield f"{code}: went on {surplus} times without a paid order"
    for code, lacking in (orders - paid).items():
        yield f"{code}: {lacking} paid orders without effect on the dossier"
    yield from legality()


def legality() -> Iterator[str]:
    """Each timeline leads by legal steps to the state of its case."""
    entries: dict[int, list[CaseEvent]] = {}
    for entry in CaseEvent.objects.order_by("pk"):
        entries.setdefault(entry.case_id, []).append(entry)
    for case in Case.objects.all():
        received = begun = False
        state = 0
        for entry in entries.get(case.pk, []):
            if (entry.from_state or 0) != state:
                yield f"{case.code}: an entry begins at state {entry.from_state}, the one before ended at {state}"
            elif entry.to_state != state and not is_legal(state, entry.to_state, received=received, begun=begun):
                yield f"{case.code}: illegal move {state} to {entry.to_state}"
            state = entry.to_state
            received |= state == State.RECEIVED
            begun |= state == State.PROCESSING
        if state != case.state or len(entries.get(case.pk, [])) != case.revision + 1:
            yield f"{case.code}: timeline ends at {state}, the case is at {case.state}, revision {case.revision}"
        still = CasePause.objects.filter(case=case, ended_at=None).count()
        if still != (1 if case.state in PAUSED else 0):
            yield f"{case.code}: {still} open pauses in state {case.state}"


def codes() -> Iterator[str]:
    """Of each agency and day the numbers run from 1 without a gap."""
    series: dict[str, list[int]] = {}
    for code in Case.objects.values_list("code", flat=True):
        head, _, number = code.rpartition("-")
        series.setdefault(head, []).append(int(number))
    for head, numbers in series.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{head}: {len(numbers)} dossiers, numbers up to {max(numbers)}"


def registry(stage: Stage) -> Iterator[str]:
    """Each finished dossier registered one child, and nobody else was born."""
    finished = Counter(
        str(data["child"])
        for data in Case.objects.filter(state__in=[State.DONE, State.RETURNED]).values_list("data", flat=True)
    )
    born = Counter(Person.objects.filter(birth_year=2026).values_list("full_name", flat=True))
    for name in (finished - born) + (born - finished):
        yield f"{name}: {finished[name]} finished dossiers, {born[name]} children"
    numbers = Counter(Person.objects.filter(birth_year=2026).values_list("personal_id", flat=True))
    yield from (f"number {number} was given {count} times" for number, count in numbers.items() if count > 1)


def papers() -> Iterator[str]:
    """One result and one paper of the store for each finished dossier."""
    done = set(Case.objects.filter(state__in=[State.DONE, State.RETURNED]).values_list("pk", flat=True))
    made = Counter(CasePaper.objects.filter(kind="result").values_list("case_id", flat=True))
    yield from (f"case {pk}: {made[pk]} results" for pk in done | set(made) if made[pk] != (pk in done))
    kept = Counter(WalletDocument.objects.exclude(case_code="").values_list("case_code", flat=True))
    wanted_codes = set(Case.objects.filter(pk__in=done).values_list("code", flat=True))
    for code in wanted_codes | set(kept):
        if kept[code] != (code in wanted_codes):
            yield f"{code}: {kept[code]} papers in the personal store"


def money() -> Iterator[str]:
    """The journal balances; each paid order was paid once and has one receipt; receipts are numbered without a gap;
    every đồng at the gateway is in the books."""
    for posting in JournalEntry.objects.values("posting").annotate(sum=Sum("amount")).exclude(sum=0):
        yield f"posting {posting['posting']} is off by {posting['sum']}"
    for order in PaymentOrder.objects.annotate(receipts=Count("receipt")):
        income = order.journal.filter(account=f"income:{order.agency}").aggregate(sum=Sum("amount"))["sum"] or 0
        expected = order.total if order.state == "paid" else 0
        if -income != expected or order.receipts != (order.state == "paid"):
            yield f"{order.code} ({order.state}, {order.total}): income {-income}, {order.receipts} receipts"
    announced = Counter(
        row["order_id"]
        for row in OutboxEvent.objects.filter(name="payments.order_paid").values_list("payload", flat=True)
    )
    paid = Counter(PaymentOrder.objects.filter(state="paid").values_list("pk", flat=True))
    yield from (
        f"order {pk}: {paid[pk]} paid, {announced[pk]} announced" for pk in (paid - announced) + (announced - paid)
    )
    for agency in set(Receipt.objects.values_list("agency", flat=True)):
        numbers = sorted(
            int(number[-6:]) for number in Receipt.objects.filter(agency=agency).values_list("number", flat=True)
        )
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{agency}: receipts {numbers[0]} to {numbers[-1]}, {len(numbers)} of them"
    theirs = demo.DemoGatewayPayment.objects.filter(succeeded=True).aggregate(sum=Sum("amount"))["sum"] or 0
    ours = JournalEntry.objects.filter(account="gateway:demo").aggregate(sum=Sum("amount"))["sum"] or 0
    if theirs != ours:
        yield f"the gateway took {theirs}, the books hold {ours}"


def counters() -> Iterator[str]:
    """The tally of each office, procedure and state is the number of its cases."""
    columns = ("receiving_agency", "deciding_agency", "procedure_code", "state")
    standing = {
        tuple(row[name] for name in columns): row["number"]
        for row in Case.objects.values(*columns).annotate(number=Count("pk")).order_by()
    }
    tallied = {
        tuple(row[name] for name in columns): row["count"] for row in CaseTally.objects.values(*columns, "count")
    }
    for row in standing.keys() | tallied.keys():
        if standing.get(row, 0) != tallied.get(row, 0):
            yield f"{row}: {standing.get(row, 0)} cases, counted {tallied.get(row, 0)}"


def daily_counts() -> Iterator[str]:
    """Each case is in the figures as it stands, and the daily counts are the sum of the cases."""
    facts = {fact.case_id: fact for fact in CaseFact.objects.all()}
    states = dict(Case.objects.values_list("pk", "state"))
    for pk in states.keys() | facts.keys():
        if pk not in facts or pk not in states or facts[pk].state != states[pk]:
            yield f"case {pk}: the figures say {facts[pk].state if pk in facts else None}, it is {states.get(pk)}"
    summed = Counter((day, str(kind)) for fact in facts.values() for day, kind in counted_on(fact))
    rows = DailyCount.objects.order_by().values("day", "kind").annotate(total=Sum("count"))
    counted = Counter({(row["day"], row["kind"]): row["total"] for row in rows if row["total"]})
    for one in set(summed) | set(counted):
        if summed[one] != counted[one]:
            yield f"{one}: {summed[one]} cases, counted {counted[one]}"


def outbox() -> Iterator[str]:
    """Everything arrived."""
    rows = Delivery.objects.exclude(state=DeliveryState.DONE).values("subscriber", "state", "last_error")
    for row in rows.annotate(number=Count("pk")).order_by():
        yield f"{row['number']} to {row['subscriber']} {row['state']}: {row['last_error']}"


def portal_copies(portal: Portal) -> Iterator[str]:
    """The portal holds each case as it stands, and each dossier handed in there is one case."""
    records, handed_in, confirmed = portal.told()
    standing = dict(Case.objects.values_list("code", "state"))
    for code in standing.keys() | records.keys():
        copy = records.get(code, {}).get("TrangThaiHoSo")
        if copy != standing.get(code):
            yield f"{code}: the portal says {copy}, it is {standing.get(code)}"
    exported = case_queries.exported(Case.objects.values_list("pk", flat=True))
    for case in exported.values():
        steps = records.get(case.code, {}).get("TienTrinh", [])
        if len(steps) != len(case.progress):
            yield f"{case.code}: {len(steps)} entries at the portal, {len(case.progress)} here"
    taken = Counter(InboundDossier.objects.values_list("portal_id", flat=True))
    cases_of = Counter(InboundDossier.objects.exclude(case_id=None).values_list("case_id", flat=True))
    for number in handed_in:
        row = InboundDossier.objects.filter(portal_id=number).first()
        if (
            taken[number] != 1
            or row is None
            or row.case_code not in standing
            or confirmed.get(number, ("",))[0] != row.case_code
        ):
            yield f"{number} at the portal: taken {taken[number]} times, confirmed as {confirmed.get(number)}"
    yield from (f"case {pk} is {count} dossiers of the portal" for pk, count in cases_of.items() if count > 1)


def log(folder: Path) -> Iterator[str]:
    """The log is whole: exported, and checked with nothing but the file and the public key."""
    key, export = folder / "audit.pem", folder / "audit.jsonl"
    with key.open("w") as file:
        call_command("audit_public_key", stdout=file)
    try:
        call_command("export_audit", str(export), stdout=(folder / "export.txt").open("w"))
        call_command("verify_audit", str(export), "--public-key", str(key), stdout=(folder / "verify.txt").open("w"))
    except CommandError as tampered:
        yield str(tampered)
    rows = Counter()
    with export.open() as lines:
        for line in lines:
            values = json.loads(line)
            if values.get("kind") == "row":
                action = json.loads(line).get("row", values).get("action")
                rows[action] += 1
    entries = CaseEvent.objects.filter(act="submitted").count()
    if rows["case.submitted"] != entries:
        yield f"{rows['case.submitted']} rows about dossiers handed in, {entries} dossiers"
