"""Capture and check: a page is scanned or photographed, judged at once, described beside its picture, and kept."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.citizens.wallet import queries as wallet
from dean06.citizens.wallet import services as wallet_services
from dean06.citizens.wallet.types import Validity
from dean06.kernel.common.citizen_card_qr import CardUnreadable, read_citizen_card
from dean06.kernel.common.errors import DomainError, NotFound
from dean06.kernel.common.papers import UnreadableImage, read_qr
from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.design.fields import DateField
from dean06.kernel.files import queries as files
from dean06.kernel.files import services as file_services
from dean06.procedures.cases import queries as cases
from dean06.web.desk.act_forms import PICTURES_AND_PDF
from dean06.web.desk.papers import inline, kind_of
from dean06.web.desk.quality import quality_of
from dean06.web.desk.scanning import ScanKind, read_scan

DIGITISE = "wallet.digitise"
_KEPT = "desk_capture"


class MetadataForm(forms.Form):
    """What the store records about a paper (fields of the provincial stores)."""

    type_code = forms.ChoiceField(label="Loại giấy tờ")
    title = forms.CharField(label="Tên giấy tờ", max_length=300)
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    issuer_name = forms.CharField(label="Cơ quan cấp", max_length=200, required=False)
    issued_on = DateField(label="Ngày cấp", required=False)
    validity = forms.ChoiceField(
        label="Hiệu lực", choices=Validity.choices, widget=forms.RadioSelect, initial=Validity.UNLIMITED.value
    )
    valid_until = DateField(label="Có giá trị đến hết ngày", required=False)
    scope = forms.CharField(label="Phạm vi hiệu lực", max_length=200, required=False)
    compared = forms.BooleanField(
        label="Tôi đã đối chiếu với bản chính", help_text="Khi đó cơ quan ký số bản sao y.", required=False
    )
    accept_warnings = forms.BooleanField(label="Vẫn lưu dù ảnh chưa đẹp (giấy cũ, không rõ hơn được)", required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, warned: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["type_code"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn loại"),
            *[(one.code, one.name) for one in wallet.paper_types()],
        ]
        if not warned:
            del self.fields["accept_warnings"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("validity") == Validity.LIMITED and not cleaned.get("valid_until"):
            self.add_error("valid_until", "Giấy có thời hạn phải ghi ngày hết giá trị.")
        return cleaned


@require_http_methods(["GET", "POST"])
def capture(request: ActorRequest) -> HttpResponse:
    """For one case: choose a file, see whether it is usable, describe it, keep it in the applicant's store."""
    request.actor.require(DIGITISE)
    case = _case(request)
    if case is None:
        return render(request, "desk/capture_case.html", {"typed": request.GET.get("ma", "")})
    if case.applicant_person_id is None:
        messages.error(request, "Người nộp không có trong dữ liệu dân cư nên chưa có kho giấy tờ. Giấy tờ giữ ở hồ sơ.")
        return redirect("desk:case", case.pk)
    file_id = _file_of(request, case)
    if request.method == "POST" and request.POST.get("act") == "upload":
        return _take_in(request, case)
    if file_id is None:
        return _page(request, case, None)
    return _describe(request, case, file_id)


@require_safe
def captured_file(request: ActorRequest, file_id: int) -> HttpResponse | FileResponse:
    """The picture beside the fields; ``files`` lets only who took it in (or may see its case) open it."""
    request.actor.require(DIGITISE)
    return inline(request.actor, file_id)


def _case(request: ActorRequest) -> Any:
    """The case of ``?ho-so=`` (id) or ``?ma=`` (code, scanned or typed). ``None`` when none is named."""
    given = request.GET.get("ho-so", "")
    if given.isdigit():
        return cases.row(request.actor, int(given))
    scan = read_scan(request.GET.get("ma", ""))
    if scan.kind is not ScanKind.CASE_CODE:
        return None
    ref = cases.by_code(scan.value)
    if ref is None:
        raise NotFound("Không có hồ sơ mang mã này trong phần việc của bạn.")
    return cases.row(request.actor, ref.case_id)


def _file_of(request: ActorRequest, case: Any) -> int | None:
    """The scan of the case named in the address, or the file that this session took in for the case."""
    document_id = request.GET.get("giay-to", "")
    if document_id.isdigit():
        found = next((one for one in cases.documents(request.actor, case.pk) if one.pk == int(document_id)), None)
        if found is None or not found.file_id:
            raise NotFound("Không có giấy tờ này trong hồ sơ.")
        return int(found.file_id)
    kept = request.session.get(_KEPT) or {}
    return kept.get(str(case.pk)) if "moi" not in request.GET else None


def _take_in(request: ActorRequest, case: Any) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, case, None, upload_error="Hãy chọn một tệp.")
    try:
        stored = file_services.store_upload(actor=request.actor, data=upload, filename=upload.name or "giay-to")
    except DomainError as error:
        return _page(request, case, None, upload_error=error.message)
    request.session[_KEPT] = {str(case.pk): stored.pk}
    return redirect(f"{reverse('desk:capture')}?ho-so={case.pk}")


def _describe(request: ActorRequest, case: Any, file_id: int) -> HttpResponse:
    stored = files.stored_file(file_id)
    data = files.content(file_id)
    quality = quality_of(data, stored.name)
    warned = quality.kind == "warning"
    if request.method == "POST":
        form = MetadataForm(request.POST, warned=warned)
        if form.is_valid() and _keep(request, case, stored.name, data, form):
            request.session.pop(_KEPT, None)
            messages.success(request, "Đã lưu vào kho giấy tờ của người nộp. Lần sau không phải nộp lại.")
            return redirect("desk:case", case.pk)
        return _page(request, case, file_id, form=form, quality=quality)
    guess, why = _guess(request, case, stored.name, data)
    form = MetadataForm(initial={"idempotency_key": uuid.uuid4().hex, **guess}, warned=warned)
    return _page(request, case, file_id, form=form, quality=quality, guessed=why)


def _keep(request: ActorRequest, case: Any, name: str, data: bytes, form: MetadataForm) -> bool:
    given = dict(form.cleaned_data)
    try:
        wallet_services.digitise(
            actor=request.actor,
            owner_person_id=case.applicant_person_id,
            data=data,
            filename=name,
            case_code=case.code,
            idempotency_key=given.pop("idempotency_key") or None,
            accept_warnings=given.pop("accept_warnings", False),
            **given,
        )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        fields = error.details.get("fields") or {}
        known = {field: text for field, text in fields.items() if field in form.fields}
        for field, text in known.items():
            form.add_error(field, text)
        if not known:
            form.add_error(None, error.message)
        return False
    return True


def _guess(request: ActorRequest, case: Any, name: str, data: bytes) -> tuple[dict[str, Any], str]:
    """What kind of paper it may be: the requirement it was handed in for, a citizen card's code, its file's name."""
    types = {one.code: one for one in wallet.paper_types()}
    document_id = request.GET.get("giay-to", "")
    for one in cases.documents(request.actor, case.pk) if document_id.isdigit() else ():
        if one.pk == int(document_id) and one.type_code in types:
            found = types[one.type_code]
            return {
                "type_code": found.code,
                "title": one.title,
                "validity": found.validity,
            }, "Loại theo thành phần hồ sơ."
    card = _card_on(data)
    if card is not None and "CAN_CUOC" in types:
        guess = {"type_code": "CAN_CUOC", "title": types["CAN_CUOC"].name, "number": card.number}
        return guess | {"issued_on": card.issued_on, "validity": "limited"}, "Đọc được mã QR thẻ căn cước trên ảnh."
    words = set(search_key(re.sub(r"[\W_]+", " ", name.rsplit(".", 1)[0])).split())
    for kind in types.values():
        if words and set(search_key(kind.name).split()) <= words:
            return {"type_code": kind.code, "title": kind.name, "validity": kind.validity}, "Loại đoán theo tên tệp."
    return {}, ""


def _card_on(data: bytes) -> Any:
    try:
        texts = read_qr(data)
    except UnreadableImage:
        return None
    for text in texts:
        try:
            return read_citizen_card(text)
        except CardUnreadable:
            continue
    return None


def _page(
    request: ActorRequest,
    case: Any,
    file_id: int | None,
    *,
    form: MetadataForm | None = None,
    quality: Any = None,
    guessed: str = "",
    upload_error: str = "",
) -> HttpResponse:
    stored = files.stored_file(file_id) if file_id else None
    shown = kind_of(file_id)
    context = {
        "case_code": case.code,
        "case_url": reverse("desk:case", args=[case.pk]),
        "applicant": case.applicant_name,
        "file": stored,
        "file_url": reverse("desk:captured_file", args=[file_id]) if shown else "",
        "is_image": shown == "image",
        "form": form,
        "verdict": quality,
        "lights": quality.lights if quality else (),
        "guessed": guessed,
        "accept": PICTURES_AND_PDF,
        "again_url": f"{reverse('desk:capture')}?ho-so={case.pk}&moi=1",
        "upload_error": upload_error,
        "today": timezone.localdate(),
        "keys": [("Tab", "sang ô sau"), ("Enter", "lưu")] if stored else [("Enter", "kiểm tra")],
    }
    wrong = bool(upload_error or (form and form.errors))
    return render(request, "desk/capture.html", context, status=422 if wrong else 200)
