"""Searching in a real browser: the index is what MiniSearch would have built, and readers find their way with keys alone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from briefgen.build import build
from briefgen.preparing import BuildOptions
from briefgen.search.index import FIELDS, Document, shard
from briefgen.search.terms import terms

from .conftest import ROOT

SEARCH = ROOT / "briefgen" / "search"
STRICT = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'"
TEXTS = (
    "Zelenskyy’s call with Boris Johnson: 30 towns", "Erdoğan, İstanbul & Łódź — Straße, œuvre, Ødegård", "В’ячеслав Їжак і Ґалаґан; ёлка",
    "الْعَرَبِيَّة في كييف", "東京都 and 水 and 名古屋市役所", "ภาษาไทย กรุงเทพ", "Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", "हिन्दी में लिखा", "a'b's ’s `x` _y_ 3.5% €20 I² ½ № 5", "",
)  # fmt: skip


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def _blank(page: Page) -> None:
    page.route("**/*", lambda route: route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html"))
    page.goto("http://localhost/")
    page.add_script_tag(path=SEARCH / "vendor" / "minisearch" / "minisearch.js")
    page.add_script_tag(path=SEARCH / "client" / "search.js")


def test_texts_are_cut_alike_here_and_there(page: Page) -> None:
    """The page cuts a query into the words that the index was made of."""
    _blank(page)
    assert page.evaluate("texts => texts.map(briefgenTerms)", TEXTS) == [terms(one) for one in TEXTS]


def test_the_index_is_what_minisearch_would_have_built(page: Page) -> None:
    """Loaded from our index or built by itself, MiniSearch holds the same, so it answers the same: order and scores."""
    _blank(page)
    articles = sorted((ROOT / "content").rglob("*.md"))
    words = [word for path in articles for word in path.read_text(encoding="utf-8").split()]
    documents = [
        Document(f"d{n}", (TEXTS[n % len(TEXTS)], words[n], " ".join(words[n : n + 9]), " ".join(words[3 * n : 3 * n + 40])), {"t": words[n]})
        for n in range(150)
    ]  # fmt: skip
    plain = [{"id": one.id, **dict(zip(FIELDS, one.texts, strict=True)), **one.stored} for one in documents]
    queries = [*TEXTS, *words[:300:3], "kyv", "johnsn", "ukra", "the region"]
    script = shard("first", [], documents).decode()
    same, results = page.evaluate(
        """([script, documents, queries]) => {
            let json = "";
            window.briefgenSearch = (name, labels, text) => { json = text; };
            (0, eval)(script);
            const ours = MiniSearch.loadJSON(json, briefgenOptions), theirs = new MiniSearch(briefgenOptions);
            theirs.addAll(documents);
            const answers = index => queries.map(q => index.search(q).slice(0, 10).map(r => [r.id, r.score]));
            const plain = index => { const all = index.toJSON(); all.index = all.index.map(one => JSON.stringify(one)).sort(); return JSON.stringify(all); };
            return [plain(ours) === plain(theirs), [answers(ours), answers(theirs)]];
        }""",
        [script, plain, queries],
    )
    assert same
    assert results[0] == results[1]
    assert sum(map(bool, results[0])) > 80


def test_readers_find_with_keys_alone(page: Page, example: str) -> None:
    """Under the strictest policy: from the menu to the words, through the results, narrowed down, and back by the address."""
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def strict(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "content-security-policy": STRICT})

    page.route("**/*", strict)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(example + "search/")
    assert not [one for one in loaded if "minisearch" in one or "first.js" in one]
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.get_by_label("Search for")).to_be_focused()
    page.keyboard.type("зеленський")
    expect(page.locator(".find-list a").first).to_have_text("Volodymyr Zelensky")
    page.get_by_label("Search for").fill("kyiv")
    expect(page.locator(".find-list a").first).to_have_text("Kyiv")
    page.get_by_label("Search for").fill("bucah")
    expect(page.locator(".find-list a").first).to_have_text("Bucha")
    page.get_by_label("Search for").fill("kyiv regoin retakn")
    expect(page.locator(".find-list li").filter(has_text="Kyiv region retaken").first).to_contain_text("Not verified")
    page.get_by_label("Search for").fill("kyiv")
    page.get_by_role("checkbox", name=re.compile("Claim")).check()
    expect(page.locator(".find-list .kicker").first).to_have_text("Claim")
    assert set(page.locator(".find-list .kicker").all_inner_texts()) == {"Claim"}
    count = page.locator('[data-facet="kind"] label').filter(has_text="Claim").locator(".tally").inner_text()
    expect(page.locator("#find-said")).to_contain_text(f"Results: {count}.")
    page.get_by_label("Search for").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".find-list a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Search for")).to_be_focused()
    page.reload()
    expect(page.locator(".find-list .kicker").first).to_have_text("Claim")
    page.keyboard.press("Tab")
    page.locator(".find-list a").first.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert "/claims/" in page.url
    page.unroute_all(behavior="ignoreErrors")
    assert complaints == []


def test_a_site_in_a_folder_is_searched_too(page: Page, tmp_path: Path) -> None:
    """Opened from the disk the index loads, results lead to pages, and further years come when they are asked for."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    older = json.dumps("a long summary of what was said then " * 6)
    for number in range(900):
        (tmp_path / f"content/articles/old-{number}.md").write_text(
            f"---\ntitle: Old report {number}\ndate: 2019-01-01\nstandfirst: {older}\n---\nBridges and roads, number {number}.\n"
        )
    shutil.copyfile(ROOT / "briefgen.yaml", tmp_path / "briefgen.yaml")
    assert build(tmp_path, BuildOptions()).written is not None
    page.goto((tmp_path / "site/search/index.html").as_uri())
    page.get_by_label("Search for").fill("bucha")
    expect(page.locator(".find-list a").first).to_have_text("Bucha")
    page.get_by_label("Search for").fill("old report 77")
    said = page.locator("#find-said")
    expect(said).to_contain_text("Searched:")
    before = page.locator(".find-list a").count()
    page.get_by_role("button", name=re.compile("2019")).click()
    expect(page.locator(".find-list a").filter(has_text="Old report 77").first).to_be_visible()
    assert before <= page.locator(".find-list a").count()
    page.locator(".find-list a").first.click()
    assert page.url.startswith("file:")
    assert page.url.endswith("index.html")
