"""The example site in a real browser: what readers see, reach and are spared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

ARTICLE = "articles/johnson-congratulates-zelensky/"
KINDS = (
    "", ARTICLE, "people/hanna-malyar/", "organisations/kremlin/", "places/kyiv-oblast/",
    "events/istanbul-pledge/", "claims/kyiv-region-retaken/", "topics/russia-ukraine-war/",
    "sources/standard-2022-04-02/", "terms/readout/", "claims/", "people/", "articles/", "events/", "sources/",
    "methodology/", "articles/2022/04/", "404.html",
)  # fmt: skip
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_is_accessible(browser: Browser, example: str, path: str) -> None:
    """axe finds nothing on any kind of page, narrow and wide, light and dark, with all notes open."""
    for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(example + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page, options=WCAG)
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found.response["violations"]]
        assert told == [], f"{path} at {width} {scheme}"
        context.close()


@pytest.mark.parametrize("path", KINDS)
def test_nothing_scrolls_sideways(browser: Browser, example: str, path: str) -> None:
    """At 320 pixels, which is 1280 at 400 % zoom, no page scrolls sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(example + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_pages_ask_nobody_else(page: Page, example: str) -> None:
    """No page asks another host for anything, and the browser has nothing to complain about."""
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(example) else None)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in KINDS:
        page.goto(example + path)
    assert (foreign, complaints) == ([], [])


def test_all_words_are_there_without_a_script(browser: Browser, example: str) -> None:
    """With scripts switched off an article says the same, and every one of its links leads somewhere."""
    texts = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        page.goto(example + ARTICLE)
        texts.append(page.locator("main").text_content())
        context.close()
    assert texts[0] == texts[1]


def test_every_link_of_the_article_leads_somewhere(page: Page, example: str) -> None:
    """Each internal link of an article opens a page, and each fragment is there."""
    page.goto(example + ARTICLE)
    hrefs = page.eval_on_selector_all("a[href]", "all => [...new Set(all.map(one => one.href))]")
    broken = []
    for href in hrefs:
        if href.startswith(example):
            answer = page.request.get(href)
            fragment = href.partition("#")[2]
            if not answer.ok or (fragment and f'id="{fragment}"' not in answer.text()):
                broken.append(href)
    assert broken == []


def test_published_status_stands_beside_what_is_known_now(page: Page, example: str) -> None:
    """An article shows a claim's status as published and, where it has moved, what is known now with its date."""
    page.goto(example + ARTICLE)
    row = page.locator("#claim-draft-treaty-ready-for-leaders").first
    words = " ".join(row.inner_text().split())
    assert "Not verified" in words
    assert "Disputed" in words
    assert "3 Apr" in words


def test_card_opens_on_hover_and_closes_on_escape(page: Page, example: str) -> None:
    """A hovered name opens a card; the pointer may enter it; Escape closes it without moving the pointer."""
    page.goto(example + ARTICLE)
    link = page.locator("a.bg-e[data-e='person:volodymyr-zelensky']").first
    link.hover()
    card = page.locator(".card, .bg-card, [data-open-card]").locator("visible=true").first
    card.wait_for(timeout=3000)
    assert "President" in card.inner_text() or "president" in card.inner_text()
    card.hover()
    page.wait_for_timeout(600)
    assert card.is_visible()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden", timeout=2000)


def test_keyboard_reaches_the_text_first(page: Page, example: str) -> None:
    """The first Tab stop is a link that skips to the text."""
    page.goto(example + ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_claims_can_be_filtered(page: Page, example: str) -> None:
    """In the register of claims a filter leaves only the claims that have the value."""
    page.goto(example + "claims/")
    shown = "[id^='claim-']"
    before = page.locator(shown).locator("visible=true").count()
    select = page.locator("select").locator("visible=true").first
    value = select.locator("option").nth(1).get_attribute("value")
    assert value is not None
    select.select_option(value)
    assert 0 < page.locator(shown).locator("visible=true").count() < before


def test_missing_address_gets_our_page(page: Page, example: str) -> None:
    """An address that leads nowhere shows our page, in full dress at any depth."""
    page.goto(example + "people/nobody/at/all/")
    assert page.locator("h1").count() == 1
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != '"Times New Roman"'
    assert page.evaluate("document.styleSheets.length") == 1


def test_first_visit_is_light(browser: Browser, example: str) -> None:
    """What the heaviest article needs on the first visit, with its map, style and script: 30 kB as most servers send it, with Brotli.

    With gzip it is a fifth more (docs/readers.md).
    """
    import gzip

    import brotli

    for address in (ARTICLE, "uk/" + ARTICLE):
        answers: dict[str, bytes] = {}
        page = browser.new_page()
        page.on("response", lambda answer, answers=answers: answers.update({answer.url: answer.body()}))
        page.goto(example + address, wait_until="networkidle")
        assert len(answers) >= 3
        assert sum(len(brotli.compress(data)) for data in answers.values()) <= 30_000
        assert sum(len(gzip.compress(data)) for data in answers.values()) <= 37_000
        page.close()


def test_article_prints(page: Page, example: str) -> None:
    """An article can be printed, notes and all, on a reasonable number of pages."""
    page.goto(example + ARTICLE)
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    assert "Ukrainian deputy defence minister" in text
    assert page.pdf(format="A4").startswith(b"%PDF")
