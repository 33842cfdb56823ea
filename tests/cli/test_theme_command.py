"""`briefgen theme`: taking files over, comparing them, and saying what is wrong with a theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefgen.cli.main import main

ARTICLE = "---\ntitle: Rain\ndate: 2022-04-02\n---\nIt rained.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/rain.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def briefgen(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), *words])


def test_a_block_is_taken_over_and_keeps_the_rest(root: Path) -> None:
    """What is written extends the shipped template, and nothing on the page changes before somebody edits it."""
    assert briefgen(root, "build").exit_code == 0
    before = (root / "site/articles/rain/index.html").read_text(encoding="utf-8")
    assert briefgen(root, "theme", "eject", "article.html", "--block", "onward").exit_code == 0
    assert briefgen(root, "build").exit_code == 0
    assert (root / "site/articles/rain/index.html").read_text(encoding="utf-8") == before
    assert "extends the file that it hides" in briefgen(root, "theme", "diff").output


def test_a_whole_file_is_compared_with_the_one_it_hides(root: Path) -> None:
    briefgen(root, "theme", "eject", "templates/404.html")
    own = root / "themes/broadsheet/templates/404.html"
    own.write_text(own.read_text(encoding="utf-8") + "<!-- ours -->\n", encoding="utf-8")
    told = briefgen(root, "theme", "diff").output
    assert "--- shipped/templates/404.html" in told
    assert "+<!-- ours -->" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("eject", "artcle.html"), "did you mean “article.html”"),
        (("eject", "article.html", "--block", "onwards"), "did you mean “onward”"),
        (("new", "Evening News"), "cannot be the name of a theme"),
        (("new", "plain"), "there is a theme “plain” already"),
        (("new", "dusk", "--extends", "plains"), "did you mean “plain”"),
        (("check", "plains"), "did you mean “plain”"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_way_out(root: Path, words: tuple[str, ...], told: str) -> None:
    result = briefgen(root, "theme", *words)
    assert result.exit_code == 2
    assert told in result.output
    assert not (root / "themes").exists()


def test_nothing_is_written_over(root: Path) -> None:
    briefgen(root, "theme", "eject", "404.html")
    again = briefgen(root, "theme", "eject", "404.html")
    assert again.exit_code == 2
    assert "is there already" in again.output


def test_a_broken_theme_is_told_file_by_file(root: Path) -> None:
    """The record, a template and a language: everything that is wrong is said at once."""
    briefgen(root, "theme", "new", "dusk")
    folder = root / "themes/dusk"
    (folder / "templates/claim.html").write_text("{% if %}", encoding="utf-8")
    (folder / "locales").mkdir()
    (folder / "locales/de.yaml").write_text("home: Startseite\n", encoding="utf-8")
    told = briefgen(root, "theme", "check", "dusk")
    assert "themes/dusk/templates/claim.html:1" in told.output
    assert "words are missing and appear in English" in told.output
    (folder / "theme.yaml").write_text(
        "name: dusk\napi: 1\nextend: broadsheet\noptions: {a: {type: colour, default: red}}\n", encoding="utf-8"
    )
    told = CliRunner().invoke(main, ["-C", str(root), "theme", "check", "dusk"], standalone_mode=False)
    assert told.return_value == 1
    assert "BG-E003" in told.output
    assert "BG-E012" in told.output


def test_a_theme_for_another_version_is_refused_either_way(root: Path) -> None:
    briefgen(root, "theme", "new", "dusk")
    record = root / "themes/dusk/theme.yaml"
    text = record.read_text(encoding="utf-8")
    for api, hint in ((2, "install a newer briefgen"), (0, "install a newer version of the theme")):
        record.write_text(text.replace("api: 1", f"api: {api}"), encoding="utf-8")
        (root / "briefgen.yaml").write_text("theme: dusk\n", encoding="utf-8")
        told = briefgen(root, "build").output
        assert "BG-E410" in told
        assert hint in told


def test_plain_shows_every_page_without_a_script(root: Path) -> None:
    (root / "briefgen.yaml").write_text(
        'theme: {name: plain, options: {colour: "#7a1f2b", width: wide}}\n', encoding="utf-8"
    )
    assert briefgen(root, "build").exit_code == 0
    page = (root / "site/articles/rain/index.html").read_text(encoding="utf-8")
    assert 'fill="#7a1f2b"' in page
    assert 'data-width="wide"' in page
    assert "plain." in page
    assert "broadsheet.js" not in page.partition("</head>")[0]
