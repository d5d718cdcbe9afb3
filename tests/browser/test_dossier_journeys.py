"""Dossiers in real windows, from the phone of a citizen to the result that anybody can verify: birth of a child, moving
house, a lost driving licence; a stay notified for an elder at the desk; the figures of the leader. Each act is also
tried by somebody whose business it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from citizens import Citizen, flat, picture, put
from conftest import Site
from django.utils import timezone
from dossier_people import BIRTH, COMMUNE_NAME, FAMILY, LICENCE, RESIDENCE, STAY, VILLAGE
from people import Person
from playwright.sync_api import Page
from serving import deliver_events

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PHONE = 360
MOTHER, ELDER, GUEST = FAMILY["mother"], FAMILY["elder"], FAMILY["guest"]

Arrives = Callable[[str], Person]
Phones = Callable[[str | None], Citizen]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures of the journeys are kept."""
    return tmp_path_factory.mktemp("dossier-pictures")


@pytest.fixture
def arrives(open_page: Callable[..., Page], site: Site) -> Arrives:
    """``arrives(role)``: that officer at a desk."""
    return lambda role: Person(open_page(role), site.database)


@pytest.fixture
def phones(open_page: Callable[..., Page], site: Site, pictures: Path) -> Phones:
    """``phones(key)``: that citizen, or a visitor, with a phone."""
    return lambda key: Citizen(open_page(key, width=PHONE), site.database, pictures)


def finds(officer: Person, code: str) -> str:
    """Search for the dossier as the desk does; returns its address."""
    officer.opens("/mot-cua/")
    box = officer.main.get_by_role("searchbox", name="Tìm hồ sơ")
    box.fill(code)
    box.press("Enter")
    officer.page.wait_for_url(re.compile(r"/mot-cua/ho-so/\d+/"))
    return re.sub(r"^https?://[^/]+|[?#].*$", "", officer.page.url)


def does(officer: Person, case: str, act: str, **fields: str) -> None:
    """Do what the page of the dossier offers as ``act``, filling in what is asked for."""
    officer.opens(case)
    acts = officer.main.get_by_role("complementary")
    offered = acts.get_by_role("link", name=act, exact=True).or_(acts.get_by_role("button", name=act, exact=True))
    assert offered.count(), f"{act} is not offered: {acts.inner_text()}"
    officer.clicks(offered.first)
    if officer.page.url.rstrip("/").split("/")[-1] != case.rstrip("/").split("/")[-1]:
        officer.fills(**fields)
        officer.clicks(officer.main.locator("form button.button--primary, form button.button--danger").last)
    # Signing writes a PDF, and what is decided into the registry.
    officer.page.wait_for_url(f"**{case}", timeout=30_000)


def pays(citizen: Citizen, code: str, database: str) -> None:
    """What stands on the page that tells of the sending; the gateway says that it went well."""
    citizen.presses("Nộp tiền")
    citizen.presses("Cổng thanh toán thử nghiệm")
    citizen.keeps_picture("licence-2-gateway")
    citizen.clicks(citizen.page.locator("button[name=choice][value=success]"))
    deliver_events(database)
    citizen.opens(f"/dich-vu-cong/ho-so/{code}/")
    citizen.sees("Đã nộp")


def quiet(*people: Person) -> None:
    """Nobody's browser complained."""
    for person in people:
        assert not person.page.watch.take()  # type: ignore[attr-defined]


def test_a_child_is_born_and_the_mother_never_leaves_home(arrives: Arrives, phones: Phones, site: Site) -> None:
    mother, stranger, visitor = phones("citizen"), phones("stranger"), phones(None)
    desk, clerk, chairman = arrives("one_stop_officer"), arrives("clerk"), arrives("chairman")
    visitor.is_refused(f"/dich-vu-cong/thu-tuc/{BIRTH}/bat-dau/", why=302)

    code = registers_the_birth(mother, site.numbers)
    stranger.is_refused(f"/dich-vu-cong/ho-so/{code}/", why=404)
    sees_its_progress(visitor, code, MOTHER["birth_date"])

    case = finds(desk, code)
    arrives("desk_elsewhere").is_refused(case, why=404)
    clerk.opens(case)
    clerk.is_refused(f"{case}tiep-nhan/", sending={"revision": "0", "idempotency_key": "sai"})
    does(desk, case, "Tiếp nhận")
    assert desk.prints("Giấy tiếp nhận").startswith(b"%PDF")

    asks_for_a_better_photograph(clerk, case)
    supplies_only_that(mother, code)
    does(clerk, case, "Trình ký", Ghi_chú="Đủ điều kiện")
    clerk.is_refused(f"{case}buoc/sign/", why=403)
    chairman.opens(case)
    does(chairman, case, "Ký, cấp số định danh và giấy khai sinh")
    deliver_events(site.database)

    verification = receives_the_result(mother, code)
    visitor.opens(verification)
    visitor.sees("còn nguyên vẹn như lúc ký")
    visitor.keeps_picture("verified")
    does(desk, case, "Trả kết quả")
    deliver_events(site.database)
    mother.opens(f"/dich-vu-cong/ho-so/{code}/")
    mother.clicks(mother.page.locator(".taps button").first)
    mother.sees("đã đánh giá")
    stranger.opens("/dich-vu-cong/tra-cuu/")
    stranger.is_refused(f"/phan-anh/ho-so/{case.rstrip('/').split('/')[-1]}/danh-gia/", sending={"score": "3"})
    quiet(mother, visitor, desk, clerk, chairman)


def registers_the_birth(mother: Citizen, numbers: dict[str, str]) -> str:
    """From "I had a child" to the code; returns it."""
    mother.opens("/dich-vu-cong/")
    mother.presses("Sinh con")
    mother.keeps_picture("birth-1-event")
    mother.begins(BIRTH)
    mother.keeps_picture("birth-2-first-question")
    asked = mother.answers(
        {
            "declarant": {"relation": "mother", "phone": "0912345678"},
            "child": {
                "full_name": "Trần Mẫu Minh An",
                "sex": "F",
                "birth_date": timezone.localdate().replace(day=1).isoformat(),
                "birth_place": "Bệnh viện đa khoa tỉnh",
                "native_place": f"Xã {COMMUNE_NAME}, tỉnh Hà Tĩnh",
                "ethnicity": "01",
                "nationality": "VN",
            },
            "birth_proof": "certificate",
            "mother": {"personal_id": numbers["mother"]},
            "father_recorded": True,
            "father": {"personal_id": numbers["father"]},
            "parents_married": True,
            "home_of": "mother",
        }
    )
    assert asked > 5, "one thing per page"
    mother.keeps_picture("birth-3-papers")
    assert mother.main.locator("input[type=file]").count() == 1, "what the State knows is not asked for"
    mother.photographs("birth_certificate")
    mother.sends("Tiếp tục")
    mother.sees("Trần Mẫu Minh An", FAMILY["father"]["full_name"])
    mother.keeps_picture("birth-4-review")
    code = mother.declares_and_sends()
    mother.sees(code, "08 giờ làm việc")
    mother.keeps_picture("birth-5-sent")
    return code


def sees_its_progress(visitor: Citizen, code: str, born: str) -> None:
    """With the code and the birth date; not with another date."""
    for date, seen in (("01/01/1980", False), ("/".join(reversed(born.split("-"))), True)):
        visitor.opens("/dich-vu-cong/tra-cuu/")
        visitor.fills(Mã_hồ_sơ=code, Ngày=date)
        visitor.sends("Tra cứu")
        assert visitor.main.get_by_text("Nơi giải quyết").is_visible() is seen
    visitor.keeps_picture("birth-6-look-up")


def asks_for_a_better_photograph(clerk: Person, case: str) -> None:
    """One paper, with its reason; asked once."""
    does(clerk, case, "Nhận thụ lý")
    clerk.presses("Yêu cầu bổ sung", clerk.main.get_by_role("complementary"))
    row = clerk.main.get_by_role("row").filter(has_text="Giấy chứng sinh").first
    row.get_by_role("checkbox").check()
    row.locator("input:not([type=checkbox])").fill("Ảnh mờ, không đọc được số. Đề nghị chụp lại.")
    clerk.clicks(clerk.main.locator("form button.button--primary").last)
    clerk.page.wait_for_url(f"**{case}")
    clerk.sees("Đang chờ người nộp bổ sung")


def supplies_only_that(mother: Citizen, code: str) -> None:
    """On the same code, the one thing asked for."""
    mother.opens("/dich-vu-cong/")
    mother.sees("Đang chờ bạn")
    mother.opens(f"/dich-vu-cong/ho-so/{code}/")
    mother.sees("Cần bạn bổ sung")
    mother.presses("Bổ sung ngay")
    mother.sees("Ảnh mờ, không đọc được số")
    assert mother.main.locator("input[type=file]").count() == 1
    mother.photographs("birth_certificate")
    mother.keeps_picture("birth-7-supplement")
    mother.sends("Gửi bổ sung")
    mother.page.wait_for_url(re.compile(rf"/ho-so/{code}/(#.*)?$"))


def receives_the_result(mother: Citizen, code: str) -> str:
    """A signed PDF with a code that anybody may check; returns the address of the check."""
    mother.opens(f"/dich-vu-cong/ho-so/{code}/")
    mother.keeps_picture("birth-8-result")
    signed = mother.page.request.get(mother.control("Tải kết quả").get_attribute("href"))
    assert signed.body().startswith(b"%PDF")
    assert b"/ByteRange" in signed.body(), "signed"
    words = mother.main.get_by_text(re.compile("Ai cũng kiểm tra được")).inner_text()
    found = re.search(r"hoặc mã (\S+)\.", words)
    assert found, words
    return f"/kiem-tra/{found.group(1)}"


def test_a_family_moves_house(arrives: Arrives, phones: Phones, site: Site) -> None:
    mother = phones("citizen")
    desk, clerk, head = arrives("police_desk"), arrives("police_clerk"), arrives("police_head")
    mother.begins(RESIDENCE)
    mother.answers(
        {
            "requester": {"phone": "0912345678"},
            "residence": {
                "commune": COMMUNE_NAME,
                "village": VILLAGE,
                "address": "Số 40",
                "basis": "own_house",
            },
            "household": {"joins": "new", "leaves_head": "no"},
            "minor": {"alone": "no"},
        }
    )
    mother.photographs_what_is_missing()
    mother.sends("Tiếp tục")
    mother.keeps_picture("house-1-review")
    code = mother.declares_and_sends()
    pays(mother, code, site.database)

    case = finds(desk, code)
    arrives("clerk").is_refused(case, why=404)
    does(desk, case, "Tiếp nhận")
    does(clerk, case, "Nhận thụ lý")
    does(clerk, case, "Trình phê duyệt", Ghi_chú="Nhà của chính người nộp")
    clerk.is_refused(f"{case}buoc/ban_hanh/", why=403)
    does(head, case, "Cập nhật cư trú và ký thông báo")
    deliver_events(site.database)
    mother.opens(f"/dich-vu-cong/ho-so/{code}/")
    mother.sees("Kết quả")
    mother.opens("/dich-vu-cong/du-lieu/")
    mother.sees("Số 40")
    mother.keeps_picture("house-2-my-data")
    quiet(mother, desk, clerk, head)


def test_a_lost_licence_is_paid_for_at_the_gateway(arrives: Arrives, phones: Phones, site: Site) -> None:
    mother, stranger = phones("citizen"), phones("stranger")
    desk, officer, head = arrives("centre_desk"), arrives("case_officer"), arrives("traffic_head")
    mother.begins(LICENCE)
    mother.answers(
        {
            "requester": {"phone": "0912345678"},
            "licence": {"class": "A1"},
            "request": {"kind": "lost", "lost_how": "no"},
            "health": {"needed": "no"},
        }
    )
    mother.sends("Tiếp tục")
    code = mother.declares_and_sends()
    mother.keeps_picture("licence-1-to-pay")
    desk.is_refused(finds(desk, code) + "tiep-nhan/", sending={"revision": "0", "idempotency_key": "-"}, why=302)
    pays(mother, code, site.database)
    mother.keeps_picture("licence-3-paid")
    stranger.is_refused(f"/dich-vu-cong/ho-so/{code}/rut/", why=404)

    case = finds(desk, code)
    arrives("clerk").is_refused(case, why=404)
    does(desk, case, "Tiếp nhận")
    does(officer, case, "Nhận thụ lý")
    does(officer, case, "Trình phê duyệt", Ghi_chú="Không có vi phạm chưa giải quyết")
    officer.is_refused(f"{case}buoc/ban_hanh/", why=403)
    does(head, case, "Duyệt, in giấy phép lái xe")
    deliver_events(site.database)
    does(desk, case, "Trả kết quả")
    quiet(mother, desk, officer, head)


def test_the_desk_notifies_a_stay_for_an_elder_without_a_phone(arrives: Arrives, site: Site) -> None:
    desk, elsewhere, clerk = arrives("police_desk"), arrives("desk_elsewhere"), arrives("police_clerk")
    desk.opens(f"/mot-cua/tiep-nhan/thu-tuc/{STAY}/")
    born = "/".join(reversed(ELDER["birth_date"].split("-")))
    desk.fills(Số_định_danh=site.numbers["elder"], Họ_và_tên=ELDER["full_name"], Ngày_sinh=born)
    desk.sends("Đối chiếu rồi kê khai")
    desk.page.wait_for_url("**/ban-nhap/**")
    desk.sees(ELDER["full_name"], "Khớp dữ liệu dân cư")
    form = re.sub(r"^https?://[^/]+|[?#].*$", "", desk.page.url)
    elsewhere.is_refused(form, why=404)
    today = timezone.localdate()
    answers = {
        "requester": {"phone": "0912345678"},
        "host": {"kind": "home", "village": VILLAGE, "address": "Số 20"},
        "guests": [
            {
                "full_name": GUEST["full_name"],
                "personal_id": site.numbers["guest"],
                "birth_date": GUEST["birth_date"],
                "sex": "F",
            }
        ],
        "stay": {"from_on": today.isoformat(), "until": today.isoformat(), "reason": "visit"},
    }
    for path, value in flat(answers):
        control = desk.main.locator(f'[name="{path}"]').filter(visible=True)
        if control.count():
            put(control, value)
    desk.sends("Nộp và tiếp nhận")
    desk.page.wait_for_url("**/tiep-nhan/xong/**")
    desk.presses("Mở hồ sơ")
    desk.page.wait_for_url(re.compile(r"/mot-cua/ho-so/\d+/"))
    case = re.sub(r"^https?://[^/]+|[?#].*$", "", desk.page.url)
    does(clerk, case, "Nhận thụ lý")
    does(clerk, case, "Ghi nhận")
    quiet(desk, clerk)


def test_the_leader_sees_figures_and_no_dossier(arrives: Arrives, site: Site) -> None:
    leader, controller = arrives("provincial_leader"), arrives("procedure_controller")
    for person in (leader, controller):
        person.opens("/so-lieu-ho-so/")
        person.opens("/so-lieu-ho-so/766/")
        person.opens("/so-lieu-ho-so/phu-luc/II/")
    leader.is_refused("/mot-cua/", why=403)
    leader.is_refused("/so-lieu-ho-so/766/1.1/diem/", sending={"maximum": "1"})
    quiet(leader, controller)


def test_pictures_were_kept(pictures: Path) -> None:
    kept = sorted(file.stem for file in pictures.glob("*.png"))
    assert len(kept) >= 12, kept
    assert picture()["buffer"]
