"""Two small sites and the words that readers find on each of their pages, kept as text for people to read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_sites import SmallSite, main_text

HERE = Path(__file__).parent


def built(name: str, root: Path) -> SmallSite:
    shutil.copytree(HERE / name / "src", root)
    return SmallSite(root)


@pytest.mark.parametrize("name", ["minimal", "small"])
def test_every_page_says_what_it_said(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The words of every page, from the heading to the last line, are those that somebody has read and agreed to."""
    site = built(name, tmp_path / "project")
    assert site.build().written is not None
    pages = {one.relative_to(site.root / "site"): main_text(one.read_text(encoding="utf-8"))
             for one in sorted((site.root / "site").rglob("*.html"))}  # fmt: skip
    texts = {_file(path): text for path, text in pages.items()}
    expected = HERE / name / "expected"
    before = {one.name: one.read_text(encoding="utf-8") for one in expected.glob("*.txt")}
    if request.config.getoption("--rewrite"):
        shutil.rmtree(expected, ignore_errors=True)
        expected.mkdir()
        for file, text in texts.items():
            (expected / file).write_text(text, encoding="utf-8", newline="\n")
    assert texts == before


def _file(page: Path) -> str:
    """`people/ann-lee/index.html` is kept as `people-ann-lee.txt`."""
    stem = page.as_posix().removesuffix("index.html").removesuffix(".html").strip("/")
    return f"{stem.replace('/', '-') or 'front'}.txt"


@pytest.mark.parametrize("name", ["minimal", "small"])
def test_the_site_builds_without_a_word(name: str, tmp_path: Path) -> None:
    """A beginner who writes one Markdown file, or a few records, hears of nothing to mend."""
    site = built(name, tmp_path / "project")
    assert site.text(site.check().diagnostics) == ""


def test_one_file_is_enough() -> None:
    """The smallest site is one Markdown file with a title and a date."""
    files = [one for one in (HERE / "minimal/src").rglob("*") if one.is_file()]
    assert [one.name for one in files] == ["storm.md"]
