"""A site in English and Hebrew in a browser: a page from right to left at every width, and the way between the languages."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from small_sites import SmallSite

FILES = {
    "/briefgen.yaml": "title: The desk\nurl: https://example.org/\nlanguages: [he]\neditions: {he: {title: הדסק, description: תדריכים קצרים.}}\n",
    "people.yaml": "ann-lee: {name: Ann Lee, summary: A witness., roles: [{title: Mayor of Irpin}]}\n",
    "people.he.yaml": "ann-lee: {name: אן לי, words: {Mayor of Irpin: ראש עיריית אירפין}}\n",
    "sources.yaml": "post: {kind: document, title: A post, url_missing: on paper}\n",
    "claims.yaml": "rain:\n  statement: It rained.\n  short: Rain\n  kind: event\n  assertions: [{by: ann-lee, date: 2022-04-02, mode: speech, source: post}]\n"
    "  status_history: [{date: 2022-04-02, status: unverified, reason: Nobody else saw it.}]\n",
    "claims.he.yaml": "rain: {statement: ירד גשם., short: גשם}\n",
    "articles/rain.md": "---\ntitle: Rain\ndate: 2022-04-02\n---\nAnn Lee saw [rain]{claim=rain}.\n",
    "articles/rain.he.md": "---\ntitle: גשם באירפין\ndate: 2022-04-02\nsummary: [ירד גשם.]\n---\n"
    + "אן לי ראתה [גשם]{claim=rain}. " * 1
    + "הטקסט ארוך דיו כדי למלא שורות אחדות, ולידו עומדות הערות.\n",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served."""
    site = SmallSite.written(tmp_path_factory.mktemp("site"), FILES)
    assert site.build().written is not None
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site.root / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [320, 820, 1280])
def test_a_hebrew_page_fits_and_begins_at_the_right(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}he/articles/rain/")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    title = page.locator("h1").bounding_box()
    assert title is not None
    right = page.evaluate(
        "(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('h1')); return r.getBoundingClientRect().right })()"
    )
    assert abs(right - (title["x"] + title["width"])) < 2


def test_the_switch_leads_from_one_language_to_the_other(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 820, "height": 800})
    page.goto(f"{address}articles/rain/")
    page.get_by_role("link", name="עברית").click()
    assert page.url == f"{address}he/articles/rain/"
    assert page.get_by_role("navigation", name="שפות").is_visible()
    page.get_by_role("link", name="English").click()
    assert page.url == f"{address}articles/rain/"


@pytest.mark.parametrize("path", ["he/articles/rain/", "he/people/ann-lee/"])
def test_nothing_stands_in_anybodys_way(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}{path}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    english = page.locator('main [lang="en"]').first
    assert page.evaluate("one => getComputedStyle(one).direction", english.element_handle()) == "ltr"
