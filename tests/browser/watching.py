"""What a page must not do: fail, break the security policy, overflow, weigh too much, lock people out."""

from __future__ import annotations

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

#: Rules of axe whose answer depends on the width of the window.
NARROW_RULES = ("target-size", "scrollable-region-focusable", "bypass", "link-name", "button-name")
#: Parts of a page that htmx has asked for, puts in or has just put in.
EXCHANGING = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
#: What axe finds, as much of it as is told.
FINDINGS = """options => axe.run(options).then(
  found => found.violations.map(one => [one.impact, one.id, one.nodes[0].html, one.nodes.length]))"""
#: Bytes over the wire that a first visit may cost.
PAGE_WEIGHT = 300_000


class Watch:
    """Collects what goes wrong on a page from the moment it is opened."""

    def __init__(self, page: Page) -> None:
        self.problems: list[str] = []
        self.bytes = 0
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._response)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: self._add(event["encodedDataLength"]))

    def _console(self, message: ConsoleMessage) -> None:
        # Refusals of the content security policy arrive here as errors too.
        if message.type == "error" and "status of 4" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        # 422 is the answer to a form that must be filled in differently, sent in place by htmx.
        if response.status >= 400 and response.status != 422 and response.request.resource_type != "document":
            self.problems.append(f"{response.status}: {response.url}")

    def _add(self, count: float) -> None:
        self.bytes += int(count)

    def take(self) -> list[str]:
        """Problems since the last call."""
        taken, self.problems = self.problems, []
        return taken


#: Letters of the web fonts have come (or will not), and whatever fades or moves has arrived. What moves for ever, such
#: as a skeleton, is not waited for; what was taken off the page while it moved is done.
AT_REST = """async () => {
  await document.fonts.ready;
  const moving = document.getAnimations().filter(
    one => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(moving.map(one => one.finished));
}"""


def settle(page: Page) -> None:
    """Wait until the page stands still: the document has been read to its end, htmx exchanges no part of it, its
    letters are there and nothing fades in: a word half faded in has too little contrast, a fallback letter is wider.

    A click of Playwright returns when the new document has begun, which may be before the first byte of it was read.
    """
    page.wait_for_load_state("load")
    page.locator(EXCHANGING).first.wait_for(state="detached")
    page.evaluate(AT_REST)


@cache
def _axe() -> str:
    return Axe().axe_script


def axe_check(page: Page, *rules: str) -> list[str]:
    """Serious and critical findings of axe on the page as it stands, one line each; of ``rules`` only, if given."""
    settle(page)
    # Only what is reported below is written out by the page: the rest costs more than the looking.
    options: dict[str, object] = {"resultTypes": ["violations"], "selectors": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    return [
        f"axe {impact} {rule}: {html[:160]} ({count}×)"
        for impact, rule, html, count in page.evaluate(FINDINGS, options)
        if impact in {"serious", "critical"}
    ]


def sideways(page: Page) -> list[str]:
    """What stands out to the right of the window, if the page can be moved sideways."""
    script = """() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
      return out.slice(-3).map(e => e.outerHTML.slice(0, 120));
    }"""
    settle(page)
    return [f"wider than {page.viewport_size['width']} px: {html}" for html in page.evaluate(script)]  # type: ignore[index]


def structure(page: Page) -> list[str]:
    """One h1 with words, a main landmark, a title, a language; every table has a caption or a name."""
    script = """() => {
      const wrong = [];
      const heads = [...document.querySelectorAll('h1')].filter(h => h.textContent.trim());
      if (heads.length !== 1) wrong.push(`${heads.length} h1`);
      if (document.querySelectorAll('main').length !== 1) wrong.push('no single main');
      if (document.documentElement.lang !== 'vi') wrong.push('language is not vi');
      if (!document.title.trim() || document.title.trim().startsWith('–')) wrong.push('no title');
      for (const table of document.querySelectorAll('table'))
        if (!table.caption && !table.ariaLabel && !table.getAttribute('aria-labelledby'))
          wrong.push('table without caption: ' + table.outerHTML.slice(0, 80));
      const inline = '[style], [onclick], script:not([src]):not([type="application/json"])';
      for (const part of document.querySelectorAll(inline))
        wrong.push('inline style or script: ' + part.outerHTML.slice(0, 80));
      return wrong;
    }"""
    settle(page)
    return page.evaluate(script)
