"""The preview as a writer meets it: save a file, look at the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect
from preview.running import PATIENT, Running, article, running
from small_sites import SmallSite

from .test_example import WCAG

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'"
BASE = "/sub/path/"
LONG = "\n\n".join(f"Paragraph {number} of a long text." for number in range(80))

expect.set_options(timeout=PATIENT * 1000)


class Desk:
    """Somebody who writes, with a preview running and a browser beside the editor."""

    def __init__(self, site: SmallSite, server: Running, context: BrowserContext) -> None:
        self.site = site
        self.server = server
        self.context = context
        self.complaints: list[str] = []

    def open(self, path: str) -> Page:
        """A tab in which a page is open and listens for news."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENT * 1000)
        page.on("console", self._complaint)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        with page.expect_response(re.compile("/_desk/events")):
            page.goto(self.server.address + BASE + path)
        page.evaluate("window.sameDocument = true")
        return page

    def _complaint(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 404" not in message.text:
            self.complaints.append(message.text)

    def save(self, path: str, text: str) -> None:
        self.site.with_files({path: text})

    def wait_for(self, path: str, words: str) -> None:
        """Wait until a page has been built, before it is opened."""
        while words not in self.server.ask(BASE + path).text:
            self.server.wait_for_more()

    def path(self, path: str) -> Path:
        return self.site.root / "content" / path


def until(page: Page, expression: str) -> None:
    """Wait until an expression is true; asked from outside, since the page's policy lets nothing be evaluated within."""
    for _ in range(int(PATIENT * 10)):
        # Asked in the moment in which the page is loaded anew, there is no page to answer.
        with suppress(Error):
            if page.evaluate(expression):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"waited in vain for {expression}")


def is_same_document(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallSite, Running]]:
    site = SmallSite.written(
        tmp_path_factory.mktemp("preview") / "project",
        {
            "/briefgen.yaml": f"title: Small\nurl: https://example.org{BASE}\ntheme: mine\nas_of: 2022-04-08\n",
            "/themes/mine/theme.yaml": "name: mine\nextends: broadsheet\n",
            "/themes/mine/static/own.css": "h1 { outline-color: rgb(1, 2, 3) }\n",
            "/themes/mine/templates/base.html": (
                '{% extends "broadsheet/base.html" %}\n'
                f'{{% block policy %}}<meta http-equiv="Content-Security-Policy" content="{STRICT}">{{% endblock %}}\n'
                '{% block head_extra %}<link rel="stylesheet" href="{{ asset("own.css") }}">{% endblock %}\n'
            ),
            "articles/one.md": article("One", LONG),
            "articles/two.md": article("Two"),
        },
    )
    with running(site.root) as server:
        yield site, server


@pytest.fixture
def desk(browser: Browser, served: tuple[SmallSite, Running]) -> Iterator[Desk]:
    """A fresh browser, under a policy as strict as a site can have; it must have nothing to complain about."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    desk = Desk(*served, context)
    yield desk
    context.close()
    assert desk.complaints == []


def test_a_saved_text_appears_and_the_place_is_kept(desk: Desk) -> None:
    """Only the page that changed is loaded again, and where the reader was, she stays."""
    page, other = desk.open("articles/one/"), desk.open("articles/two/")
    page.evaluate("scrollTo(0, 900)")
    desk.save("articles/one.md", article("One", LONG.replace("Paragraph 40", "A new paragraph")))
    expect(page.locator("main")).to_contain_text("A new paragraph")
    until(page, "Math.abs(scrollY - 900) < 2")
    assert not is_same_document(page)
    # The other page was told as well by now, and stays as it is.
    desk.save("articles/two.md", article("Two", "Changed too."))
    expect(other.locator("main")).to_contain_text("Changed too.")
    expect(page.locator("main")).to_contain_text("A new paragraph")


def test_a_page_that_did_not_change_is_left_alone(desk: Desk) -> None:
    page, other = desk.open("articles/two/"), desk.open("terms-of-nothing/")
    desk.save("articles/one.md", article("One", f"Other words. {LONG}"))
    desk.save("articles/two.md", article("Two", "Words that come last."))
    expect(page.locator("main")).to_contain_text("Words that come last.")
    assert is_same_document(other)


def test_an_error_is_laid_over_the_page_until_it_is_mended(desk: Desk) -> None:
    """With file, line and column, while the last good page stays beneath; Escape closes it."""
    page = desk.open("articles/two/")
    alert = page.get_by_role("alert")
    expect(alert).to_be_hidden()
    desk.save("articles/two.md", article("Two", "Mended words.", more="titel: <b>x</b>\n"))
    expect(alert).to_contain_text("content/articles/two.md:4:1")
    expect(alert).to_contain_text("titel: <b>x</b>")
    expect(alert).to_contain_text("BG-E003")
    assert is_same_document(page)
    assert alert.locator(".panel").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 253, 249)"

    page.keyboard.press("Escape")
    expect(alert).to_be_hidden()
    sign = page.get_by_role("button", name="1 error")
    sign.click()
    expect(alert).to_be_visible()
    alert.get_by_role("button", name="Close").click()

    # Closed once, the same errors stay closed on the next page.
    page.goto(desk.server.address + BASE)
    expect(sign).to_be_visible()
    expect(alert).to_be_hidden()
    page.go_back()

    desk.save("articles/two.md", article("Two", "Mended words."))
    expect(page.locator("main")).to_contain_text("Mended words.")
    expect(alert).to_be_hidden()
    expect(sign).to_be_hidden()


def test_a_page_opened_while_something_is_broken_tells_it(desk: Desk) -> None:
    """The error list comes on connecting, and the overlay leaves by itself without the page being loaded again."""
    good = desk.path("articles/one.md").read_text(encoding="utf-8")
    desk.save("articles/one.md", article("One", more="titel: x\n"))
    page = desk.open("articles/two/")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("content/articles/one.md:4:1")
    desk.save("articles/one.md", good)
    expect(alert).to_be_hidden()
    assert is_same_document(page)


def test_a_template_is_edited(desk: Desk) -> None:
    """A mistake in it is told with its line; the mended one is shown."""
    page = desk.open("articles/two/")
    template = "/themes/mine/templates/base.html"
    base = (desk.site.root / template[1:]).read_text(encoding="utf-8")
    block = "{% block footer %}\n{% if true %}<p id=foot>{{ page.chrome.nonsense }}</p>{% endif %}\n{% endblock %}\n"
    alert = page.get_by_role("alert")
    desk.save(template, base + block)
    expect(alert).to_contain_text("themes/mine/templates/base.html:5:1")
    desk.save(template, base + block.replace("{% endif %}", ""))
    expect(alert).to_contain_text("themes/mine/templates/base.html:6:1")
    desk.save(template, base + block.replace("{{ page.chrome.nonsense }}", "A new foot"))
    expect(page.locator("#foot")).to_have_text("A new foot")
    expect(alert).to_be_hidden()
    desk.save(template, base)
    expect(page.locator("#foot")).to_have_count(0)


def test_a_style_sheet_is_swapped_without_loading_the_page(desk: Desk) -> None:
    page = desk.open("articles/two/")
    for colour in ("rgb(200, 0, 0)", "rgb(0, 100, 0)"):
        desk.save("/themes/mine/static/own.css", f"h1 {{ outline-color: {colour} }}\n")
        expect(page.locator("h1")).to_have_css("outline-color", colour)
        expect(page.locator('link[rel="stylesheet"]')).to_have_count(2)
    assert is_same_document(page)
    page.reload()
    expect(page.locator("h1")).to_have_css("outline-color", "rgb(0, 100, 0)")


def test_a_picture_is_shown_anew(desk: Desk) -> None:
    """A file that the page shows and that keeps its address counts as a part of the page."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="9"/>'
    good = desk.path("articles/two.md").read_text(encoding="utf-8")
    desk.save("pictures/a.svg", picture.format(10))
    desk.save("articles/two.md", article("Two", "![A line](pictures/a.svg)"))
    desk.wait_for("articles/two/", "a.svg")
    page = desk.open("articles/two/")
    natural = "document.querySelector('main img')?.naturalWidth"
    until(page, f"{natural} === 10")
    desk.save("pictures/a.svg", picture.format(20))
    until(page, f"{natural} === 20")
    desk.save("articles/two.md", good)
    expect(page.locator("main img")).to_have_count(0)


def test_the_site_moves_to_another_path(desk: Desk) -> None:
    """Editing the site's address takes open pages along, there and back."""
    page = desk.open("articles/two/")
    config = (desk.site.root / "briefgen.yaml").read_text(encoding="utf-8")
    desk.save("/briefgen.yaml", config.replace(BASE, "/elsewhere/"))
    page.wait_for_url("**/elsewhere/articles/two/")
    expect(page.locator("h1")).to_have_text("Two")
    desk.save("/briefgen.yaml", config)
    page.wait_for_url(f"**{BASE}articles/two/")


def test_a_new_article_appears_and_a_removed_one_goes(desk: Desk) -> None:
    """Whoever waits at an address that leads nowhere sees the page come, and go again; so does the front page."""
    page, front = desk.open("articles/three/"), desk.open("")
    expect(page.locator("h1")).not_to_have_text("Three")
    desk.save("articles/three.md", article("Three", date="2022-04-07"))
    expect(page.locator("h1")).to_have_text("Three")
    expect(front.locator("main")).to_contain_text("Three")
    desk.path("articles/three.md").unlink()
    expect(page.locator("h1")).not_to_have_text("Three")
    expect(front.locator("main")).not_to_contain_text("Three")


def test_what_readers_do_not_see_is_marked(desk: Desk) -> None:
    """Drafts and articles dated later are shown, say so, and links to the latter say so too."""
    desk.save("articles/raw.md", article("Raw", more="draft: true\n"))
    desk.save("articles/soon.md", article("Soon", date="2022-06-01"))
    desk.wait_for("", "Soon")
    page = desk.open("articles/raw/")
    expect(page.get_by_role("status")).to_contain_text("draft Readers do not see this page.")
    soon = desk.open("articles/soon/")
    expect(soon.get_by_role("status")).to_contain_text("dated later Readers do not see this page.")
    front = desk.open("")
    link = front.locator("main").get_by_role("link", name="Soon").first
    expect(link).to_have_attribute("data-briefgen-unpublished", "dated later")
    expect(front.get_by_role("status")).not_to_contain_text("Readers")
    for name in ("raw", "soon"):
        desk.path(f"articles/{name}.md").unlink()
    expect(front.locator("main")).not_to_contain_text("Soon")


def test_a_tab_that_slept_catches_up(desk: Desk) -> None:
    """A tab that nobody sees lets go of its connection; when it is seen again it knows what it missed."""
    page, awake = desk.open("articles/two/"), desk.open("articles/two/")
    show = "Object.defineProperty(document, 'visibilityState', {{ configurable: true, value: '{}' }});"
    wake = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(show.format("hidden") + wake)
    desk.save("articles/two.md", article("Two", "Written while nobody looked."))
    expect(awake.locator("main")).to_contain_text("Written while nobody looked.")
    assert is_same_document(page)
    page.evaluate(show.format("visible") + wake)
    expect(page.locator("main")).to_contain_text("Written while nobody looked.")


def test_the_desk_follows(desk: Desk) -> None:
    """What was rebuilt, why and how long it took, and problems, without loading the page by hand."""
    rebuilds, problems = desk.context.new_page(), desk.context.new_page()
    rebuilds.goto(f"{desk.server.address}/_desk/rebuilds/")
    problems.goto(f"{desk.server.address}/_desk/problems/")
    desk.save("articles/two.md", article("Two", "For the desk.", more="titel: x\n"))
    expect(problems.locator("main")).to_contain_text("content/articles/two.md:4:1")
    desk.save("articles/two.md", article("Two", "For the desk."))
    newest = rebuilds.locator("details").first
    expect(newest).to_contain_text("content/articles/two.md changed")
    expect(newest).to_contain_text(f"{BASE}articles/two/ what it shows changed")
    expect(problems.locator("main")).not_to_contain_text("content/articles/two.md:4:1")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1280, "light")])
def test_overlay_and_desk_are_accessible(
    browser: Browser, served: tuple[SmallSite, Running], width: int, scheme: str
) -> None:
    """axe finds nothing, and nothing scrolls sideways."""
    site, server = served
    site.with_files({"articles/bad.md": article("Bad", "A " * 400 + "[[nobody-of-this-name]].", more="titel: x\n")})
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.address}{BASE}articles/two/")
    expect(page.get_by_role("alert")).to_contain_text("content/articles/bad.md")
    for address in ("", "/_desk/", "/_desk/problems/", "/_desk/rebuilds/", "/_desk/timings/"):
        if address:
            page.goto(server.address + address)
            expect(page.locator("main")).to_contain_text(re.compile("bad.md|error"))
        found = Axe().run(page, options=WCAG)
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found.response["violations"]]
        assert told == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    (site.root / "content/articles/bad.md").unlink()


def test_a_server_that_comes_back_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """Its end is said in the corner; when it runs again the page is loaded anew and follows on."""
    site = SmallSite.written(tmp_path / "project", {"articles/one.md": article("One")})
    with running(site.root) as server:
        port = server.netloc.rpartition(":")[2]
        page = browser.new_context().new_page()
        page.goto(f"{server.address}/articles/one/")
        page.evaluate("window.sameDocument = true")
        expect(page.get_by_role("status")).to_be_attached()
        server.stop()
        expect(page.get_by_role("status")).to_contain_text("briefgen serve")
    site.with_files({"articles/one.md": article("One", "Written in between.")})
    with running(site.root, port=port):
        expect(page.locator("main")).to_contain_text("Written in between.")
    page.context.close()


def test_one_waits_for_the_first_site(browser: Browser, tmp_path: Path) -> None:
    """A project that is broken from the start says so in the browser, and is shown when it is mended."""
    site = SmallSite.written(tmp_path / "project", {"articles/one.md": article("One", more="titel: x\n")})
    with running(site.root) as server:
        page = browser.new_context().new_page()
        page.goto(f"{server.address}/articles/one/")
        expect(page.get_by_role("alert")).to_contain_text("content/articles/one.md:4:1")
        site.with_files({"articles/one.md": article("One")})
        expect(page.locator("h1")).to_have_text("One")
        page.context.close()
