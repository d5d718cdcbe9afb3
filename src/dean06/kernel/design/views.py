"""The page that shows every component (open to all: it holds no data), and samples of whole pages."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import Context, RequestContext, engines
from django.urls import reverse

from dean06.kernel.design.examples import SAMPLE_UNITS, all_examples, sample_form
from dean06.kernel.design.examples.types import Sample

#: Tokens shown as colour samples: class of the mark and what the colour stands for.
SCALE = [(f"level-{step}", f"Thang {step}") for step in range(6)]
STATES = [
    ("level-success", "Tốt"),
    ("level-warning", "Cần chú ý"),
    ("level-danger", "Nguy cấp"),
    ("level-ongoing", "Thường xuyên"),
    ("level-neutral", "Trung tính"),
    ("level-none", "Chưa có số liệu"),
]


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component in its states, each with the lines that draw it."""
    form = sample_form(request.GET if "ho_ten" in request.GET else None)
    shown = [
        (example, [(sample, _drawn(sample, request)) for sample in example.samples])
        for example in sorted(all_examples(form), key=lambda example: example.name)
    ]
    contents = [(example.title, f"#{example.name}") for example, _ in shown]
    return render(
        request,
        "design/components_page.html",
        {"shown": shown, "contents": contents, "colours": SCALE + STATES},
    )


def _drawn(sample: Sample, request: HttpRequest) -> str:
    """The very snippet that is printed on the page, rendered."""
    template = engines["django"].engine.from_string("{% load design %}" + sample.snippet)  # type: ignore[attr-defined]
    context: Context = RequestContext(request, sample.context)
    return template.render(context)


@login_not_required
def sample_search(request: HttpRequest) -> HttpResponse:
    """What a search picker asks: here over a few invented units."""
    query = request.GET.get("q", "").strip().lower()
    found = [unit for unit in SAMPLE_UNITS if query and query in unit["label"].lower()]
    return JsonResponse({"results": found[:8]})


@login_not_required
def sample_confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks before what cannot be undone. It changes nothing."""
    context = {
        "title": "Bỏ nhiệm vụ số 12?",
        "question": "Nhiệm vụ sẽ không được giao cùng kế hoạch này.",
        "details": ["Nội dung gốc vẫn còn trong văn bản.", "Có thể lấy lại trước khi giao việc."],
        "facts": [("Chủ trì", "Sở Y tế"), ("Hạn", date(2026, 6, 30).strftime("%d/%m/%Y"))],
        "submit": "Bỏ nhiệm vụ",
        "cancel_url": reverse("design:components"),
        "action": reverse("design:components"),
    }
    return render(request, "design/confirm.html", context)


@login_not_required
def sample_paper(request: HttpRequest) -> HttpResponse:
    """A paper as it is printed."""
    return render(request, "design/sample_paper.html")
