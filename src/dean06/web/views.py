"""Front page and help."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve

from dean06.kernel.common.actors import Actor
from dean06.kernel.design import navigation

#: Where a day begins: the first of these that the officer may open, else the first page in the navigation.
DESKS = ("portal:home", "dashboards:board", "desk:queue", "worklists:list", "review:queue", "cleaning:overview")


@dataclass(frozen=True, slots=True)
class Group:
    """One of the five groups of Đề án 06 as the front page shows it."""

    title: str
    text: str
    icon: str
    ready: bool = False
    audience: str = "dành cho cán bộ có tài khoản"


GROUPS = (
    Group(
        "Giải quyết thủ tục hành chính, dịch vụ công trực tuyến",
        "Thủ tục viết thành dữ liệu, hồ sơ, bộ phận một cửa, các dịch vụ liên thông.",
        "scroll-text",
        ready=True,
        audience="dành cho người dân và cán bộ",
    ),
    Group(
        "Phát triển kinh tế - xã hội",
        "Thu phí, lệ phí không dùng tiền mặt, đối soát, hoàn tiền; thông báo lưu trú, bảo hiểm y tế hộ gia đình.",
        "wallet",
        ready=True,
        audience="dành cho người dân và cán bộ",
    ),
    Group(
        "Công dân số",
        "Đăng nhập bằng định danh điện tử, kho giấy tờ của tôi, và ai đã xem dữ liệu của tôi.",
        "id-card",
        ready=True,
        audience="dành cho người dân",
    ),
    Group(
        "Kết nối, khai thác, làm giàu dữ liệu dân cư",
        "Dữ liệu dân cư; đọc, đối khớp, làm sạch danh sách của các ngành; việc của từng xã; đợt cao điểm.",
        "git-merge",
        ready=True,
    ),
    Group(
        "Chỉ đạo, điều hành",
        "Đọc kế hoạch thành nhiệm vụ, theo dõi hạn, soát số liệu trong báo cáo, bảng điều hành buổi sáng.",
        "gauge",
        ready=True,
    ),
)


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What the platform is, for visitors. Officers go straight to their board, or to the first page they may use."""
    actor = getattr(request, "actor", None)
    if actor is not None and (desk := _desk(actor)):
        return HttpResponseRedirect(desk)
    search_open = not getattr(resolve("/don-vi/").func, "login_required", True)
    return render(request, "web/home.html", {"groups": GROUPS, "search_open": search_open})


def _desk(actor: Actor) -> str | None:
    # Pages that need no permission are open to anybody: nobody's day begins there.
    links = [link for _, group in navigation.for_actor(actor, "") for link in group if link.item.permission]
    open_to = {link.item.url_name: link.url for link in links}
    return next((open_to[name] for name in DESKS if name in open_to), links[0].url if links else None)


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """First steps, words, keys, and what to do when something fails."""
    return render(request, "web/help.html")
