"""Old ways to a draft: "back" in the browser, a link in a message, "Gửi hồ sơ" pressed again. A draft that was sent
leads to the dossier it became; one that is gone says so, with the way to one's own dossiers."""

from __future__ import annotations

import functools
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dean06.procedures.forms import queries as forms
from dean06.procedures.forms.errors import DraftNotFound
from dean06.web.portal.access import View, citizen

SENT = "Hồ sơ này đã được gửi, không phải gửi lại. Đây là hồ sơ của bạn."


def of_drafts(view: View) -> View:
    """A page of one draft (``draft_id``)."""

    @functools.wraps(view)
    def page(request: HttpRequest, draft_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, draft_id, *args, **kwargs)
        except DraftNotFound as refusal:
            code = forms.case_of(citizen(request), draft_id)
            if not code:
                return render(request, "portal/draft_gone.html", {"error": refusal}, status=refusal.status)
            messages.info(request, SENT)
            return redirect("portal:case", code)

    return page
