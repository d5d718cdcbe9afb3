"""A list becomes clean in real windows: a damaged file is read, matched and judged by two people, the commune works
its records off, the registry is put right under four eyes, the sector sends the list again. Every step also tries to
be the wrong person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import insurance_list
import pytest
from conftest import Site
from people import Person, nothing_changed
from playwright.sync_api import expect
from province import OTHER_POLICE, OTHER_STEWARD, SECOND_STEWARD
from serving import deliver_events
from watching import NARROW_RULES, axe_check, sideways, structure

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("browser"),
]

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOCUSED = "() => { const e = document.activeElement; return e.matches('a, button') ? e.innerText.trim() : ''; }"
CRITERIA = ("correct", "complete", "clean", "live")

Arrives = Callable[[str], Person]


@pytest.fixture
def arrives(open_page: Callable[..., object], site: Site) -> Arrives:
    """``arrives(role)``: that person, signed in, on the front page of a window of their own."""

    def arrive(role: str) -> Person:
        person = Person(open_page(role), site.database)  # type: ignore[arg-type]
        person.opens("/")
        return person

    return arrive


def path_of(person: Person) -> str:
    """Where the person stands, as a path."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", person.page.url)


def looks_right(person: Person) -> None:
    """The page as it stands can be used by everybody, on a desk and on a phone."""
    page = person.page
    desk = page.viewport_size
    assert desk
    found = structure(page) + axe_check(page)
    page.set_viewport_size({"width": 360, "height": 740})
    found += sideways(page) + axe_check(page, *NARROW_RULES)
    page.set_viewport_size(desk)
    assert not found, f"{page.url}: {found}"


def is_kept_out(person: Person, path: str, *secrets: str, sending: dict[str, object] | None = None) -> None:
    """Refused, nothing changed, and the answer tells nothing of ``secrets``."""
    person.is_refused(path, sending=sending)
    if sending is None:
        answer = person.page.request.get(path).text()
        leaked = [secret for secret in secrets if secret in answer]
        assert not leaked, f"{path} refuses and still tells {leaked}"


def quality(person: Person) -> list[tuple[int, int]]:
    """The four pairs of counts of the list in the matrix: right, complete, clean, alive."""
    person.goes_by_menu_to("Ma trận chất lượng")
    row = person.main.get_by_role("row").filter(has=person.page.get_by_role("link", name="Bảo hiểm xã hội", exact=True))
    counts = row.locator(".matrix__counts").all_inner_texts()
    assert len(counts) == len(CRITERIA)
    return [(int(top), int(bottom)) for top, bottom in (text.replace(".", "").split("/") for text in counts)]


def test_a_damaged_list_becomes_clean(arrives: Arrives, tmp_path: Path) -> None:
    plan = insurance_list.planted()
    steward, colleague, stranger = arrives("data_steward"), arrives(SECOND_STEWARD), arrives(OTHER_STEWARD)
    police, other_police = arrives("commune_police"), arrives(OTHER_POLICE)
    secrets = (plan.renamed["full_name"], plan.renamed["personal_id"], plan.name_on_paper)

    version = hands_in(steward, insurance_list.workbook(tmp_path, "bhxh.xlsx"), wrong=(stranger, police))
    confirms_columns(steward, version, wrong=(stranger, police))
    is_matched(steward, version, wrong=(stranger, police))
    before = quality(steward)
    assert before[0] == (insurance_list.LISTED - 5, insurance_list.LISTED)

    decide_three_pairs(steward, colleague, wrong=(stranger, other_police))
    assert quality(steward) == before, "opinions move nothing before the data move"

    work = finds_work(police, plan.name_on_paper, other_police, secrets)
    puts_registry_right(police, work, plan, arrives("registry_officer"), wrong=(other_police, stranger))
    works_off(police, work, other_police)
    after = quality(steward)
    assert after[0] == (before[0][0] + 1, before[0][1])

    sends_number_to_sector(police, plan.unnumbered)
    corrected = insurance_list.workbook(tmp_path, "bhxh-da-sua.xlsx", corrected=True)
    again = hands_in(steward, corrected, wrong=())
    is_matched(steward, again, wrong=())
    assert quality(steward)[0] == (insurance_list.LISTED, insurance_list.LISTED)
    police.opens("/viec-lam-sach/")
    expect(police.main.get_by_role("link", name=plan.unnumbered["full_name"].upper())).to_have_count(0)
    for person in (steward, colleague, stranger, police, other_police):
        assert not person.page.watch.take()  # type: ignore[attr-defined]


def hands_in(steward: Person, content: bytes, *, wrong: tuple[Person, ...]) -> str:
    """The file is chosen and read; others can neither open the page for that list nor send a file to it."""
    file = {"name": "bhxh.xlsx", "mimeType": EXCEL, "buffer": content}
    for person in wrong:
        person.is_refused("/du-lieu-nganh/nop/", sending={"sector": "insurance", "file": file})
    steward.goes_by_menu_to("Dữ liệu ngành")
    steward.presses("Nộp danh sách")
    with nothing_changed(steward.database):
        steward.sends("Nộp và đọc")
        steward.sees("Hãy chọn một tệp")
    steward.main.get_by_label("Ngành dữ liệu").select_option(label="Bảo hiểm xã hội")
    steward.attaches("Tệp danh sách", "bhxh.xlsx", content, EXCEL)
    steward.sends("Nộp và đọc")
    expect(steward.page).to_have_url(re.compile(r"/du-lieu-nganh/ban/\d+/$"))
    return path_of(steward)


def confirms_columns(steward: Person, version: str, *, wrong: tuple[Person, ...]) -> None:
    """What was recognised is shown with masked examples; wrong letters and lost zeros are told; no row disappears."""
    for person in wrong:
        is_kept_out(person, version, "bhxh.xlsx")
        is_kept_out(person, f"{version}cot/", "Mã số BHXH")
        is_kept_out(person, f"{version}cot/", sending={"cot-0": "full_name"})
    steward.presses("Xác nhận cột")
    steward.sees("Họ và tên", "TCVN3")
    number = steward.main.get_by_label(re.compile("số cccd", re.I))
    expect(number.locator("option:checked")).to_have_text(re.compile("Số định danh cá nhân"))
    body = steward.main.inner_text()
    plan = insurance_list.planted()
    assert plan.everybody[0]["personal_id"] not in body, "examples are masked"
    looks_right(steward)
    steward.sends("Xác nhận và đọc cả tệp")
    expect(steward.page).to_have_url(re.compile(rf"{version}$"))
    steward.sees("Đã nhận", f"{insurance_list.LISTED} bản ghi")


def is_matched(steward: Person, version: str, *, wrong: tuple[Person, ...]) -> None:
    """From the version on to the match; each record gets one result, and the results add up to the list."""
    start = "/lam-sach/danh-sach/insurance/doi-khop/"
    for person in wrong:
        person.is_refused(start, sending={})
    steward.opens(version)
    steward.presses("Đối khớp với dân cư")
    expect(steward.page).to_have_url(re.compile(r"/lam-sach/lan-chay/\d+/$"))
    steward.sees("Đã xác thực đúng")
    run = path_of(steward)
    deliver_events(steward.database)
    for person in wrong:
        is_kept_out(person, run)
    steward.opens("/lam-sach/danh-sach/insurance/")
    results = steward.main.get_by_role("table", name="Số bản ghi theo kết quả đối khớp")
    counts = results.locator("td.num").all_inner_texts()
    assert sum(int(text.split()[0].replace(".", "")) for text in counts) == insurance_list.LISTED


def tabs_to(person: Person, words: str) -> None:
    """Press Tab until the focus stands on ``words``."""
    for _ in range(80):
        person.page.keyboard.press("Tab")
        if words in person.page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{words!r} is not reached with Tab on {person.page.url}")


def decide_three_pairs(first: Person, second: Person, *, wrong: tuple[Person, ...]) -> None:
    """Only with keys. The pair of the commune is passed over; three others are read twice, each reader for oneself."""
    plan = insurance_list.planted()
    pairs = {row["full_name"] for row in (plan.misnamed, plan.swapped, plan.doubtful)}
    first.goes_by_menu_to("Đối soát")
    first.page.wait_for_url("**/doi-soat/")
    tabs_to(first, "Bắt đầu: Bảo hiểm xã hội")
    presses_key(first, "Enter")
    decided: set[str] = set()
    cases: list[str] = []
    for place in range(4):
        expect(first.page).to_have_url(re.compile(r"/doi-soat/ca/\d+/"))
        text = first.main.inner_text()
        name = next((one for one in pairs if one in text), None)
        if place == 0:
            looks_right(first)
            for person in wrong:
                is_kept_out(person, path_of(first), *pairs)
                person.is_refused(path_of(first), sending={"choice": "nobody", "act": "decide"})
            shown = second.page.request.get(path_of(first)).text()
            assert not any(one in shown for one in pairs), "a case in somebody's hands shows nothing to a colleague"
        if name is None:
            assert plan.renamed["full_name"] in text
            presses_key(first, "s")
            continue
        with nothing_changed(first.database):
            first.page.keyboard.press("Enter")
            expect(first.main.locator("[data-review-status]")).to_contain_text("Chưa chọn kết luận")
        cases.append(path_of(first))
        first.page.keyboard.press("1")
        presses_key(first, "Enter")
        decided.add(name)
        if len(decided) == len(pairs):
            break
    assert decided == pairs

    first.opens("/doi-soat/lan-hai/")
    first.sees("chờ người khác")
    expect(first.main.get_by_role("button", name="Bắt đầu")).to_have_count(0)
    for case in cases:
        first.is_refused(f"{case}nhan/", sending={"hang": "second"})
    second.goes_by_menu_to("Đối soát")
    second.page.wait_for_url("**/doi-soat/")
    tabs_to(second, "Chờ người thứ hai")
    presses_key(second, "Enter")
    tabs_to(second, "Bắt đầu: Bảo hiểm xã hội")
    presses_key(second, "Enter")
    for _ in cases:
        expect(second.page).to_have_url(re.compile(r"/doi-soat/ca/\d+/"))
        second.page.keyboard.press("1")
        presses_key(second, "Enter")
        second.sees("Đã ghi quyết định")
    deliver_events(second.database)
    second.opens("/doi-soat/tep-sua/")
    second.sees("giá trị chờ gửi")


def presses_key(person: Person, key: str) -> None:
    """Press ``key`` and wait for the page that it leads to."""
    with person.page.expect_navigation():
        person.page.keyboard.press(key)


def finds_work(police: Person, name: str, stranger: Person, secrets: tuple[str, ...]) -> str:
    """The record stands in the commune's list with its reason; another commune sees neither list nor record."""
    police.goes_by_menu_to("Việc làm sạch")
    police.presses(name.upper())
    work = path_of(police)
    is_kept_out(stranger, work, *secrets)
    is_kept_out(stranger, f"{work}nhan/", *secrets, sending={})
    stranger.opens("/viec-lam-sach/")
    assert name.upper() not in stranger.main.inner_text()
    looks_right(police)
    police.presses("Nhận việc này")
    police.sends("Nhận việc này")
    police.sees("Đã nhận việc")
    police.presses("Ghi kết quả xác minh")
    police.main.get_by_text("Dữ liệu dân cư, hộ tịch sai").click()
    with nothing_changed(police.database):
        police.sends("Ghi kết quả")
        police.sees("cần ghi giấy tờ đã xem")
    looks_right(police)
    police.fills(Giấy_tờ_đã_xem="Giấy khai sinh số 15/1990")
    police.sends("Ghi kết quả")
    police.sees("Đã ghi kết quả xác minh")
    police.opens(f"{work}da-sua/")
    police.sends("Đã sửa, kiểm tra lại ngay")
    police.sees("vẫn chưa khớp")
    return work


def puts_registry_right(
    police: Person, work: str, plan: insurance_list.Planted, approver: Person, *, wrong: tuple[Person, ...]
) -> None:
    """The police propose the name of the birth certificate; only another person of the registry may say yes."""
    police.opens("/dan-cu/tra-cuu/")
    police.main.get_by_label("Mục đích").select_option(label="Làm sạch dữ liệu, đối khớp danh sách của ngành")
    police.fills(Mã_hồ_sơ=f"LS-{re.sub(r'[^0-9]', '', work)}", Số_định_danh=plan.renamed["personal_id"])
    police.sends("Tìm")
    police.presses(plan.renamed["full_name"])
    looks_right(police)
    person = path_of(police)
    for stranger in wrong:
        is_kept_out(stranger, person, plan.renamed["personal_id"])
    police.presses("Đề nghị sửa thông tin")
    with nothing_changed(police.database):
        police.sends("Đề nghị sửa thông tin")
        police.main.get_by_role("alert").first.wait_for()
    police.main.get_by_label("Họ, chữ đệm và tên").fill(plan.name_on_paper)
    police.fills(Lý_do="Ghi sai khi nhập, theo giấy khai sinh số 15/1990")
    police.attaches("Tệp chứng minh", "giay-khai-sinh.txt", "Bản chụp giấy khai sinh, không có thật".encode())
    police.sends("Đề nghị sửa thông tin")
    police.sees("Đã gửi đề nghị")
    police.opens("/dan-cu/de-nghi/")
    police.clicks(police.main.get_by_role("link", name=re.compile("Sửa|sửa")).first)
    proposal = path_of(police)
    expect(police.main.get_by_role("button", name="Rút đề nghị")).to_be_visible()
    expect(police.main.get_by_role("button", name="Ghi quyết định")).to_have_count(0)
    for stranger in wrong:
        is_kept_out(stranger, proposal, plan.name_on_paper)
        stranger.is_refused(proposal, sending={"decision": "yes"})
    approver.opens(proposal)
    approver.sees("Hoài")
    looks_right(approver)
    approver.main.get_by_label("Duyệt", exact=True).check()
    approver.sends("Ghi quyết định")
    approver.sees("Đã duyệt")


def works_off(police: Person, work: str, stranger: Person) -> None:
    """Checked again the record agrees, and is gone from the list."""
    stranger.is_refused(f"{work}da-sua/", sending={})
    police.opens(f"{work}da-sua/")
    police.sends("Đã sửa, kiểm tra lại ngay")
    police.sees("Đã khớp: bản ghi sạch")
    deliver_events(police.database)
    police.is_refused(f"{work}da-sua/", sending={"note": "Lần nữa"})


def sends_number_to_sector(police: Person, row: insurance_list.Row) -> None:
    """The other record: the number read from the card goes to the sector."""
    police.opens("/viec-lam-sach/")
    police.presses(row["full_name"].upper())
    work = path_of(police)
    police.opens(f"{work}xac-minh/")
    police.main.get_by_text("Danh sách của ngành sai").click()
    police.fills(Giấy_tờ_đã_xem="Thẻ căn cước")
    police.main.get_by_text("Giá trị đúng theo giấy tờ").click()
    police.fills(Số_định_danh_đúng=row["personal_id"])
    police.sends("Ghi kết quả")
    police.presses("Chuyển ngành sửa")
    police.sends("Chuyển ngành sửa")
    police.sees("Đã chuyển ngành sửa")
