"""Texts searched to their last word, in a real browser, under the policy that published sites get."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from small_sites import SmallSite

from briefgen.model.publishing import PublishTarget
from briefgen.publish.host_files import POLICY, Hosted

from .conftest import serve

WORDS = " ".join(f"Sentence number {number} says nothing new." for number in range(60))
FILES = {
    "/briefgen.yaml": "title: T\nlang: en\nlanguages: [uk]\nsearch: {full_text: true}\n",
    "people.yaml": "oleh-ivanenko: {name: Oleh Ivanenko, privacy: limited, privacy_reason: a witness}\n",
    "articles/storm.md": f"---\ntitle: The storm\ndate: 2022-04-02\n---\n{WORDS}\n\nOleh Ivanenko saw <the lighthouse & its keeper>.\n",
    "articles/fog.md": f"---\ntitle: The fog\ndate: 2022-04-03\n---\n{WORDS}\n\nNobody saw a thing.\n",
    "articles/storm.uk.md": "---\ntitle: Буря\ndate: 2022-04-02\n---\nДоглядач бачив маяк.\n",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site with an index of every word."""
    site = SmallSite.written(tmp_path_factory.mktemp("site"), FILES)
    site.build()
    server, address = serve(Path(site.root) / "site")
    yield address
    server.shutdown()
    server.server_close()


def _asked(page: Page, address: str, words: str, policy: str) -> None:
    """The search page with the button pressed."""

    def strict(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "content-security-policy": policy})

    page.route("**/*", strict)
    page.goto(address)
    page.locator("#find").fill(words)
    page.locator("[data-find=full] button").click()


def test_the_last_word_of_a_text_is_found(browser: Browser, address: str) -> None:
    """What stands far down in a text is found, in its language, and what is told of it is text, not mark-up."""
    target = PublishTarget()
    policy = Hosted(url=address, settings=target, full_text=True).security["Content-Security-Policy"]
    page = browser.new_page()
    _asked(page, address + "search/", "lighthouse", policy)
    results = page.locator("[data-find=full] li")
    expect(results).to_have_count(1)
    expect(results.first).to_contain_text("<the lighthouse & its keeper>")
    expect(results.locator("mark")).to_have_text("lighthouse")
    results.locator("a").click()
    expect(page.locator("h1")).to_have_text("The storm")
    _asked(page, address + "uk/search/", "маяк", policy)
    expect(page.locator("[data-find=full] li a")).to_have_text("Буря")
    page.close()


def test_who_must_not_be_found_is_not(browser: Browser, address: str) -> None:
    """A name of limited privacy stands in the text, and leads nobody to it."""
    page = browser.new_page()
    _asked(
        page,
        address + "search/",
        "Ivanenko",
        POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
    )
    expect(page.locator("[data-find=full] p").first).to_contain_text("In the texts: 0")
    page.close()


def test_a_policy_without_it_is_told(browser: Browser, address: str) -> None:
    """Where a server forbids WebAssembly, the page says that texts cannot be searched, and everything else works."""
    page = browser.new_page()
    _asked(page, address + "search/", "storm", POLICY)
    expect(page.locator("[data-find=full]")).to_contain_text("could not be searched")
    expect(page.locator("[data-find=list] a").first).to_have_text("The storm")
    page.close()
