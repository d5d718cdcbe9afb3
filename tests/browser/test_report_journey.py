"""A month from the commune's grid to the issued report, in real windows: entered, sent, returned once, accepted with
one commune late, shown on the board, written by itself, checked, signed by somebody else, issued, and every figure of
it traced to a page that shows it. Every act is also tried by somebody who may not do it."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Site
from docx import Document
from lxml import html
from people import Person, nothing_changed
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from report_province import NAMES, figures
from serving import deliver_events

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.xdist_group("browser")]

HERE = Path(__file__).parent
#: What the commune counted, and the one figure that it first typed wrong.
COUNTED, WRONG = figures(0, 1), ("BCT-03", 31, 424)
RETURNED = "Số người nhận trợ cấp thấp hơn tháng trước mười lần; đề nghị đối chiếu với danh sách chi trả"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Month:
    """The month as ``report_province`` made it."""

    code: str
    label: str
    mine: dict[str, str]
    other: dict[str, str]
    late: dict[str, str]
    sums: dict[str, list[int]]

    @property
    def form(self) -> str:
        """Address of the form of the commune of this journey."""
        return f"/so-lieu/{self.code}/{self.mine['code']}/"

    def total(self, code: str) -> tuple[int, int]:
        """Both counts of the province when the journey's commune and ``other`` are accepted too."""
        added = (COUNTED[code], figures(1, 1)[code])
        numerator, denominator = self.sums[code]
        return numerator + sum(pair[0] for pair in added), denominator + sum(pair[1] or 0 for pair in added)


@pytest.fixture(scope="module")
def month(site: Site) -> Month:
    """The month, and its people among those who can sign in."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{site.database}"}
    command = [sys.executable, str(HERE / "report_province.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    site.sessions.update(told.pop("sessions"))
    return Month(code=told.pop("month"), **told)


def test_a_month_becomes_an_issued_report_and_every_figure_leads_back(
    month: Month, open_page: Callable[..., Page], site: Site
) -> None:
    officer, head, late_head, office, leader = (
        Person(open_page(role), site.database)
        for role in (
            "agency_officer_mine",
            "agency_head_mine",
            "agency_head_late",
            "steering_officer",
            "provincial_leader",
        )
    )
    stranger = Person(open_page("agency_officer_late"), site.database)
    for person in (officer, head, late_head, office, leader, stranger):
        person.opens("/tro-giup/")

    enters(officer, month, wrong=(stranger, office))
    sends(head, month, wrong=(officer, late_head))
    returns(office, month, wrong=(head, leader))
    corrects(officer, head, month)
    accepts(office, month, wrong=(head, leader))
    shows_the_month(leader, month)

    report = writes(office, month, wrong=(officer, leader))
    freezes(office, report, wrong=(leader, stranger))
    signs(leader, report, wrong=(office, head))
    issues(office, report, wrong=(leader, officer))
    deliver_events(site.database)
    reads_the_papers(leader, report, month)
    traces_every_figure(leader, report)
    for person in (officer, head, late_head, office, leader, stranger):
        assert not person.page.watch.take()  # type: ignore[attr-defined]


def enters(officer: Person, month: Month, *, wrong: tuple[Person, ...]) -> None:
    """Typed from cell to cell, saved by itself; others cannot."""
    officer.opens("/so-lieu/")
    row = officer.main.get_by_role("row").filter(has_text=month.label)
    officer.clicks(row.get_by_role("link", name="Nhập").first)
    for code, (numerator, denominator) in (COUNTED | {WRONG[0]: WRONG[1:]}).items():
        types(officer, code, numerator, denominator)
    is_saved(officer)
    officer.page.reload()
    expect(field(officer, "BCT-06")).to_have_value(str(COUNTED["BCT-06"][0]))
    for person in wrong:
        may_not_enter(person, month)
        person.is_refused(f"{month.form}gui/", sending={"missing_reason": "Gửi thay"})


def may_not_enter(person: Person, month: Month) -> None:
    """What the script of the grid would send is refused, and no figure changes."""
    row = {"cells": [{"key": "BCT-06", "n": "9", "d": "", "c": "", "k": False, "b": ""}]}
    with nothing_changed(person.database):
        answer = person.page.request.post(f"{month.form}luu/", data=row, headers=person._token())
    assert answer.status in (403, 404, 409), f"saving answers {answer.status}"


def types(person: Person, code: str, numerator: int, denominator: int | None) -> None:
    """One line of the grid, by the keyboard."""
    field(person, code).focus()
    person.page.keyboard.type(str(numerator))
    if denominator is not None:
        person.page.keyboard.press("Tab")
        person.page.keyboard.type(str(denominator))
    person.page.keyboard.press("Enter")


def field(person: Person, code: str, column: str = "n") -> Locator:
    """A cell of the grid."""
    return person.page.locator(f'tr[data-row="{code}"] [data-col="{column}"]')


def is_saved(person: Person) -> None:
    expect(person.page.locator("[data-entry-status]")).to_contain_text("Đã lưu", timeout=15_000)


def sends(head: Person, month: Month, *, wrong: tuple[Person, ...]) -> None:
    """Only the head of the commune sends; the odd figure must be explained first."""
    for person in wrong:
        person.is_refused(f"{month.form}gui/", sending={"missing_reason": "Gửi thay"})
    head.opens("/so-lieu/")
    head.opens(f"{month.form}gui/")
    if head.main.get_by_text("Phải sửa hoặc ghi chú").count():
        head.presses("Về bảng nhập để sửa, ghi chú")
        field(head, WRONG[0], "c").fill("Theo bảng của ngân hàng")
        head.page.keyboard.press("Enter")
        is_saved(head)
        head.opens(f"{month.form}gui/")
    head.sends("Gửi lên tỉnh")
    head.sees("gửi")
    may_not_enter(head, month)


def returns(office: Person, month: Month, *, wrong: tuple[Person, ...]) -> None:
    """The steering office reads the form and gives it back with a reason."""
    for person in wrong:
        person.is_refused(month.form, sending={"reason": RETURNED}, why=403)
        person.is_refused(f"{month.form}duyet/", sending={}, why=403)
    office.opens(f"/so-lieu/tong-hop/{month.code}/")
    office.presses(month.mine["short"])
    office.main.get_by_label(f"Yêu cầu sửa {WRONG[0]}").fill("Đối chiếu lại")
    with_nothing_said(office)
    office.fills(Lý_do=RETURNED)
    office.sends("Trả lại")
    office.sees("Đã trả lại số liệu")


def with_nothing_said(office: Person) -> None:
    """Without a reason nothing is returned."""
    office.sends("Trả lại")
    expect(office.main.get_by_role("alert").first).to_be_visible()


def corrects(officer: Person, head: Person, month: Month) -> None:
    """The officer sees why, puts it right; the head sends again."""
    officer.opens("/so-lieu/")
    officer.sees(RETURNED)
    officer.opens(f"{month.form}nhap/")
    officer.sees(RETURNED, "Đối chiếu lại")
    numerator, denominator = COUNTED[WRONG[0]]
    field(officer, WRONG[0]).fill(str(numerator))
    field(officer, WRONG[0], "d").fill(str(denominator))
    officer.page.keyboard.press("Enter")
    is_saved(officer)
    head.opens(f"{month.form}gui/")
    head.sends("Gửi lên tỉnh")


def accepts(office: Person, month: Month, *, wrong: tuple[Person, ...]) -> None:
    """Two communes with one press; the late one stays where it is."""
    both = f"/so-lieu/tong-hop/{month.code}/"
    for person in wrong:
        person.is_refused(f"{both}duyet/", sending={"don_vi": month.mine["code"]}, why=403)
    office.opens(both)
    for unit in (month.mine, month.other):
        office.main.get_by_role("checkbox", name=f"Đánh dấu {unit['name']}", exact=True).check()
    office.sends("Duyệt số liệu")
    office.opens(f"{both}cham/")
    office.sees(month.late["name"])
    expect(office.main.get_by_text(month.mine["name"])).to_have_count(0)


def shows_the_month(leader: Person, month: Month) -> None:
    """Board and indicator: both counts, provisional, the late commune by name."""
    leader.opens("/dieu-hanh/")
    link = leader.main.get_by_role("link", name=NAMES["BCT-05"]).first
    expect(link).to_be_visible()
    for code in ("BCT-01", "BCT-05"):
        numerator, denominator = month.total(code)
        leader.opens(f"/dieu-hanh/chi-tieu/{code}/?ky={month.code}")
        now = leader.main.locator(".figure-now")
        expect(now).to_contain_text(f"{numerator:,}".replace(",", "."))
        expect(now).to_contain_text(f"{denominator:,}".replace(",", "."))
        leader.sees("tạm tính")
        without = leader.main.locator(".card").filter(has_text="Chưa có số liệu (1)")
        expect(without).to_contain_text(month.late["short"])


def writes(office: Person, month: Month, *, wrong: tuple[Person, ...]) -> str:
    """The report comes from its template; one sentence of our own with a live figure. Returns its address."""
    form = {"don_vi": "tinh", "ky": month.code}
    office.goes_by_menu_to("Báo cáo")
    units = office.main.get_by_label("Đơn vị", exact=True)
    province = units.locator("option").first.get_attribute("value") or ""
    for person in wrong:
        # The choices of the form are those of its reader: back to the list, and there is no report.
        person.is_refused("/bao-cao/moi/", sending=form | {"don_vi": province}, why=302)
    units.select_option(province)
    office.main.get_by_label("Kỳ báo cáo").select_option(month.code)
    office.sends("Lập hoặc mở báo cáo")
    report = re.sub(r"^https?://[^/]+|soan/.*$", "", office.page.url)
    office.opens(f"{report}soan/?muc=II.1&sua=1")
    text = office.page.locator("#noi-dung-muc")
    text.fill("Các xã, phường đã tổ chức tuyên truyền: {{ BCT-06.numerator }} buổi trong kỳ.")
    expect(office.page.locator("#luu-muc")).to_contain_text("Đã lưu")
    office.presses("Lưu và xem")
    numerator, _ = month.total("BCT-06")
    expect(office.page.locator("[id='muc-II.1'] a.live").first).to_have_text(re.compile(rf"^{numerator}\b"))
    return report


def freezes(office: Person, report: str, *, wrong: tuple[Person, ...]) -> None:
    """The figures are kept, the checker finds nothing."""
    for person in wrong:
        person.is_refused(f"{report}chot/", sending={})
    office.presses("Chốt số liệu và kiểm tra")
    office.sees("Không phát hiện chỗ nào mâu thuẫn")


def signs(leader: Person, report: str, *, wrong: tuple[Person, ...]) -> None:
    """Who wrote it does not sign it."""
    for person in wrong:
        person.is_refused(f"{report}duyet/", sending={})
    leader.opens("/bao-cao/")
    leader.clicks(leader.main.get_by_role("region", name="Chờ tôi duyệt").get_by_role("link").first)
    leader.presses("Tôi đã xem và duyệt báo cáo")
    leader.sees("Đã duyệt báo cáo")


def issues(office: Person, report: str, *, wrong: tuple[Person, ...]) -> None:
    """It gets its number and stays as it is."""
    for person in wrong:
        person.is_refused(f"{report}phat-hanh/", sending={"symbol": "BC-TCTĐA06", "issued_on": "1/1/2026"})
    office.opens(report)
    office.presses("Phát hành")
    office.sends("Phát hành")
    office.sees("Đã phát hành báo cáo")
    office.is_refused(f"{report}mo-lai/", sending={"reason": "Sửa sau khi đã phát hành"})


def reads_the_papers(leader: Person, report: str, month: Month) -> None:
    """Word and PDF open and say what the page says; with LibreOffice the PDF was made from the very Word file."""
    numerator, denominator = (f"{count:,}".replace(",", ".") for count in month.total("BCT-01"))
    word = leader.page.request.get(f"{report}bao-cao.docx")
    assert word.ok
    document = Document(io.BytesIO(word.body()))
    told = " ".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t._cells])
    paper = leader.page.request.get(f"{report}bao-cao.pdf")
    assert paper.ok
    reader = PdfReader(io.BytesIO(paper.body()))
    printed = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert len(reader.pages) > 2
    for text in (told, printed):
        for part in (numerator, denominator, month.late["short"], NAMES["BCT-01"]):
            assert part in re.sub(r"\s+", " ", text), part
    if shutil.which("soffice") or shutil.which("libreoffice"):
        assert "LibreOffice" in f"{reader.metadata.producer} {reader.metadata.creator}"


def traces_every_figure(leader: Person, report: str) -> None:
    """Each number that claims a source leads with one click to a page on which it stands."""
    leader.opens(report)
    found = leader.page.locator(".letter a.live").evaluate_all(
        "all => all.map(link => [link.textContent.trim(), link.getAttribute('href')])"
    )
    assert len(found) > 20
    wrong: list[str] = []
    numbers: dict[str, list[str]] = {}
    for text, href in found:
        if not href.startswith("/"):
            wrong.append(f"“{text}” leads nowhere: {href}")
        numbers.setdefault(href, []).append(text)
    for href, texts in numbers.items():
        answer = leader.page.request.get(href) if href.startswith("/") else None
        if answer is None:
            continue
        if answer.status != 200:
            wrong.append(f"{href} answers {answer.status}")
            continue
        shown = numbers_of(html.fromstring(answer.text()).text_content())
        wrong += [f"“{text}” is not shown on {href}" for text in dict.fromkeys(texts) if not numbers_of(text) <= shown]
    assert not wrong, "\n".join(wrong)


def numbers_of(text: str) -> set[str]:
    """The numbers of a text; official letters write 09 for 9."""
    return {number.lstrip("0") or "0" if number.isdecimal() else number for number in NUMBER.findall(text)}
