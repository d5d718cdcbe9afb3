"""Money and QR pictures in templates."""

from __future__ import annotations

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from dean06.socioeconomic.payments.gateways import label_of

register = template.Library()
register.filter("gateway_label", label_of)


@register.filter
def dong(amount: int | None) -> str:
    """``1.234.000 đ``; nothing for a missing amount."""
    return "" if amount is None else f"{amount:,} đ".replace(",", ".")


@register.filter
def qr_picture(payload: str) -> SafeString:
    """A QR as an SVG of the page itself (no request, no style attribute): black on white, quiet zone of four."""
    svg = segno.make(payload, error="m", micro=False).svg_inline(scale=5, border=4, light="#fff", dark="#000")
    return mark_safe(svg)  # noqa: S308 - drawn by segno from dots, holds no text of the payload
