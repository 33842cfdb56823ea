"""The theme as readers use it: the gallery of all parts looked at, notes beside their text, cards by key, the last visit, paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, expect

from briefgen.build import build
from briefgen.preparing import BuildOptions

from .conftest import BASE, ROOT, serve

ARTICLE = "articles/johnson-congratulates-zelensky/"
BOXES = """all => all.map(one => { const r = one.getBoundingClientRect(); return [r.left, r.top + scrollY, r.right, r.bottom + scrollY] })"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the page that holds every part in every state."""
    site = tmp_path_factory.mktemp("gallery") / "site"
    built = build(ROOT / "docs" / "gallery", BuildOptions(output=site, base_url=f"http://127.0.0.1{BASE}"))
    assert built.written is not None, built.prepared.diagnostics
    server, address = serve(site)
    yield f"{address}articles/every-part/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def _picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")


def test_dark_and_light_show_the_same_parts_in_the_same_places(page: Page, gallery: str) -> None:
    """The dark scheme changes colours and nothing else: every part of the gallery stands where it stood, and turns dark."""
    page.goto(gallery)
    light, before = _picture(page), page.eval_on_selector_all("main *", BOXES)
    page.emulate_media(color_scheme="dark")
    dark, after = _picture(page), page.eval_on_selector_all("main *", BOXES)
    assert after == before
    assert light.size == dark.size
    assert ImageStat.Stat(light).mean[0] > 200
    assert ImageStat.Stat(dark).mean[0] < 60


def test_the_script_changes_no_part_that_stands_open(browser: Browser, gallery: str) -> None:
    """On a wide screen the gallery looks the same with the script and without it, but for a few pixels."""
    pictures = []
    for enabled in (True, False):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=enabled)
        page = context.new_page()
        page.goto(gallery)
        pictures.append(_picture(page))
        context.close()
    assert pictures[0].size == pictures[1].size
    differing = sum(ImageChops.difference(*pictures).point(lambda value: value > 40).histogram()[1:])
    assert differing < pictures[0].width * pictures[0].height / 500


def test_statuses_differ_without_their_colours(page: Page, gallery: str) -> None:
    """All statuses of the gallery are explained where they stand, and no two of them share both sign and word."""
    page.goto(gallery)
    page.locator(".key > summary").first.click()
    marks = [one.strip() for one in page.locator(".key dt").all_inner_texts()]
    assert len(marks) == len(set(marks)) == 19
    assert all(re.match(r"\W\s", one) for one in marks)
    assert all(one.strip() for one in page.locator(".key dd").all_inner_texts())


@pytest.mark.parametrize("width", [320, 390, 820, 1280, 1600])
def test_notes_stand_by_their_paragraph_and_never_overlap(page: Page, example: str, width: int) -> None:
    """Beside the text on wide screens, below it on narrow ones, and never over each other, even when all are open."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(example + ARTICLE)
    page.evaluate("document.querySelectorAll('.notes details').forEach(one => one.open = true)")
    notes = page.eval_on_selector_all(".notes", BOXES)
    texts = page.eval_on_selector_all(
        ".notes",
        BOXES.replace("all.map(one", "all.map(note").replace(
            "{ const", "{ const one = note.closest('.run').firstElementChild; const"
        ),
    )
    assert len(notes) > 3
    for (left, _, right, bottom), following in zip(notes, [*notes[1:], None], strict=True):
        assert left >= 0
        assert right <= width
        assert following is None or bottom <= following[1] + 1
    for note, text in zip(notes, texts, strict=True):
        if width >= 1024:
            assert note[0] >= text[2]
            assert -2 <= note[1] - text[1] < 120
        else:
            assert note[1] >= text[3] - 1


def test_readers_see_how_far_they_are(page: Page, example: str) -> None:
    """A line along the top grows from the beginning of the text to its end; apparatus does not count, and paper has none."""
    page.goto(example + ARTICLE)
    line = page.locator(".read")
    widths = []
    for at in (
        "0",
        "text.top + text.height / 2 - innerHeight / 2",
        "text.bottom - innerHeight",
        "document.body.scrollHeight",
    ):
        page.evaluate(
            f"(() => {{ const r = document.querySelector('.text').getBoundingClientRect(), text = {{ top: r.top + scrollY, bottom: r.bottom + scrollY, height: r.height }}; scrollTo(0, {at}) }})()"
        )
        page.wait_for_function(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )
        widths.append(line.evaluate("one => one.getBoundingClientRect().width / innerWidth"))
    assert widths == pytest.approx([0, 0.5, 1, 1], abs=0.03)
    page.emulate_media(media="print")
    assert line.is_hidden()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("path", "below"), [("claims/", ".g"), ("search/", ".find-else")])
def test_nothing_moves_when_the_script_arrives(
    browser: Browser, example: str, path: str, below: str, width: int
) -> None:
    """Filters and the search box have their room before the script fills it; without scripts they take none."""
    tops = []
    for enabled, arrives in ((True, False), (True, True), (False, False)):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=enabled)
        page = context.new_page()
        if not arrives:
            page.route("**/*.js", lambda route: route.abort())
        page.goto(example + path)
        box = page.locator(below).first.bounding_box()
        assert box is not None
        tops.append(box["y"])
        context.close()
    assert tops[0] == pytest.approx(tops[1], abs=1)
    assert tops[2] < tops[1] + 60


def test_every_linked_name_has_a_card(page: Page, example: str) -> None:
    """In the text and in the notes beside it: what a card would say stands somewhere on the page."""
    page.goto(example + ARTICLE)
    bare = page.eval_on_selector_all(
        ".art a.bg-e",
        """all => all.map(one => one.dataset.e).filter(key =>
            !document.getElementById("n-" + key.replace(":", "-")) && !document.querySelector(`[data-card="${key}"]`))""",
    )
    assert bare == []


def test_a_card_by_keys_alone(page: Page, example: str) -> None:
    """Tab to a mark opens its card, which says what the status means; Tab goes on into it, Escape closes it and keeps the place."""
    page.goto(example + ARTICLE)
    mark = page.locator("a.bg-mark").first
    page.keyboard.press("Tab")
    mark.focus()
    card = page.locator(".card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("nothing credible speaks against it")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.card')")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(mark).to_be_focused()


def test_a_tap_follows_the_link(browser: Browser, example: str) -> None:
    """On a touch screen there is no hovering: a tap on a name goes to its page, and no card stands in the way."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(example + ARTICLE)
    page.locator("a.bg-e[data-e='person:volodymyr-zelensky']").first.tap()
    expect(page).to_have_url(re.compile("people/volodymyr-zelensky/$"))
    context.close()


def test_what_is_new_is_asked_for_and_can_be_forgotten(page: Page, example: str) -> None:
    """Nothing is kept before the reader asks; then what was not there the last time is marked; forgetting leaves nothing."""
    page.goto(example + "changes/")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.get_by_role("button", name="What is new since my last visit?").click()
    page.reload()
    expect(page.get_by_text("Nothing new here since your last visit.")).to_be_visible()
    page.evaluate("""() => {
        sessionStorage.clear();
        const kept = JSON.parse(localStorage["briefgen-seen"]);
        for (const key in kept) kept[key] = kept[key].slice(2);
        localStorage["briefgen-seen"] = JSON.stringify(kept);
    }""")
    page.reload()
    expect(page.locator(".happened .new")).to_have_count(2)
    expect(page.get_by_text("New here since your last visit: 2.")).to_be_visible()
    page.get_by_role("button", name="Stop, and forget").click()
    expect(page.locator(".new")).to_have_count(0)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_an_article_on_paper_wastes_none(page: Page, example: str, paper: str) -> None:
    """The longest article fits nine sheets, with its notes in small type, addresses of sources written out and no buttons."""
    page.goto(example + ARTICLE)
    pdf = page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 9
    page.emulate_media(media="print")
    assert page.locator(".menu, .toc, .key, .filter").locator("visible=true").count() == 0
    small, text = (
        page.locator(one).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        for one in (".notes", ".run > p")
    )
    assert small < 0.8 * text
    written = page.evaluate("getComputedStyle(document.querySelector('.src-title[href]'), '::after').content")
    assert "href" in written or "http" in written
    for short in ("corrections/donor-conference-partners/", "as-of/2022-04-03/"):
        page.goto(example + short)
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1
