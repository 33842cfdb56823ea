"""Addresses by patterns of the site's own: what they mean, what is refused, and that none hides another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_sites import SmallSite

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
STORM = "---\ntitle: Storm\ndate: 2022-04-02\nsection: Home news\n---\nIt rained.\n"
ANN = "ann: {name: Ann Lee, summary: A witness.}\n"


def _urls(site: SmallSite) -> dict[str, str]:
    return {page.url: page.kind for page in site.prepared().pages}


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ('"{year}/{month}/{id}"', "2022/04/storm/"),
        ('"/{year}/{month}/{day}/{id}/"', "2022/04/02/storm/"),
        ('"{section}/{id}"', "home-news/storm/"),
        ('"news-{id}"', "news-storm/"),
        ('["stories/{id}", "articles/{id}"]', "stories/storm/"),
    ],
)
def test_a_pattern_gives_the_address(small_site: Make, pattern: str, url: str) -> None:
    site = small_site({"articles/storm.md": STORM, "/briefgen.yaml": f"permalinks: {{articles: {pattern}}}\n"})
    assert _urls(site)[url] == "article"
    assert _urls(site).get("articles/storm/") == ("redirect" if "articles/" in pattern else None)


def test_older_ids_and_addresses_lead_to_the_new_one(small_site: Make) -> None:
    """Old ids are looked for under every pattern, old addresses as they are written."""
    head = "redirect_from: [gale, /2019/gale.html, /Blog/Old_one/]\ndate:"
    config = 'permalinks: {articles: ["{year}/{id}", "articles/{id}"]}\n'
    site = small_site({"articles/storm.md": STORM.replace("date:", head), "/briefgen.yaml": config})
    redirects = {url for url, kind in _urls(site).items() if kind == "redirect"}
    assert redirects == {"articles/storm/", "2022/gale/", "articles/gale/", "2019/gale.html", "Blog/Old_one/"}
    site.build()
    assert 'url=../2022/storm/"' in site.page("2019/gale.html")


def test_versions_in_other_languages_begin_with_theirs(small_site: Make) -> None:
    files = {"articles/storm.md": STORM, "articles/storm.uk.md": STORM}
    site = small_site({**files, "/briefgen.yaml": 'languages: [uk]\npermalinks: {articles: "{year}/{id}"}\n'})
    assert {"2022/storm/", "uk/2022/storm/"} <= _urls(site).keys()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{article: '{id}'}", "E003 briefgen.yaml:1:14"),
        ("{articles: '{year}'}", "E012 briefgen.yaml:1:24"),
        ("{articles: '{yaer}/{id}'}", "E012 briefgen.yaml:1:24"),
        ("{people: '{year}/{id}'}", "E012 briefgen.yaml:1:22"),
        ("{articles: '../{id}'}", "E012 briefgen.yaml:1:24"),
        ("{articles: 'News {id}'}", "E012 briefgen.yaml:1:24"),
    ],
)
def test_a_pattern_that_gives_no_address_is_told(small_site: Make, written: str, told: str) -> None:
    site = small_site({"articles/storm.md": STORM, "/briefgen.yaml": f"permalinks: {written}\n"})
    assert site.told() == [told]


def test_two_kinds_cannot_share_an_address(small_site: Make) -> None:
    config = 'permalinks: {articles: "{id}", people: "{id}"}\n'
    site = small_site({"articles/ann.md": STORM, "people.yaml": ANN, "/briefgen.yaml": config})
    assert "E016" in [one.partition(" ")[0] for one in site.told()]


parts = st.sampled_from(["{id}", "{year}", "{section}", "people", "tags", "news", "a-{id}"])
patterns = st.lists(parts, min_size=1, max_size=3).map("/".join).filter(lambda one: "{id}" in one)


@settings(max_examples=25)
@given(
    patterns,
    patterns.filter(lambda one: "{year}" not in one and "{section}" not in one),
    st.lists(st.sampled_from(["ann", "news", "tags", "people"]), unique=True, min_size=1),
)
def test_no_address_hides_another(tmp_path_factory, articles: str, people: str, ids: list[str]) -> None:
    """Whatever the patterns and ids, two pages on one address are an error, and otherwise every page has its own file."""
    files: dict[str, str | bytes] = {f"articles/{id}.md": STORM for id in ids}
    files["people.yaml"] = "".join(f"{id}: {{name: Ann {id.title()}, summary: A witness.}}\n" for id in ids)
    files["/briefgen.yaml"] = f'permalinks: {{articles: "{articles}", people: "{people}"}}\n'
    prepared = SmallSite.written(tmp_path_factory.mktemp("site"), files).prepared()
    shown = {page.key for page in prepared.pages if page.kind in {"article", "person"}}
    wanted = {f"{kind}:{id}" for kind in ("article", "person") for id in ids}
    assert shown == wanted or any(one.code == "E016" for one in prepared.diagnostics)
