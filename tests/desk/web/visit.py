"""Visiting the desk with a browser."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.desk.cast import Desk

PHONE, DESKTOP = (360, 740), (1280, 900)
AXE = next(Path(__file__).parents[1].joinpath("vendor").glob("axe-*.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Site:
    """The desk at an address; `complaints` are errors of pages and what they asked of other hosts."""

    desk: Desk
    url: str
    chromium: Any
    complaints: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def page(
        self, name: str = "", *, language: str = "nl", size: tuple[int, int] = PHONE, script: bool = True, **more: Any
    ) -> Any:
        """A new page in a browser of its own, in which someone of the cast is signed in, or nobody."""
        context = self.chromium.new_context(
            base_url=self.url,
            viewport={"width": size[0], "height": size[1]},
            locale={"nl": "nl-BE", "fr": "fr-BE", "de": "de-DE", "en": "en-GB"}[language],
            timezone_id="Europe/Brussels",
            java_script_enabled=script,
            **more,
        )
        context.set_default_timeout(10_000)
        cookies = [{"name": "language", "value": language, "url": self.url}]
        if name:
            session = self.desk.browser(name).cookies["desk"].value
            cookies.append({"name": "desk", "value": session, "url": self.url})
        context.add_cookies(cookies)
        context.on("request", lambda request: self._watch(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._hear)
        self.contexts.append(context)
        return page

    def leave(self) -> None:
        """Close every browser."""
        for context in self.contexts:
            context.close()

    def _watch(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:", "about:")):
            self.complaints.append(f"asked {url}")

    def _hear(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.complaints.append(message.text)


def barriers(page: Any, rules: list[str] = RULES) -> list[str]:
    """What axe finds on a page that would keep someone out: serious and critical violations, each with the first place.

    `rules` are tags of axe, or names of its rules.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def too_wide(page: Any) -> list[str]:
    """What stands out of a page to the right, so that it would have to be pushed sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] if over > 0 else []
