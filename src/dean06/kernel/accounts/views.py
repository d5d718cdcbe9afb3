"""Pages of administrators: accounts, roles, review, the permission table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dean06.kernel.accounts import queries, services
from dean06.kernel.accounts.areas import agency_names, area_labels
from dean06.kernel.accounts.forms import (
    CloseForm,
    GrantForm,
    ListForm,
    MoveForm,
    NewAccountForm,
    PersonForm,
    ReasonForm,
)
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.permissions import INCOMPATIBLE, PERMISSIONS, ROLES
from dean06.kernel.accounts.presenting import log_timeline, person_facts, session_rows
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.common.form_refusals import add_refusal
from dean06.kernel.common.requests import actor_of

PAGE_SIZE = 50
_LIST = ("Tài khoản", "/tai-khoan/")


@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """Search and filter accounts."""
    actor = actor_of(request)
    form = ListForm(request.GET)
    form.is_valid()
    wanted = queries.AccountFilter(
        text=form.cleaned_data.get("q", ""),
        agency=form.cleaned_data.get("agency", ""),
        role=form.cleaned_data.get("role", ""),
        state=form.cleaned_data.get("state", ""),
    )
    today = timezone.localdate()
    page = Paginator(queries.accounts(actor=actor, wanted=wanted, today=today), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "agencies": agency_names({user.agency_code for user in page}),
        "areas": area_labels((one.area_kind, one.area_code) for user in page for one in user.current_roles),
        "can_manage": actor.can("accounts.manage"),
    }
    return render(request, "accounts/list.html", context)


@require_GET
def account_page(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: person, roles, sign-in, history."""
    actor = actor_of(request)
    page = queries.account(actor=actor, user_id=user_id)
    context = {
        "account": page.user,
        "crumbs": [_LIST, (page.user.full_name, "")],
        "facts": person_facts(page),
        "memberships": page.memberships,
        "areas": page.area_labels,
        "sessions": session_rows(page.sessions, request.session.session_key),
        "factors": page.factors,
        "locked_until": page.locked_until,
        "today": timezone.localdate(),
        "can_manage": actor.can("accounts.manage") and actor.user_id != user_id,
        "timeline": log_timeline(actor, user_id),
    }
    return render(request, "accounts/account.html", context)


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], HttpResponse],
    *,
    title: str,
    submit: str,
    cancel_url: str,
    user: User | None = None,
    lead: str = "",
    kind: str = "primary",
) -> HttpResponse:
    """Show ``form`` and, when it is sent and right, ``do`` it; a refusal comes back as sentences in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            return do(form.cleaned_data)
        except DomainError as refusal:
            if refusal.status not in (403, 409, 422) or isinstance(refusal, NotAllowed):
                raise
            add_refusal(form, refusal)
    crumbs = [_LIST, *([(user.full_name, reverse("accounts:account", args=[user.pk]))] if user else []), (title, "")]
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "cancel_url": cancel_url,
        "crumbs": crumbs,
        "kind": kind,
    }
    return render(request, "accounts/form.html", context, status=422 if form.errors else 200)


def _require_manager(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require("accounts.manage")
    return actor


def _account_of(actor: Actor, user_id: int) -> tuple[User, str]:
    return queries.account(actor=actor, user_id=user_id).user, reverse("accounts:account", args=[user_id])


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make an account; the person gets a one-time link by mail."""
    actor = _require_manager(request)

    def do(data: dict[str, Any]) -> HttpResponse:
        user = services.create_user(actor=actor, **data)
        messages.success(request, f"Đã tạo tài khoản cho {user.full_name}. Thư mời sẽ tới {user.email} trong ít phút.")
        return redirect("accounts:grant", user.pk)

    return _form_page(
        request,
        NewAccountForm(request.POST or None),
        do,
        title="Tạo tài khoản",
        lead="Mỗi tài khoản cấp cho một người. Bước tiếp theo là cấp vai trò.",
        submit="Tạo tài khoản và gửi thư mời",
        cancel_url=reverse("accounts:list"),
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Correct what is known about the person."""
    actor = _require_manager(request)
    user, back = _account_of(actor, user_id)

    def do(data: dict[str, Any]) -> HttpResponse:
        services.edit_user(actor=actor, user_id=user_id, **data)
        messages.success(request, "Đã lưu thông tin.")
        return redirect(back)

    initial = {name: getattr(user, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=initial)
    return _form_page(request, form, do, title="Sửa thông tin", submit="Lưu", cancel_url=back, user=user)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, user_id: int) -> HttpResponse:
    """The person goes to another agency."""
    actor = _require_manager(request)
    user, back = _account_of(actor, user_id)

    def do(data: dict[str, Any]) -> HttpResponse:
        services.move_user(actor=actor, user_id=user_id, **data)
        messages.success(request, "Đã ghi nhận chuyển công tác. Hãy cấp vai trò mới, sau đó mở lại tài khoản.")
        return redirect(back)

    return _form_page(
        request,
        MoveForm(request.POST or None),
        do,
        title="Chuyển công tác",
        lead="Vai trò tại cơ quan cũ kết thúc ngay và tài khoản khóa cho đến khi có vai trò mới.",
        submit="Ghi nhận chuyển công tác",
        cancel_url=back,
        user=user,
        kind="danger",
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close the account."""
    actor = _require_manager(request)
    user, back = _account_of(actor, user_id)

    def do(data: dict[str, Any]) -> HttpResponse:
        services.close_user(actor=actor, user_id=user_id, **data)
        messages.success(request, f"Đã khóa tài khoản của {user.full_name} và đóng mọi phiên đăng nhập.")
        return redirect(back)

    return _form_page(
        request,
        CloseForm(request.POST or None),
        do,
        title="Khóa tài khoản",
        lead="Mọi phiên đăng nhập đóng ngay. Dữ liệu và nhật ký của người này được giữ nguyên.",
        submit="Khóa tài khoản",
        cancel_url=back,
        user=user,
        kind="danger",
    )


def _with_reason(title: str, submit: str, lead: str, act: Callable[..., Any], done: str, kind: str = "danger") -> Any:
    """A page that asks for a reason and calls the service ``act(actor, user_id, reason)``."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, user_id: int) -> HttpResponse:
        actor = _require_manager(request)
        user, back = _account_of(actor, user_id)

        def do(data: dict[str, Any]) -> HttpResponse:
            act(actor=actor, user_id=user_id, reason=data["reason"])
            messages.success(request, done)
            return redirect(back)

        form = ReasonForm(request.POST or None)
        return _form_page(
            request, form, do, title=title, lead=lead, submit=submit, cancel_url=back, user=user, kind=kind
        )

    return view


reopen = _with_reason(
    "Mở lại tài khoản",
    "Mở lại",
    "Người này đăng nhập được ngay bằng mật khẩu và lớp xác thực đã có.",
    services.reopen_user,
    "Đã mở lại tài khoản.",
    kind="primary",
)
reset_second_factor = _with_reason(
    "Đặt lại xác thực hai lớp",
    "Đặt lại",
    "Chỉ làm khi đã xác minh đúng người. Mọi lớp xác thực bị bỏ, mọi phiên đóng; lần đăng nhập sau phải thiết lập mới.",
    services.reset_second_factor,
    "Đã đặt lại xác thực hai lớp.",
)


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    actor = _require_manager(request)
    user, back = _account_of(actor, user_id)

    def do(data: dict[str, Any]) -> HttpResponse:
        services.grant_role(
            actor=actor,
            user_id=user_id,
            role=data["role"],
            area_kind=data["area_kind"],
            area_code=data["area_code"],
            valid_to=data["valid_to"] + timedelta(days=1) if data["valid_to"] else None,
            reason=data["reason"],
        )
        messages.success(request, f"Đã cấp vai trò {ROLES[data['role']].label} cho {user.full_name}.")
        return redirect(back)

    form = GrantForm(request.POST or None, initial={"area_kind": "agency", "agency": user.agency_code})
    return _form_page(
        request,
        form,
        do,
        title="Cấp vai trò",
        lead="Chỉ cấp đúng vai trò được phân công. Bảng quyền cho biết mỗi vai trò làm được gì.",
        submit="Cấp vai trò",
        cancel_url=back,
        user=user,
    )


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, user_id: int, membership_id: int) -> HttpResponse:
    """Take a role back."""
    actor = _require_manager(request)
    page = queries.account(actor=actor, user_id=user_id)
    back = reverse("accounts:account", args=[user_id])
    held = next((one for one in page.memberships if one.pk == membership_id), None)
    if held is None:
        return redirect(back)

    def do(data: dict[str, Any]) -> HttpResponse:
        services.revoke_role(actor=actor, membership_id=membership_id, reason=data["reason"])
        messages.success(request, f"Đã thu hồi vai trò {held.role_label}.")
        return redirect(back)

    return _form_page(
        request,
        ReasonForm(request.POST or None),
        do,
        title="Thu hồi vai trò",
        lead=f"{held.role_label}, phạm vi: {page.area_labels[held.area_kind, held.area_code]}. Có hiệu lực ngay.",
        submit="Thu hồi",
        cancel_url=back,
        user=page.user,
        kind="danger",
    )


@require_POST
def invite(request: HttpRequest, user_id: int) -> HttpResponse:
    """Send the one-time link again."""
    user = services.invite_again(actor=actor_of(request), user_id=user_id)
    messages.success(request, f"Thư có đường dẫn đặt mật khẩu sẽ gửi tới {user.email} trong ít phút.")
    return redirect("accounts:account", user_id)


@require_POST
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Forget failed attempts."""
    services.unlock_sign_in(actor=actor_of(request), user_id=user_id)
    messages.success(request, "Đã mở khóa đăng nhập.")
    return redirect("accounts:account", user_id)


@require_POST
def end_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign the person out everywhere."""
    ended = services.end_all_sessions(actor=actor_of(request), user_id=user_id)
    messages.success(request, f"Đã đóng {ended} phiên đăng nhập.")
    return redirect("accounts:account", user_id)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Accounts to confirm this quarter."""
    actor = actor_of(request)
    actor.require("accounts.review")
    if request.method == "POST":
        chosen = [int(value) for value in request.POST.getlist("users") if value.isdecimal()]
        if chosen:
            count = services.confirm_review(actor=actor, user_ids=chosen, note=request.POST.get("note", "")[:300])
            messages.success(request, f"Đã xác nhận {count} tài khoản còn đúng người, đúng việc.")
        else:
            messages.warning(request, "Chưa chọn tài khoản nào.")
        return redirect("accounts:review")
    page = Paginator(queries.due_for_review(actor=actor, today=timezone.localdate()), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "agencies": agency_names({user.agency_code for user in page}),
        "areas": area_labels((one.area_kind, one.area_code) for user in page for one in user.current_roles),
        "own_id": actor.user_id,
        "can_manage": actor.can("accounts.manage"),
    }
    return render(request, "accounts/review.html", context)


@require_GET
def permissions(request: HttpRequest) -> HttpResponse:
    """The permission table, drawn from ``permissions.py``."""
    actor_of(request).require("accounts.view")
    rows = [
        (row, [(role, row.everyone or code in row.roles) for code, role in ROLES.items()])
        for row in PERMISSIONS.values()
    ]
    pairs = [(PERMISSIONS[first], PERMISSIONS[second], reason) for first, second, reason in INCOMPATIBLE]
    return render(request, "accounts/permissions.html", {"roles": ROLES.values(), "rows": rows, "pairs": pairs})
