"""Pictures of the pages for README and tutorials, taken from a demo province built for the purpose.

    .venv/bin/python scripts/screenshots.py [NAME ...]

builds the demo in a temporary folder, serves it on a free port, walks to each page as the person who works there and
writes docs/img/NAME.png (all of them, or those named), 1280 pixels wide and never heavy.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "img"
TUTORIAL = ROOT / "docs" / "tutorial"
WIDTH, HEIGHT = 1280, 900
#: A picture that needs more than this many bytes is too heavy for a README.
HEAVIEST = 250_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def board(page: Page) -> None:
    """The leader's morning."""
    sign_in(page, "Lãnh đạo tỉnh")
    page.goto("/dieu-hanh/")


def review(page: Page) -> None:
    """The tutorial's plan as it was just read, at the task whose body nobody knows."""
    sign_in(page, "Chuyên viên cơ quan thường trực")
    upload(page, TUTORIAL / "ke-hoach-mau.txt")
    page.goto(page.url)
    page.get_by_role("link", name="Nhiệm vụ 3", exact=True).first.click()
    page.wait_for_timeout(500)
    page.get_by_role("heading", name="Văn bản gốc").evaluate("e => window.scrollTo(0, e.offsetTop - 120)")


def findings(page: Page) -> None:
    """The tutorial's report, checked against the one before."""
    sign_in(page, "Chuyên viên cơ quan thường trực")
    upload(page, TUTORIAL / "bao-cao-ky-truoc-mau.txt")
    upload(page, TUTORIAL / "bao-cao-mau.txt", previous="124/BC-TCT")
    page.goto(page.url.split("?")[0].split("#")[0] + "?xem=can-xem")
    page.get_by_role("link", name="Xem lại số liệu 1", exact=True).first.click()


def task(page: Page) -> None:
    """The latest of all tasks, as the leader sees it."""
    sign_in(page, "Lãnh đạo tỉnh")
    page.goto("/dieu-hanh/")
    page.get_by_role("region", name="Quá hạn").get_by_role("heading", level=3).get_by_role("link").first.click()


def units(page: Page) -> None:
    """A commune of today with the communes it was made of."""
    sign_in(page, "Cán bộ đầu mối")
    page.goto("/don-vi/?q=ky khang")
    page.get_by_role("link", name="Xã Kỳ Khang", exact=True).first.click()


def audit(page: Page) -> None:
    """The log, as the auditor searches it: who accepted results."""
    sign_in(page, "Cán bộ kiểm soát truy cập")
    page.goto("/nhat-ky/")
    page.get_by_label("Việc đã làm").select_option(label="Nghiệm thu nhiệm vụ")
    page.get_by_role("main").get_by_role("button", name="Tìm", exact=True).click()


def insurance(page: Page) -> None:
    """A list after matching, as its steward sees it."""
    sign_in(page, "Cán bộ dữ liệu của ngành")
    page.goto("/lam-sach/danh-sach/insurance/")


def pair(page: Page) -> None:
    """A hard pair, to be decided with the keyboard."""
    sign_in(page, "Cán bộ dữ liệu của ngành")
    page.goto("/doi-soat/")
    page.get_by_role("button", name="Bắt đầu: Bảo hiểm y tế").first.click()


def worklist(page: Page) -> None:
    """What the police of a commune have to find out."""
    sign_in(page, "Cán bộ công an cấp xã")
    page.goto("/viec-lam-sach/")


def campaign(page: Page) -> None:
    """Three weeks into a campaign."""
    sign_in(page, "Chuyên viên cơ quan thường trực")
    page.goto("/dot-cao-diem/1/")


def queue(page: Page) -> None:
    """What the desk of a commune does next."""
    sign_in(page, "Cán bộ bộ phận một cửa")
    page.goto("/mot-cua/")


def reception(page: Page) -> None:
    """Who hands in: the scanned card, compared with the register."""
    sign_in(page, "Cán bộ bộ phận một cửa")
    page.goto("/mot-cua/tiep-nhan/thu-tuc/1.001193/")


def dossier(page: Page) -> None:
    """A dossier that waits for its clerk: form, papers, clock, acts."""
    sign_in(page, "Công chức tư pháp - hộ tịch")
    page.goto("/mot-cua/")
    page.get_by_role("main").get_by_role("link", name=re.compile(r"^H27\.")).first.click()


def index(page: Page) -> None:
    """Index 766 of the province, each lost point a link."""
    sign_in(page, "Cán bộ kiểm soát thủ tục hành chính")
    page.goto("/so-lieu-ho-so/766/")


def services(page: Page) -> None:
    """Where a citizen begins: what is happening in life."""
    sign_in_citizen(page)
    page.goto("/dich-vu-cong/")


def question(page: Page) -> None:
    """One thing a page; what the State knows is filled in and locked."""
    sign_in_citizen(page)
    page.goto("/dich-vu-cong/thu-tuc/1.001193/")
    page.get_by_role("button", name=re.compile("^(Bắt đầu|Làm hồ sơ mới)$")).click()


def indicator(page: Page) -> None:
    """The indicator that most communes miss."""
    board(page)
    page.locator("main a[href*='/dieu-hanh/chi-tieu/']").first.click()


def card(page: Page) -> None:
    """All of one commune on a sheet of paper."""
    sign_in(page, "Lãnh đạo tỉnh")
    page.goto("/dieu-hanh/don-vi/ubnd-xa-ky-khang/")


def matrix(page: Page) -> None:
    """The communes beside the indicators."""
    sign_in(page, "Lãnh đạo tỉnh")
    page.goto("/dieu-hanh/ma-tran/")


STEERING_SHOTS = (board, review, findings, task, units, audit)
CLEANING_SHOTS = (insurance, pair, worklist, campaign)
FIGURE_SHOTS = (indicator, card, matrix)
DOSSIER_SHOTS = (queue, reception, dossier, index, services, question)
SHOTS: dict[str, Callable[[Page], None]] = {
    shot.__name__: shot for shot in (*STEERING_SHOTS, *FIGURE_SHOTS, *CLEANING_SHOTS, *DOSSIER_SHOTS)
}


def main() -> None:
    """Build, serve, take, write."""
    parser = argparse.ArgumentParser(description="Chụp ảnh các trang cho tài liệu.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"ảnh cần chụp: {', '.join(SHOTS)} (mặc định: tất cả)")
    names = parser.parse_args().names or list(SHOTS)
    if unknown := set(names) - set(SHOTS):
        parser.error(f"không có ảnh: {', '.join(sorted(unknown))}")
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        sys.exit("screenshots: cần Chromium (Debian: apt-get install chromium)")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served_demo(Path(folder)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in names:
            size = write(IMAGES / f"{name}.png", taken(browser, url, SHOTS[name]))
            print(f"docs/img/{name}.png {size // 1000} kB")
        browser.close()


@contextmanager
def served_demo(folder: Path) -> Iterator[str]:
    """Address of a demo province of its own, gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dean06.config.settings.dev",
        "DEAN06_DATA_DIR": str(folder),
        "DEAN06_SITE_URL": url,
        "DATABASE_URL": f"sqlite:///{folder / 'dean06.sqlite3'}",
    }
    command = [sys.executable, "-c", "from dean06.cli import main; main()", "make_demo"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "dean06.config.wsgi:application", "--bind", f"127.0.0.1:{port}"],
        env=environment,
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str, seconds: float = 30) -> None:
    """Until the server answers. Raises ``TimeoutError``."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        try:
            with urllib.request.urlopen(url):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer")


def taken(browser: Browser, url: str, walk: Callable[[Page], None]) -> bytes:
    """The window after ``walk``, as PNG."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, base_url=url, locale="vi-VN")
    page = context.new_page()
    walk(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready")
    page.mouse.move(0, 0)
    picture = page.screenshot(animations="disabled")
    context.close()
    return picture


def sign_in(page: Page, role: str) -> None:
    """As the first of the demo's people who holds ``role``."""
    page.goto("/tai-khoan/dang-nhap/")
    page.get_by_role("listitem").filter(has_text=role).get_by_role("button").first.click()
    page.get_by_role("navigation", name="Danh mục chính").first.wait_for()


def sign_in_citizen(page: Page) -> None:
    """As the first of the demo's citizens."""
    page.goto("/cong-dan/dang-nhap/")
    page.get_by_role("listitem").filter(has_text="định danh mức độ").get_by_role("button").first.click()
    page.get_by_role("navigation", name="Danh mục chính").first.wait_for()


def upload(page: Page, file: Path, previous: str = "") -> None:
    """Read a document; the page stands on its review."""
    page.goto("/van-ban/tai-len/")
    page.get_by_label("Tệp văn bản").set_input_files(file)
    if previous:
        choices = page.get_by_label("So với báo cáo kỳ trước")
        choices.select_option(value=choices.locator("option").filter(has_text=previous).get_attribute("value"))
    page.get_by_role("button", name="Đọc văn bản").click()
    page.get_by_role("heading", name="Đã nhận ra").wait_for()


def write(path: Path, picture: bytes) -> int:
    """Store as small as PNG goes; returns the size in bytes. Raises ``ValueError`` when that is still too heavy."""
    Image.open(io.BytesIO(picture)).convert("RGB").save(path, optimize=True)
    size = path.stat().st_size
    if size > HEAVIEST:
        raise ValueError(f"{path.name}: {size} bytes, more than {HEAVIEST}")
    return size


if __name__ == "__main__":
    main()
