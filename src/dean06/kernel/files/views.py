"""``/tep/<id>/``: hand a file out, always as a download, never as something that runs."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.views.decorators.http import require_safe

from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.files import services


@require_safe
def download(request: HttpRequest, file_id: int) -> HttpResponse | FileResponse:
    """The content, under the name it was uploaded with."""
    actor = getattr(request, "actor", None)
    if actor is None:
        raise NotAllowed()
    stored, content = services.open_file(actor=actor, file_id=file_id, purpose="Tải về")
    tag = f'"{stored.sha256}"'
    response: HttpResponse | FileResponse
    if tag in [given.strip() for given in request.headers.get("If-None-Match", "").split(",")]:
        content.close()
        response = HttpResponseNotModified()
    else:
        response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.media_type)
        response["Content-Length"] = str(stored.size)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
