"""The first morning in real windows: a plan becomes tasks, a task is driven to acceptance by three accounts, a late one
is explained, a report is checked, the log is verified. Every step also tries to skip ahead or to be the wrong person.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import papers
import pytest
from conftest import Site
from django.utils import timezone
from people import Person, audit_count, nothing_changed
from playwright.sync_api import Locator, Page, expect
from province import OTHER_OFFICER

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABS = ("overdue", "due_soon", "recurring", "waiting_centre", "open", "done")

Arrives = Callable[[str], Person]


@pytest.fixture
def arrives(open_page: Callable[..., Page], site: Site) -> Arrives:
    """``arrives(role)``: that person, signed in, on the front page of a window of their own."""

    def arrive(role: str) -> Person:
        person = Person(open_page(role), site.database)
        person.opens("/")
        return person

    return arrive


def path_of(person: Person) -> str:
    """Where the person stands, as a path."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", person.page.url)


def board_of(person: Person) -> dict[str, int]:
    """The figures of the board page: they add up, and the JSON feed says the same."""
    person.goes_by_menu_to("Bảng điều hành")
    counts = person.page.request.get("/api/v1/steering/board").json()["totals"]
    assert sum(counts[name] for name in TABS) == counts["total"]
    person.sees(f"{counts['total']} nhiệm vụ")
    for label, name in (("Quá hạn", "overdue"), ("Sắp đến hạn", "due_soon"), ("Hoàn thành", "done")):
        figure = person.main.get_by_role("link", name=re.compile(rf"^{label}\s*:\s*{counts[name]}\b"))
        expect(figure.first).to_be_visible()
    return counts


def test_a_plan_becomes_tasks_and_one_is_driven_to_acceptance(arrives: Arrives, site: Site) -> None:
    leader, office = arrives("provincial_leader"), arrives("steering_officer")
    officer, stranger = arrives("agency_officer"), arrives(OTHER_OFFICER)
    before = board_of(leader)
    plan = papers.plan(timezone.localdate())

    document = uploads(office, plan, wrong=(officer, leader))
    reviews(office, document, wrong=(officer, leader))
    tasks = issues(office, document, wrong=(officer, leader))
    issued = board_of(leader)
    assert issued["total"] == before["total"] + len(tasks)
    assert issued["done"] == before["done"]

    task = opens_the_notification(officer, wrong=stranger)
    assert task in tasks
    office.is_refused(f"{task}nghiem-thu/", sending={"note": "Nghiệm thu trước khi có kết quả"})
    reports_progress(officer, task, wrong=stranger)
    reports_done_with_evidence(officer, task)
    officer.is_refused(f"{task}nghiem-thu/", sending={"note": "Tự nghiệm thu"}, why=403)
    leader.is_refused(f"{task}nghiem-thu/", sending={"note": "Không phải việc của lãnh đạo"}, why=403)
    returns(office, task)
    reports_done_again(officer, task)
    accepts(office, task)
    officer.is_refused(f"{task}tien-do/", sending={"percent": "10", "done": "Báo cáo sau khi đã xong"})

    accepted = board_of(leader)
    assert accepted["total"] == issued["total"]
    assert accepted["done"] == issued["done"] + 1
    for person in (leader, office, officer, stranger):
        assert not person.page.watch.take()  # type: ignore[attr-defined]


def uploads(office: Person, plan: bytes, *, wrong: tuple[Person, ...]) -> str:
    """The steering officer uploads the plan; the same file again is noticed. Returns the document's address."""
    file = {"file": {"name": "ke-hoach-68.docx", "mimeType": WORD, "buffer": plan}}
    for person in wrong:
        person.is_refused("/van-ban/tai-len/", why=403)
        person.is_refused("/van-ban/tai-len/", sending=file, why=403)
    office.goes_by_menu_to("Văn bản")
    office.presses("Tải văn bản lên")
    office.attaches("Tệp văn bản", "ke-hoach-68.docx", plan, WORD)
    office.sends("Đọc văn bản")
    office.sees("Đã đọc xong", papers.INSURANCE, papers.NOT_A_TASK)
    document = path_of(office)

    with nothing_changed(office.database):
        office.opens("/van-ban/tai-len/")
        office.attaches("Tệp văn bản", "ban-sao.docx", plan, WORD)
        office.sends("Đọc văn bản")
        office.sees("Tệp này đã được tải lên")
    office.presses("Mở bản đã có")
    assert path_of(office) == document
    return document


def reviews(office: Person, document: str, *, wrong: tuple[Person, ...]) -> None:
    """One body is corrected through the picker, one task split, one dropped."""

    def card(words: str) -> Locator:
        return office.main.get_by_role("listitem").filter(has_text=words).filter(has=office.page.locator("dl")).first

    corrected = card(papers.INSURANCE)
    expect(corrected).to_contain_text("chưa rõ cơ quan")
    edit = corrected.get_by_role("link", name="Sửa").or_(corrected.get_by_role("button", name="Sửa")).first
    address = edit.get_attribute("href") or edit.get_attribute("hx-get")
    for person in wrong:
        person.is_refused(address, sending={"text": "Sửa trộm"}, why=403)
        person.is_refused(f"{address}bo/", sending={}, why=403)
    office.clicks(edit)
    office.main.get_by_role("checkbox", name=papers.UNKNOWN_BODY).uncheck()
    picker = office.main.get_by_role("combobox", name="Cơ quan chủ trì")
    picker.press_sequentially("so y te")
    office.main.get_by_role("option", name="Sở Y tế").first.click()
    office.sends("Lưu nhiệm vụ")
    expect(card(papers.INSURANCE)).to_contain_text("Sở Y tế")
    expect(card(papers.INSURANCE)).not_to_contain_text("chưa rõ cơ quan")

    office.presses("Tách", card(papers.DOUBLE_FIRST))
    with nothing_changed(office.database):
        office.sends("Tách")
        office.sees("Hãy chọn")
    office.main.get_by_role("radio", name=papers.DOUBLE_SECOND).check()
    office.sends("Tách")
    office.sees("Đã tách")

    office.presses("Bỏ", card(papers.NOT_A_TASK))
    expect(card(papers.NOT_A_TASK)).to_contain_text("Đã bỏ")
    expect(office.control("Giao 3 nhiệm vụ")).to_be_visible()
    assert path_of(office) == document


def issues(office: Person, document: str, *, wrong: tuple[Person, ...]) -> list[str]:
    """Not without a reason, not by others, not twice. Returns the addresses of the live tasks."""
    issue = f"{document}giao-viec/"
    for person in wrong:
        person.is_refused(issue, why=403)
        person.is_refused(issue, sending={"override_reason": "Người khác giao thay"}, why=403)
    office.presses("Giao 3 nhiệm vụ")
    office.sees("chưa đủ năm rõ")
    with nothing_changed(office.database):
        office.presses("Giao 3 nhiệm vụ")
        office.sees("lý do")
        assert path_of(office) == issue
    office.fills(Lý_do="Người đứng đầu sẽ bổ sung sau khi các cơ quan phân công")
    office.presses("Giao 3 nhiệm vụ")
    office.sees("Đã giao 3 nhiệm vụ")
    office.repeats(issue, {"override_reason": "Giao lần thứ hai"})
    live = office.main.get_by_role("link", name=re.compile("Đã giao|^NV-"))
    return list(dict.fromkeys(live.evaluate_all("all => all.map(link => link.getAttribute('href'))")))


def opens_the_notification(officer: Person, *, wrong: Person) -> str:
    """The bell leads to the task; an officer of another body can neither open nor touch it."""
    officer.opens("/")
    officer.clicks(officer.page.get_by_role("banner").get_by_role("link", name=re.compile("thông báo", re.I)).first)
    officer.clicks(officer.main.get_by_role("button", name=re.compile("Được giao nhiệm vụ NV-")).first)
    officer.sees(papers.INSURANCE)
    task = path_of(officer)
    wrong.is_refused(task, why=404)
    wrong.is_refused(f"{task}tien-do/", sending={"percent": "90", "done": "Báo cáo thay"}, why=404)
    return task


def reports_progress(officer: Person, task: str, *, wrong: Person) -> None:
    """Percent, what was done, what comes next."""
    officer.opens(task)
    officer.presses("Báo cáo tiến độ")
    with nothing_changed(officer.database):
        officer.fills(Tỷ_lệ_hoàn_thành="40", Việc_đã_làm="Đã lập danh sách của 31 xã, phường")
        officer.sends("Báo cáo tiến độ")
        officer.main.get_by_role("alert").first.wait_for()
    officer.fills(Bước_tiếp_theo="Đối chiếu 38 xã, phường còn lại")
    officer.sends("Báo cáo tiến độ")
    officer.sees("Đã ghi nhận báo cáo tiến độ", "Đã lập danh sách của 31 xã, phường", "40%")
    wrong.is_refused(f"{task}hoan-thanh/", sending={"done": "Xong thay"}, why=404)


def reports_done_with_evidence(officer: Person, task: str) -> None:
    """Not without a file."""
    officer.presses("Báo cáo hoàn thành")
    officer.fills(Kết_quả_đạt_được="Đã đối chiếu đủ 69 xã, phường")
    with nothing_changed(officer.database):
        officer.sends("Báo cáo hoàn thành")
        officer.main.get_by_role("alert").filter(has_text="minh chứng").first.wait_for()
    officer.attaches("Tệp minh chứng", "bien-ban-doi-chieu.txt", "Biên bản đối chiếu, không có thật".encode())
    officer.sends("Báo cáo hoàn thành")

    officer.sees("Đã gửi báo cáo hoàn thành", "bien-ban-doi-chieu.txt")
    assert path_of(officer) == task


def returns(office: Person, task: str) -> None:
    """The issuer's side reads the evidence and sends the result back, with a reason."""
    office.opens("/thong-bao/")
    office.clicks(office.main.get_by_role("button", name=re.compile("NV-.* chờ nghiệm thu")).first)
    assert path_of(office) == task
    proof = office.page.request.get(office.control("bien-ban-doi-chieu.txt").get_attribute("href"))
    assert proof.text() == "Biên bản đối chiếu, không có thật"
    assert "attachment" in proof.headers["content-disposition"]
    office.presses("Trả lại")
    with nothing_changed(office.database):
        office.sends("Trả lại")
        office.main.get_by_role("alert").first.wait_for()
    office.fills(Lý_do="Biên bản chưa có chữ ký của Bảo hiểm xã hội tỉnh")
    office.sends("Trả lại")
    office.sees("Đã trả lại báo cáo hoàn thành")
    office.is_refused(f"{task}nghiem-thu/", sending={"note": "Nghiệm thu việc vừa trả lại"})


def reports_done_again(officer: Person, task: str) -> None:
    """The officer learns why it came back, and mends it."""
    officer.opens("/thong-bao/")
    officer.sees("Biên bản chưa có chữ ký của Bảo hiểm xã hội tỉnh")
    officer.clicks(officer.main.get_by_role("button", name=re.compile("NV-.* bị trả lại")).first)
    officer.presses("Báo cáo hoàn thành")
    officer.fills(Kết_quả_đạt_được="Đã bổ sung chữ ký của Bảo hiểm xã hội tỉnh")
    officer.attaches("Tệp minh chứng", "bien-ban-co-ky.txt", "Biên bản có chữ ký, không có thật".encode())
    officer.sends("Báo cáo hoàn thành")
    officer.sees("Đã gửi báo cáo hoàn thành", "bien-ban-co-ky.txt")
    assert path_of(officer) == task


def accepts(office: Person, task: str) -> None:
    """Done is what the issuer has accepted."""
    office.opens(task)
    office.presses("Nghiệm thu")
    office.fills(Ghi_chú="Đủ chữ ký, đủ 69 xã, phường")
    office.sends("Nghiệm thu")
    office.sees("Đã nghiệm thu nhiệm vụ", "đúng hạn")
    office.is_refused(f"{task}nghiem-thu/", sending={"note": "Nghiệm thu lần nữa"})
    office.is_refused(f"{task}tra-lai/", sending={"reason": "Đổi ý sau khi đã nghiệm thu"})


def red_task(leader: Person, words: str) -> Locator:
    """The most late task of the health department on the board that has ``words``."""
    red = leader.main.get_by_role("region", name="Quá hạn")
    shown = red.get_by_role("listitem").or_(red.get_by_role("row"))
    return shown.filter(has_text="Sở Y tế").filter(has_text=words).first


def test_a_late_task_is_asked_about_and_the_head_of_the_agency_answers(arrives: Arrives, site: Site) -> None:
    leader, head, officer = arrives("provincial_leader"), arrives("agency_head"), arrives("agency_officer")
    stranger = arrives(OTHER_OFFICER)
    before = board_of(leader)
    assert before["overdue"] > 0
    leader.clicks(red_task(leader, "Yêu cầu giải trình").get_by_role("link", name="Yêu cầu giải trình"))
    ask = path_of(leader)
    task = ask.removesuffix("giai-trinh/")

    for person in (officer, stranger, head):
        person.is_refused(ask, sending={"agency_code": "so-y-te", "question": "Hỏi ngược"})
    head.is_refused(f"{task}tra-loi/", sending={"answer": "Trả lời khi chưa ai hỏi"})
    with nothing_changed(site.database):
        leader.sends("Yêu cầu giải trình")
        leader.main.get_by_role("alert").first.wait_for()
    leader.fills(Nội_dung_cần_giải_trình="Vì sao đã quá hạn mà chưa có kết quả, ngày nào xong?")
    leader.sends("Yêu cầu giải trình")
    leader.sees("Đã gửi yêu cầu giải trình", "Chưa trả lời")

    for person in (officer, stranger, leader):
        person.is_refused(f"{task}tra-loi/", sending={"answer": "Trả lời thay thủ trưởng"})
    head.opens("/thong-bao/")
    head.clicks(head.main.get_by_role("button", name=re.compile("yêu cầu giải trình")).first)
    head.presses("Giải trình")
    head.sees("Vì sao đã quá hạn mà chưa có kết quả, ngày nào xong?")
    head.fills(Nội_dung_giải_trình="Hai bệnh viện chưa nối mạng; sẽ xong trong tuần tới")
    head.sends("Giải trình")
    head.sees("Đã gửi giải trình")
    head.is_refused(f"{task}tra-loi/", sending={"answer": "Trả lời lần thứ hai"})

    assert board_of(leader) == before, "asking and answering moves no task"
    expect(red_task(leader, "Hai bệnh viện chưa nối mạng")).to_be_visible()
    for person in (leader, head, officer, stranger):
        assert not person.page.watch.take()  # type: ignore[attr-defined]


def test_a_report_with_wrong_numbers_shows_each_of_them_with_its_line(arrives: Arrives, site: Site) -> None:
    office, leader, officer = arrives("steering_officer"), arrives("provincial_leader"), arrives("agency_officer")
    office.opens("/van-ban/")
    office.presses("Tải văn bản lên")
    office.attaches("Tệp văn bản", "bao-cao-69.txt", papers.REPORT.encode(), "text/plain")
    office.sends("Đọc văn bản")
    office.sees("Số liệu cần xem lại")
    report = path_of(office)
    for words, printed, computed in (
        (papers.REPORT_LINES[0], "92,00%", "90,00%"),
        (papers.REPORT_LINES[1], "960", "950"),
    ):
        finding = office.main.get_by_role("listitem").filter(has_text=printed).filter(has_text=computed).first
        expect(finding).to_be_visible()
        line = finding.get_by_role("link", name=re.compile(r"dòng \d+", re.I)).first
        target = line.get_attribute("href")
        assert target
        expect(office.page.locator(target)).to_contain_text(words)
    officer.is_refused(report, why=403)
    leader.opens(f"{report}?xem=can-xem")
    expect(leader.control("Đóng rà soát")).to_have_count(0)
    leader.is_refused(f"{report}dong/", sending={}, why=403)
    assert not office.page.watch.take()  # type: ignore[attr-defined]


def test_administrator_and_auditor_each_see_their_own_side_and_the_exported_log_proves_itself(
    arrives: Arrives, site: Site, tmp_path: Path
) -> None:
    administrator, auditor = arrives("administrator"), arrives("auditor")
    administrator.opens("/tai-khoan/")
    administrator.sees("Chuyên viên cơ quan thường trực Mẫu")
    account = administrator.control("Cán bộ đầu mối Mẫu").get_attribute("href")
    administrator.opens("/tai-khoan/bang-quyen/")
    row = administrator.main.get_by_role("row").filter(has_text="Chấp nhận hoặc trả lại báo cáo hoàn thành")
    expect(row.get_by_text("Có", exact=True)).to_have_count(1)
    for path in ("/nhat-ky/", "/dieu-hanh/", "/van-ban/"):
        administrator.is_refused(path, why=403)
    administrator.is_refused("/nhat-ky/xuat/", sending={}, why=403)

    auditor.opens("/nhat-ky/")
    auditor.fills(Người_thực_hiện="Chuyên viên cơ quan thường trực")
    auditor.sends("Tìm")
    auditor.sees("Giao việc từ văn bản")
    rows = auditor.main.get_by_role("row").filter(has=auditor.page.get_by_role("cell"))
    assert all("Chuyên viên cơ quan thường trực" in text for text in rows.all_inner_texts())
    for path in ("/dieu-hanh/", "/van-ban/", "/van-ban/tai-len/"):
        auditor.is_refused(path, why=403)
    auditor.is_refused(f"{account}khoa/", sending={"reason": "Cán bộ kiểm soát không quản lý tài khoản"}, why=403)

    written = audit_count(site.database)
    with auditor.page.expect_download() as download:
        auditor.presses("Xuất toàn bộ")
    export = tmp_path / "nhat-ky.jsonl"
    download.value.save_as(export)
    assert audit_count(site.database) == written + 1, "the export itself stands in the log"
    key = tmp_path / "khoa.pem"
    key.write_text(site.public_key, encoding="ascii")
    assert verify(export, key) == (0, f"{written + 1} dòng")

    tampered = tmp_path / "da-sua.jsonl"
    tampered.write_bytes(export.read_bytes().replace("Chuyên viên".encode(), "Chuyên viêm".encode(), 1))
    assert tampered.read_bytes() != export.read_bytes()
    status, _ = verify(tampered, key)
    assert status == 1
    for person in (administrator, auditor):
        assert not person.page.watch.take()  # type: ignore[attr-defined]


def verify(export: Path, key: Path) -> tuple[int, str]:
    """Exit code of ``dean06 verify_audit`` as typed at a console, and how many rows it speaks of."""
    command = [sys.executable, "-c", "from dean06.cli import main; main()"]
    done = subprocess.run(
        [*command, "verify_audit", str(export), "--public-key", str(key)], capture_output=True, text=True, check=False
    )
    counted = re.search(r"\d+ dòng", done.stdout)
    return done.returncode, counted.group() if counted else done.stderr
