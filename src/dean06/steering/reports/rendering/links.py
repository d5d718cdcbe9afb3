"""Where the rows behind a figure are: pages of the apps that own them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def of_indicator(code: str, unit: str, period: str) -> str:
    """The page of an indicator, opened at a unit and period."""
    query = urlencode({"don_vi": unit, "ky": period})
    try:
        return f"{reverse('dashboards:indicator', args=[code])}?{query}"
    except NoReverseMatch:
        return ""


def of_tasks(tab: str, agency: str = "") -> str:
    """A tab of the task list, narrowed to a leading body."""
    narrowed = {"lead": agency} if agency else {}
    return f"{reverse('assignments:list')}?{urlencode({'muc': tab, **narrowed})}"


def of_task(task_id: int) -> str:
    """One task."""
    return reverse("assignments:detail", args=[task_id])


def of_appendix(number: str, first: str, last: str) -> str:
    """Phụ lục II or III on screen."""
    return f"{reverse('figures:appendix', args=[number])}?{urlencode({'tu': first, 'den': last})}"


def of_appendix_cell(listing: str, column: str, first: str, last: str) -> str:
    """The dossiers behind a cell of Phụ lục II or III."""
    address = reverse("figures:appendix_dossiers", args=[listing, column])
    return f"{address}?{urlencode({'tu': first, 'den': last})}"


def of_index(first: str, last: str) -> str:
    """Index 766 on screen."""
    return f"{reverse('figures:index')}?{urlencode({'tu': first, 'den': last})}"


def of_collection(period: str) -> str:
    """Who has sent the figures of a period."""
    return reverse("collection:overview", args=[period])
