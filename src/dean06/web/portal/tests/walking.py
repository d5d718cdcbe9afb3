"""A citizen's way through the pages, as a browser without JavaScript sends them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from dean06.procedures.catalogue.queries import value_at


def photograph(words: str = "GIAY CHUNG SINH", *, name: str = "giay.png") -> SimpleUploadedFile:
    """A page with writing on it, sharp and light enough."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    for line in range(40):
        pen.text((120, 120 + line * 36), f"{words} dong {line} " * 3, fill="black")
    kept = io.BytesIO()
    page.save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), content_type="image/png")


def begin(client: Client, code: str, *, for_person: int | None = None) -> int:
    """Start a draft from the page of a procedure; returns its id."""
    assert client.get(reverse("portal:start", args=[code])).status_code == 200
    answer = client.post(reverse("portal:begin", args=[code]), {"cho": for_person or ""})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return int(answer["Location"].rstrip("/").split("/")[-1])


def answer_all(client: Client, draft_id: int, data: Mapping[str, Any], *, most: int = 60) -> list[str]:
    """Answer page by page with ``data`` (nested, as the form's) until the papers; returns the pages seen."""
    seen = []
    where = reverse("portal:apply", args=[draft_id])
    for _ in range(most):
        page = client.get(where, follow=True)
        assert page.status_code == 200
        if "step" not in page.context:
            return seen
        step = page.context["step"]
        seen.append(step.id)
        where = page.request["PATH_INFO"]
        answers = {**fields(step, data), "revision": page.context["draft"].revision, "_act": "next"}
        sent = client.post(where, answers)
        if sent.status_code != 302:
            raise AssertionError(f"{step.id}: {sent.context['errors_here']}")
        where = sent["Location"]
    raise AssertionError(f"the way does not end: {seen[-5:]}")


def fields(step: Any, data: Mapping[str, Any]) -> dict[str, str]:
    """What a browser would send for a page: prefilled values stay, ``data`` fills in the rest."""
    sent = {}
    listed = list(step.fields) + [field for item in step.section.items for field in item.fields]
    for field in listed:
        if field.locked:
            continue
        value = value_at(data, field.path)
        if value is None:
            value = field.text
        if isinstance(value, bool):
            value = "true" if value else "false"
        elif field.widget in ("date", "partial_date") and isinstance(value, str) and "-" in value:
            value = "/".join(reversed(value.split("-")))
        sent[field.name] = str(value)
    return sent


def give_papers(client: Client, draft_id: int) -> list[str]:
    """Photograph every paper that is still missing, then go on to the review; returns what was asked for."""
    where = reverse("portal:papers", args=[draft_id])
    asked = []
    for slot in client.get(where).context["missing"]:
        asked.append(slot.requirement)
        answer = client.post(where, {"giay": slot.requirement, "tep": photograph()})
        assert answer.status_code in (200, 302), answer.content.decode()[:500]
    answer = client.post(where, {"_act": "next"})
    assert answer["Location"] == reverse("portal:review", args=[draft_id])
    return asked


def send(client: Client, draft_id: int, **choices: str) -> str:
    """Declare and send; returns the code."""
    where = reverse("portal:review", args=[draft_id])
    page = client.get(where)
    delivery = next(value for value, _, chosen in page.context["deliveries"] if chosen)
    answer = client.post(where, {"cam-doan": "1", "nhan": delivery, **choices})
    assert answer.status_code == 302, [
        (dict(answer.context["form"].errors), answer.context["wrong"], answer.context["missing"])
    ]
    return str(answer["Location"].rstrip("/").split("/")[-2])
