"""A citizen at a phone: answers question after question, photographs what is missing, sends, looks after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from people import Person
from playwright.sync_api import Locator, Page
from watching import NARROW_RULES, axe_check, sideways

from dean06.web.portal.tests.walking import photograph

#: A question needs an answer when the page does not lead on by itself; no form has more pages than this.
MOST_PAGES = 60


class Citizen(Person):
    """Somebody with a small screen. Every page that a journey stops at must fit it."""

    def __init__(self, page: Page, database: str, pictures: Path) -> None:
        super().__init__(page, database)
        self.pictures = pictures

    def keeps_picture(self, name: str) -> None:
        """The page fits the window and keeps to the rules of axe that depend on it; its picture is kept."""
        problems = sideways(self.page) + axe_check(self.page, *NARROW_RULES)
        assert not problems, f"{self.page.url}: {problems}"
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True, animations="disabled")

    def begins(self, code: str) -> None:
        """From the page of a procedure to the first question."""
        self.opens(f"/dich-vu-cong/thu-tuc/{code}/")
        self.sends("Bắt đầu")
        self.page.wait_for_url("**/ban-nhap/**")

    def answers(self, data: Mapping[str, Any]) -> int:
        """Answer every question with ``data`` (nested, as the form's); what is filled in already stays. Returns how
        many pages there were."""
        values = dict(flat(data))
        for number in range(MOST_PAGES):
            if "/cau-hoi/" not in self.page.url:
                return number
            here = self.page.url
            self._answer(values)
            self.clicks(self.page.locator(".portal-form button.button--primary[name=_act]"))
            wrong = self.main.locator(".field__error").all_inner_texts()
            assert not wrong, f"{here}: {wrong}"
        raise AssertionError("the questions do not end")

    def _answer(self, values: Mapping[str, str]) -> None:
        names = self.page.eval_on_selector_all(".portal-form [name]", "all => all.map(one => one.name)")
        for name in dict.fromkeys(names):
            path = name.removesuffix("_text")
            control = self.page.locator(f'.portal-form [name="{name}"]').filter(visible=True)
            if path in values and control.count():
                put(control, values[path])

    def photographs(self, requirement: str) -> None:
        """Take a picture of a paper, with the telephone's camera."""
        self.page.locator(f"#tep-{requirement}").set_input_files(picture())
        self.clicks(self.page.locator(f"#giay-{requirement}").get_by_role("button", name="Tải lên"))
        self.page.locator(f"#giay-{requirement}").get_by_text("Đã tải:").wait_for()

    def photographs_what_is_missing(self) -> list[str]:
        """Each paper that the page still asks for; returns which."""
        asked = self.page.eval_on_selector_all(
            "section[id^=giay-]",
            "all => all.filter(one => one.querySelector('input[type=file]') && !one.querySelector('.portal-have'))"
            ".map(one => one.id.slice(5))",
        )
        for requirement in asked:
            self.photographs(requirement)
        return list(asked)

    def declares_and_sends(self) -> str:
        """On the review; returns the code of the dossier."""
        self.main.get_by_label("Tôi đã đọc và cam đoan").check()
        self.sends("Gửi hồ sơ")
        # The form is written as a PDF and kept before the answer comes.
        self.page.wait_for_url(re.compile("/da-gui/"), timeout=30_000)
        found = re.search(r"/ho-so/([^/]+)/da-gui/", self.page.url)
        assert found
        return found.group(1)


def put(control: Locator, value: str) -> None:
    """Type, tick or choose."""
    kind = control.first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind == "radio":
        control.and_(control.page.locator(f'[value="{value}"]')).check()
    elif kind == "checkbox":
        control.set_checked(value == "yes")
    elif kind == "select":
        control.select_option(value)
    elif control.get_attribute("role") == "combobox":
        control.fill("")
        control.press_sequentially(value)
        control.page.get_by_role("option", name=value).first.click()
    else:
        control.fill(value)


def flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of every value as a person types it."""
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from flat(item, f"{before}{name}[{index}].")
        else:
            text = ("no", "yes")[value] if isinstance(value, bool) else str(value)
            yield before + name, "/".join(reversed(text.split("-"))) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def picture() -> dict[str, Any]:
    """A sharp photograph of a page, as a file chooser takes it."""
    return {"name": "giay.png", "mimeType": "image/png", "buffer": photograph().read()}
