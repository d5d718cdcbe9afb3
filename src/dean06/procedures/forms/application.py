"""The filled-in application as a paper: nobody prints, signs and scans a form any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.kernel.common.papers import Column, Heading, LetterHead, Lines, Paper, Signature, Table, Text
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import drawing, outside
from dean06.procedures.forms.types import Form, FormField, FormSection

#: A group with more columns than this is written as lines, item by item.
_WIDEST = 6


def application_paper(
    pack: PublishedPack,
    data: Mapping[str, Any],
    *,
    case_code: str,
    applicant_name: str,
    channel: str,
    on: dt.date,
    agency: str = "",
    place: str = "",
    link: str = "",
) -> Paper:
    """The application as an official paper, ready to be signed: the pack's title and addressee (else ``agency``), the
    answers section by section, the declaration, the applicant. ``link``: what the QR code holds."""
    form = drawing.Drawer(
        pack, data, prefill={}, errors={}, warnings={}, channel=channel, audience="officer",
        commune_name=outside.commune_name,
    ).form()  # fmt: skip
    ui = pack.files.ui
    blocks: list[Heading | Lines | Table | Text] = []
    for section in form.shown_sections:
        blocks += _section(section)
    blocks.append(Text(ui.declaration, italic=True))
    note = "" if channel == "online" else "(Ký, ghi rõ họ tên)"
    electronic = "Nộp trực tuyến bằng tài khoản định danh điện tử của người khai; không cần in, ký, chụp lại."
    return Paper(
        kind="application",
        title=ui.application_title.upper(),
        subtitle="" if pack.title.casefold() in ui.application_title.casefold() else pack.title,
        letter_head=LetterHead(place=place, day=on),
        addressee=_addressee(form, agency),
        blocks=tuple(blocks),
        signatures=(Signature("NGƯỜI KHAI", applicant_name, note=note),),
        qr=link,
        qr_caption=f"Mã hồ sơ: {case_code}" if link else "",
        footer=f"Mã hồ sơ {case_code}. {electronic if channel == 'online' else ''}".strip(),
    )


def _addressee(form: Form, agency: str) -> str:
    return form.pack.files.ui.addressed_to or agency


def _section(section: FormSection) -> list[Heading | Lines | Table | Text]:
    head = Heading(section.title, level=2)
    if not section.repeat:
        rows = _rows(section.fields)
        return [head, Lines(rows, numbered=True)] if rows else []
    if not section.items:
        return []
    columns = [one for one in section.items[0].fields if any(_same(one, item.fields) for item in section.items)]
    if 0 < len(columns) <= _WIDEST:
        body = tuple(
            (str(item.number), *(_cell(item.fields, column.declared) for column in columns)) for item in section.items
        )
        heads = (Column("STT", 0.4, "centre"), *(Column(column.label) for column in columns))
        return [head, Table(heads, body)]
    written: list[Heading | Lines | Table | Text] = [head]
    for item in section.items:
        written += [Heading(item.title, level=3), Lines(_rows(item.fields))]
    return written


def _rows(fields: tuple[FormField, ...]) -> tuple[tuple[str, str], ...]:
    """Answers that were asked; a question left empty stays as an empty line, as on the official form."""
    return tuple((one.label, one.shown) for one in fields if one.when_ok)


def _same(column: FormField, fields: tuple[FormField, ...]) -> bool:
    return any(one.declared == column.declared and one.when_ok for one in fields)


def _cell(fields: tuple[FormField, ...], declared: str) -> str:
    return next((one.shown for one in fields if one.declared == declared and one.when_ok), "")
