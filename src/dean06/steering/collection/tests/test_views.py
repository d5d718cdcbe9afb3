"""The pages: what each person is offered, plain forms without scripts, what a refusal shows."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import add_second_factor, make_actor
from dean06.kernel.common.actors import Actor
from dean06.steering.collection import services
from dean06.steering.collection.exchange.template import SHEET
from dean06.steering.collection.models import ImportedFile, Remark, Submission
from dean06.steering.collection.tests.factories import (
    AN,
    BINH,
    HOSPITAL,
    MONEY,
    MONTH,
    RATE,
    SPLIT,
    TOTAL,
    World,
    accepted,
    at,
    cell,
    enter,
    entered,
    sent,
)
from dean06.steering.indicators.models import Value


def client_of(who: Actor) -> Client:
    user = User.objects.get(pk=who.user_id)
    if not user.authenticator_set.exists():
        add_second_factor(user)
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *more: str, unit: str = AN) -> str:
    return reverse(f"collection:{name}", args=[MONTH, unit, *more])


def stored() -> dict[str, tuple[int, int | None]]:
    rows = Value.objects.filter(unit__code=AN, period__code=MONTH, breakdown="")
    return {code: (n, d) for code, n, d in rows.values_list("indicator__code", "numerator", "denominator")}


def text_of(answer: Any) -> str:
    return answer.content.decode()


def test_a_plain_form_saves_everything_at_once(world: World) -> None:
    client = client_of(world.an)
    page = text_of(client.get(url("entry")))
    assert f'name="n:{RATE}"' in page
    assert f'name="d:{MONEY}"' not in page
    answer = client.post(
        url("entry"),
        {f"n:{RATE}": "12", f"d:{RATE}": "40", f"n:{MONEY}": "1.234", f"k:{SPLIT}": "on", f"c:{RATE}": "đủ"},
    )
    assert answer.status_code == 302
    assert stored() == {RATE: (12, 40), MONEY: (1234, None), SPLIT: (0, 0)}


def test_a_plain_form_keeps_what_was_typed_and_says_what_is_wrong(world: World) -> None:
    client = client_of(world.an)
    answer = client.post(url("entry"), {f"n:{RATE}": "50", f"d:{RATE}": "40", f"n:{MONEY}": "7"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Tử số 50 lớn hơn mẫu số 40" in page
    assert 'value="50"' in page
    assert stored() == {MONEY: (7, None)}


def test_a_plain_form_does_not_overwrite_a_colleague(world: World) -> None:
    client = client_of(world.an)
    enter(world.an_head, cell(MONEY, "9"))
    answer = client.post(url("entry"), {f"n:{MONEY}": "7", f"b:{MONEY}": ""})
    assert answer.status_code == 422
    assert "Trần Thị Trưởng đã lưu 9." in text_of(answer)
    assert stored() == {MONEY: (9, None)}


def test_a_block_with_codes_is_pasted_without_scripts(world: World) -> None:
    client = client_of(world.an)
    block = f"{RATE}\t3\t4\n{MONEY}\t5\nLẠ\t9"
    answer = client.post(url("entry"), {"block": block})
    assert answer.status_code == 422
    assert "Dòng 3: “LẠ” không phải mã chỉ tiêu" in text_of(answer)
    assert stored() == {RATE: (3, 4), MONEY: (5, None)}


def post_json(client: Client, body: Any) -> Any:
    raw = body if isinstance(body, str) else json.dumps(body)
    return client.post(url("save"), raw, content_type="application/json", headers={"accept": "application/json"})


def test_a_form_sent_where_the_script_saves_is_refused_in_words(world: World) -> None:
    client = client_of(world.an)
    client.handler.enforce_csrf_checks = True
    client.get(url("entry"))
    token = client.cookies["csrftoken"].value
    answer = client.post(url("save"), {"n:X": "5"}, headers={"accept": "application/json", "x-csrftoken": token})
    assert answer.status_code == 422
    assert answer.json()["code"] == "INVALID_INPUT"
    assert not stored()


def test_the_script_of_the_grid_saves_rows_and_hears_of_each(world: World) -> None:
    enter(world.an_head, cell(TOTAL, "9"))
    client = client_of(world.an)
    cells = [
        {"key": RATE, "n": "12", "d": "40", "c": "", "k": False, "b": ""},
        {"key": MONEY, "n": "x", "d": "", "c": "", "k": False, "b": ""},
        {"key": TOTAL, "n": "8", "d": "", "c": "", "k": False, "b": ""},
    ]
    answer = post_json(client, {"cells": cells})
    assert answer.status_code == 200
    told = answer.json()
    assert [(one["key"], one["rate"]) for one in told["saved"]] == [(RATE, "30%")]
    assert [one["key"] for one in told["refused"]] == [MONEY]
    assert [(one["key"], one["n"], one["text"]) for one in told["conflicts"]] == [
        (TOTAL, "9", "Trần Thị Trưởng đã lưu 9.")
    ]
    assert told["filled"] == 2


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"cells": 1}', '{"cells": [1]}', '{"cells": [{"key": 5}]}', "[" * 5000]
)
def test_the_script_sends_nonsense(world: World, body: str) -> None:
    answer = post_json(client_of(world.an), body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "INVALID_INPUT"
    assert not Submission.objects.exists()


def test_the_script_hears_when_the_form_is_closed_or_the_session_over(world: World) -> None:
    sent(world)
    cells = {"cells": [{"key": MONEY, "n": "1", "b": ""}]}
    answer = post_json(client_of(world.an), cells)
    assert (answer.status_code, answer.json()["code"]) == (409, "COLLECTION_STEP_REFUSED")
    assert post_json(Client(), cells).status_code == 302
    assert post_json(client_of(world.binh), cells).status_code == 404


def test_the_head_reviews_and_sends(world: World) -> None:
    entered(world)
    officer, head = client_of(world.an), client_of(world.an_head)
    assert "Gửi lên tỉnh" not in text_of(officer.get(url("send")))
    assert officer.post(url("send")).status_code == 403
    assert "Gửi lên tỉnh" in text_of(head.get(url("send")))
    assert head.post(url("send")).status_code == 302
    assert Submission.objects.get().state == "sent"
    again = head.post(url("send"))
    assert again.status_code == 422
    assert "không gửi được nữa" in text_of(again)


def test_missing_figures_are_asked_for_on_the_page(world: World) -> None:
    enter(world.an, cell(MONEY, "5"))
    head = client_of(world.an_head)
    answer = head.post(url("send"), {"missing_reason": ""})
    assert answer.status_code == 422
    assert "hoặc ghi lý do thiếu" in text_of(answer)
    assert "Còn 3 chỉ tiêu chưa có số" in text_of(head.post(url("send"), {"missing_reason": "ngắn"}))


def test_the_province_returns_with_remarks_and_the_unit_reads_them(world: World) -> None:
    sent(world)
    steering = client_of(world.steering)
    assert "Trả lại đơn vị" in text_of(steering.get(url("submission")))
    short = steering.post(url("submission"), {"reason": "ngắn", f"y:{RATE}": "Xem lại"})
    assert short.status_code == 422
    assert 'value="Xem lại"' in text_of(short)
    answer = steering.post(url("submission"), {"reason": "Tử số còn thiếu hồ sơ", f"y:{RATE}": "Xem lại tử số"})
    assert answer.status_code == 302
    assert Remark.objects.count() == 1
    page = text_of(client_of(world.an).get(url("entry")))
    assert "Tử số còn thiếu hồ sơ" in page
    assert "Xem lại tử số" in page
    assert "Số đang nhập chỉ đơn vị thấy" in text_of(steering.get(url("submission")))


def test_the_province_accepts_reopens_excuses_and_locks_on_pages(world: World) -> None:
    sent(world)
    steering = client_of(world.steering)
    assert steering.post(url("accept")).status_code == 302
    assert steering.post(url("reopen"), {"reason": "Đơn vị xin sửa số liệu"}).status_code == 302
    assert Submission.objects.get().state == "reopened"
    assert steering.post(url("exempt", unit=BINH), {"reason": "Xã bị ngập nhiều ngày"}).status_code == 302
    assert "Được miễn báo cáo" in text_of(steering.get(url("submission", unit=BINH)))
    assert steering.post(url("withdraw_exemption", unit=BINH), {"reason": "Xã đã hết ngập"}).status_code == 302
    lock = reverse("collection:lock", args=[MONTH])
    assert "Xã Cát" in text_of(steering.get(lock))
    assert steering.post(lock, {"reason": ""}).status_code == 422
    assert steering.post(lock, {"reason": "Báo cáo tháng đã phát hành"}).status_code == 302
    page = text_of(steering.get(reverse("collection:overview", args=[MONTH])))
    assert "Số của tỉnh chưa gồm đủ" in page
    assert "Kỳ đã khóa" in text_of(client_of(world.binh).get(url("entry", unit=BINH)))
    assert steering.post(lock, {"reason": "Xã Bình nộp bổ sung"}).status_code == 302


def test_the_overview_counts_and_many_are_accepted_or_reminded(world: World) -> None:
    sent(world)
    entered(world, BINH)
    steering = client_of(world.steering)
    overview = reverse("collection:overview", args=[MONTH])
    page = text_of(steering.get(overview))
    assert "1/6" in page
    assert "Xã Cát" in page
    assert "Xã Cát" not in text_of(steering.get(overview + "?muc=cho-duyet"))
    act = reverse("collection:accept_many", args=[MONTH])
    assert "ít nhất một đơn vị" in text_of(steering.post(act, follow=True))
    assert "Đã duyệt số liệu của 1 đơn vị" in text_of(steering.post(act, {"don_vi": [AN, BINH]}, follow=True))
    remind = reverse("collection:remind", args=[MONTH])
    assert "Đã nhắc 1 đơn vị" in text_of(steering.post(remind, {"don_vi": [AN, BINH]}, follow=True))
    assert "Không còn đơn vị nào" in text_of(steering.post(remind, {"don_vi": [AN, BINH]}, follow=True))


def test_the_late_list_is_printed_and_taken_as_a_spreadsheet(world: World) -> None:
    accepted(world)
    address = reverse("collection:late", args=[MONTH])
    steering = client_of(world.steering)
    page = text_of(steering.get(address))
    assert "Xã Bình" in page
    assert "Xã An" not in page
    book = openpyxl.load_workbook(io.BytesIO(steering.get(address + "?dang=xlsx").content))
    names = [row[0].value for row in book.active.iter_rows(min_row=3)]
    assert "Xã Bình" in names


def test_the_template_goes_out_and_comes_back_with_a_list_of_refused_cells(world: World) -> None:
    client = client_of(world.an)
    book = openpyxl.load_workbook(io.BytesIO(client.get(url("template")).content))
    book[SHEET]["F5"], book[SHEET]["G5"], book[SHEET]["F6"] = 50, 40, 7
    saved = io.BytesIO()
    book.save(saved)
    saved.seek(0)
    saved.name = "biểu tháng 11.xlsx"
    answer = client.post(url("upload"), {"file": saved}, follow=True)
    assert "F5" in text_of(answer)
    assert "lớn hơn mẫu số" in text_of(answer)
    assert stored() == {MONEY: (7, None)}
    row = ImportedFile.objects.get()
    refused = client.get(reverse("collection:file_refused", args=[row.pk]))
    assert openpyxl.load_workbook(io.BytesIO(refused.content)).active["A3"].value == "F5"
    other = client_of(world.binh)
    assert other.get(reverse("collection:file_result", args=[row.pk])).status_code == 404
    assert other.get(reverse("collection:file_refused", args=[row.pk])).status_code == 404
    assert other.get(url("template")).status_code == 404
    assert "Hãy chọn tệp" in text_of(client.post(url("upload"), {}, follow=True))


def test_the_history_of_a_figure_says_who_and_when(world: World) -> None:
    enter(world.an, cell(MONEY, "5"))
    enter(world.an_head, cell(MONEY, "6", comment="sửa theo biên bản"))
    page = text_of(client_of(world.an).get(url("history", MONEY)))
    assert "Lê Văn Nhập" in page
    assert "sửa theo biên bản" in page
    assert client_of(world.an).get(url("history", "KHONG-CO")).status_code == 404


def test_duties_list_the_units_of_the_actor(world: World) -> None:
    page = text_of(client_of(world.health).get(reverse("collection:duties")))
    assert "Bệnh viện Mẫu" in page
    assert "Xã An" not in page
    assert client_of(world.leader).get(reverse("collection:duties")).status_code == 302


@pytest.mark.parametrize("name", ["entry", "send", "submission"])
def test_pages_of_others_do_not_exist(world: World, name: str) -> None:
    sent(world)
    assert client_of(world.binh).get(url(name)).status_code == 404
    assert client_of(world.health).get(url(name)).status_code == 404
    assert Client().get(url(name)).status_code == 302


def test_a_department_enters_for_its_facility(world: World) -> None:
    client = client_of(world.health)
    assert client.post(url("entry", unit=HOSPITAL), {"n:VP-01": "3", "d:VP-01": "4"}).status_code == 302
    assert Value.objects.get().unit.code == HOSPITAL


def test_odd_addresses_are_not_found(world: World) -> None:
    client = client_of(world.steering)
    for address in ("/so-lieu/2026-T99/ubnd-xa-an/", "/so-lieu/tong-hop/khong-co/", "/so-lieu/2025-T11/khong-co/nhap/"):
        assert client.get(address).status_code == 404


def test_a_page_costs_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    sent(world)
    client = client_of(world.steering)
    client.get(reverse("collection:overview", args=[MONTH]))
    with django_assert_max_num_queries(60):
        client.get(reverse("collection:overview", args=[MONTH]))
    with django_assert_max_num_queries(60):
        client.get(url("submission"))


def test_services_of_the_pages_are_the_services_of_the_app() -> None:
    assert services.send.permission == "collection.send"  # type: ignore[attr-defined]
    assert at(15).tzinfo is not None


def test_pages_answer_before_anything_was_loaded(db: None) -> None:
    head, steering = make_actor("agency_head", "so-moi"), make_actor("steering_officer")
    assert client_of(head).get(reverse("collection:duties"), follow=True).status_code == 200
    assert client_of(steering).get(reverse("collection:overview")).status_code == 200
    assert client_of(steering).get(reverse("collection:late", args=["2026-W40"])).status_code == 200
