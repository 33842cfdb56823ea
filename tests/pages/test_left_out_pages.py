"""A small site may do without pages for claims, sources and months; nothing then leads to a page that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sites import SmallSite, dead_links

SMALL = Path(__file__).parents[1] / "golden" / "small" / "src"


def _files(config: str) -> dict[str, str | bytes]:
    found: dict[str, str | bytes] = {
        path.relative_to(SMALL / "content").as_posix(): path.read_bytes()
        for path in (SMALL / "content").rglob("*")
        if path.is_file()
    }
    return {**found, "/briefgen.yaml": config}


def _built(root: Path, config: str) -> SmallSite:
    site = SmallSite.written(root, _files(config))
    site.build()
    return site


@pytest.mark.parametrize("left_out", ["claims", "sources", "months"])
def test_pages_that_are_left_out_are_missed_by_no_link(tmp_path: Path, left_out: str) -> None:
    site = _built(tmp_path, f"pages: {{{left_out}: false}}\n").root / "site"
    folder = "articles/2022/04" if left_out == "months" else left_out
    assert {path.as_posix() for path in (site / folder).rglob("*.html")} <= {(site / folder / "index.html").as_posix()}
    assert (site / folder / "index.html").exists() == (left_out != "months")
    assert dead_links(site) == []


def test_a_claim_without_a_page_is_found_in_its_article(tmp_path: Path) -> None:
    site = _built(tmp_path, "pages: {claims: false}\n")
    assert 'href="../articles/bridge/#claim-bridge-closed"' in site.page("claims/index.html")
    assert 'id="claim-bridge-closed"' in site.page("articles/bridge/index.html")


def test_a_claim_that_no_article_lists_is_found_in_the_register(tmp_path: Path) -> None:
    files = {name: text for name, text in _files("pages: {claims: false}\n").items() if not name.endswith(".md")}
    site = SmallSite.written(tmp_path, files)
    site.build()
    assert 'href="../claims/"' in site.page("claims/index.html")


def test_an_article_knows_its_tags(tmp_path: Path) -> None:
    text = "---\ntitle: Storm\ndate: 2022-04-02\ntags: [high water]\n---\nIt rained.\n"
    view = SmallSite.written(tmp_path, {"articles/storm.md": text}).view("articles/storm/")
    assert [(one.label, one.url) for one in view.tags] == [("high water", "../../tags/high-water/")]  # type: ignore[attr-defined]
