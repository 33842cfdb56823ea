"""What a rebuild finds, makes anew and says about it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from small_sites import SmallSite

from briefgen.preparing import BuildOptions
from briefgen.preview.board import Board
from briefgen.preview.desk_pages import due
from briefgen.preview.engine import Engine, Rebuilt, url_of

from .running import article

ORIGIN = "http://127.0.0.1:8123"
THEMES = Path(__file__).parents[2] / "themes"
FRAME = """<!doctype html>
<title>{% block title %}{{ page.head.title }}{% endblock %}</title>
<link rel="stylesheet" href="{{ asset("broadsheet.css") }}">
{% if page.head.canonical %}<link rel="canonical" href="{{ page.head.canonical }}">{% endif %}
<pre>{{ page }}</pre>
"""
"""A theme that shows all of every view and is read in no time."""
PLAIN_THEME = {
    "/themes/mine/theme.yaml": "name: mine\nextends: broadsheet\n",
    "/themes/mine/static/broadsheet.css": "body { color: black }\n",
    **{
        f"/themes/mine/templates/{one.name}": '{% extends "base.html" %}\n'
        for one in (THEMES / "broadsheet/templates").glob("*.html")
    },
    "/themes/mine/templates/base.html": FRAME,
}


class Previewed:
    """A small project and its engine."""

    def __init__(self, site: SmallSite) -> None:
        self.site = site
        self.folder = site.root / ".briefgen/preview"
        self.engine = Engine(site.root, self.folder, ORIGIN, BuildOptions(drafts=True))

    def rebuild(self) -> Rebuilt:
        return self.engine.rebuild(None)

    def with_files(self, files: Mapping[str, str]) -> Rebuilt:
        self.site.with_files(files)
        return self.rebuild()


@pytest.fixture
def previewed(small_site: Callable[..., SmallSite]) -> Previewed:
    """Two articles, a person, and a theme of the project's own."""
    return Previewed(
        small_site(
            {
                "/briefgen.yaml": "title: Small\nurl: https://example.org/sub/path/\ntheme: mine\nas_of: 2022-04-08\n",
                **PLAIN_THEME,
                "articles/one.md": article("One"),
                "articles/two.md": article("Two", "Nothing about anybody."),
                "people.yaml": "ada: {name: Ada Lovelace, summary: A mathematician.}\n",
            }
        )
    )


def urls(rebuilt: Rebuilt) -> set[str]:
    return {one.url for one in rebuilt.written}


def test_the_first_rebuild_makes_everything_and_the_second_nothing(previewed: Previewed) -> None:
    first, second = previewed.rebuild(), previewed.rebuild()
    assert {"", "articles/one/", "people/ada/", "404.html"} <= urls(first)
    assert {one.why for one in first.written} == {"a new page", "a new file"}
    assert (second.written, second.removed, dict(second.styles), second.failed) == ((), (), {}, False)
    assert first.files == second.files > len(urls(first)) - 1
    assert not (previewed.site.root / "site").exists()


def test_pages_name_this_server_under_the_sites_own_path(previewed: Previewed) -> None:
    """The preview links to itself, wherever the site will live."""
    assert previewed.rebuild().base == "/sub/path/"
    page = (previewed.folder / "articles/one/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ORIGIN}/sub/path/articles/one/">' in page
    assert "example.org" not in page
    assert "/sub/path/articles/" in (previewed.folder / "404.html").read_text(encoding="utf-8")


def test_pages_in_other_languages_name_this_server_too(previewed: Previewed) -> None:
    """Nor does a feed, a sitemap or a list of theirs name the place where the site will live."""
    config = previewed.site.root / "briefgen.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "languages: [uk]\n", encoding="utf-8")
    previewed.with_files({"articles/one.uk.md": article("Перша")})
    page = (previewed.folder / "uk/articles/one/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ORIGIN}/sub/path/uk/articles/one/">' in page
    files = [path for path in previewed.folder.rglob("*") if path.is_file()]
    assert [path for path in files if b"https://example.org/" in path.read_bytes()] == []


def test_only_what_changed_is_named(previewed: Previewed) -> None:
    """Words in an article's text concern its page alone; a name that appears, the person's page too."""
    previewed.rebuild()
    assert urls(previewed.with_files({"articles/two.md": article("Two", "Still nothing.")})) == {"articles/two/"}
    found = previewed.with_files({"articles/two.md": article("Two", "Still nothing, says Ada Lovelace.")})
    assert {"articles/two/", "people/ada/"} <= urls(found)
    assert "articles/one/" not in urls(found)
    assert {one.why for one in found.written} == {"what it shows changed"}


def test_pages_that_are_gone_are_named(previewed: Previewed) -> None:
    previewed.rebuild()
    (previewed.site.root / "content/articles/two.md").unlink()
    found = previewed.rebuild()
    assert "articles/two/" in found.removed
    assert not (previewed.folder / "articles/two").exists()


def test_an_error_leaves_the_last_good_site(previewed: Previewed) -> None:
    previewed.rebuild()
    before = (previewed.folder / "articles/two/index.html").read_bytes()
    found = previewed.with_files({"articles/two.md": article("Two", "New words.", more="titel: x\n")})
    assert found.failed
    assert [one.code for one in found.diagnostics if one.level == "error"] == ["E003"]
    assert (previewed.folder / "articles/two/index.html").read_bytes() == before
    assert urls(previewed.with_files({"articles/two.md": article("Two", "New words.")})) == {"articles/two/"}


@pytest.mark.parametrize("way", ["a text", "the list"])
def test_a_name_that_must_not_be_published_is_told_and_not_shown(previewed: Previewed, way: str) -> None:
    """As a build does: whoever can look at the preview does not see it, and the way out is as in any mistake."""
    listed = {"/private/protected.yaml": "witness-1: [Vera Holm]\n"}
    told = {"articles/two.md": article("Two", "So said Vera Holm.")}
    previewed.with_files(listed if way == "a text" else told)
    before = (previewed.folder / "articles/two/index.html").read_bytes()
    found = previewed.with_files(told if way == "a text" else listed)
    assert found.failed
    leaks = [one for one in found.diagnostics if one.code == "E501"]
    assert any("content/articles/two.md" in one.hint for one in leaks)
    assert not any("Holm" in f"{one.message}{one.hint}" for one in leaks)
    if way == "a text":
        assert (previewed.folder / "articles/two/index.html").read_bytes() == before
    again = previewed.with_files({"articles/two.md": article("Two", "So said a witness.")})
    assert not again.failed
    assert "articles/two/" in urls(again)
    assert b"a witness" in (previewed.folder / "articles/two/index.html").read_bytes()
    follow = previewed.with_files({"articles/two.md": article("Two", "So said Vera  Holm to us.")})
    assert [one.code for one in follow.diagnostics if one.level == "error"][:1] == ["E501"]


def test_a_fault_in_a_template_is_a_diagnostic(previewed: Previewed) -> None:
    """With file and line, and nothing is written until it is mended."""
    previewed.rebuild()
    template = "/themes/mine/templates/article.html"
    for text in ("{% if %}\n", '{% extends "base.html" %}\n{% block title %}{{ page.nonsense }}{% endblock %}\n'):
        found = previewed.with_files({template: text})
        assert found.failed
        assert found.diagnostics[-1].where.path == "themes/mine/templates/article.html"  # type: ignore[union-attr]
    mended = previewed.with_files({template: '{% extends "base.html" %}\n{% block title %}New title{% endblock %}\n'})
    assert urls(mended) == {"articles/one/", "articles/two/"}
    assert {one.why for one in mended.written} == {"its templates changed"}


def test_style_sheets_are_swapped_in_place(previewed: Previewed) -> None:
    """A change of a theme's style sheet changes no page as far as readers are concerned."""
    previewed.rebuild()
    found = previewed.with_files({"/themes/mine/static/broadsheet.css": "body { color: red }\n"})
    assert found.css_only
    ((old, new),) = found.styles.items()
    assert old != new
    assert not (previewed.folder / old).exists()
    assert (previewed.folder / new).read_text(encoding="utf-8") == "body{color:red}"
    assert found.restyled > 0
    assert new in (previewed.folder / "articles/one/index.html").read_text(encoding="utf-8")


def test_words_that_change_with_the_style_sheet_are_named(previewed: Previewed) -> None:
    previewed.rebuild()
    found = previewed.with_files(
        {"/themes/mine/static/broadsheet.css": "p {}\n", "articles/two.md": article("Two", "Other words.")}
    )
    assert urls(found) == {"articles/two/"}
    assert found.styles


def test_a_style_sheet_of_the_content_keeps_its_address(previewed: Previewed) -> None:
    previewed.with_files({"files/own.css": "p {}\n"})
    found = previewed.with_files({"files/own.css": "b {}\n"})
    assert (found.css_only, dict(found.styles)) == (True, {"files/own.css": "files/own.css"})


def test_pages_that_readers_do_not_see_are_told_with_the_reason(previewed: Previewed) -> None:
    found = previewed.with_files(
        {
            "articles/raw.md": article("Raw", more="draft: true\n"),
            "articles/soon.md": article("Soon", date="2022-05-01"),
            "articles/held.md": article("Held", more="embargo_until: 2022-04-20\n"),
        }
    )
    assert {url: why for url, why in found.unpublished.items() if url.startswith("articles/")} == {
        "articles/raw/": "draft",
        "articles/soon/": "dated later",
        "articles/held/": "embargoed",
    }
    assert "articles/soon/" in urls(found)


def test_a_preview_folder_that_vanished_is_made_again(previewed: Previewed) -> None:
    """The folder alone, or everything briefgen keeps."""
    previewed.rebuild()
    for gone in (previewed.folder, previewed.site.root / ".briefgen"):
        shutil.rmtree(gone)
        previewed.rebuild()
        assert (previewed.folder / "articles/one/index.html").is_file()


def test_a_site_without_an_address_stays_without(small_site: Callable[..., SmallSite]) -> None:
    previewed = Previewed(
        small_site({"/briefgen.yaml": "theme: mine\n", **PLAIN_THEME, "articles/one.md": article("One")})
    )
    assert previewed.rebuild().base == "/"
    assert 'rel="canonical"' not in (previewed.folder / "articles/one/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "url"),
    [("index.html", ""), ("people/x/index.html", "people/x/"), ("people/x.html", "people/x.html"), ("a/myindex.html", "a/myindex.html")],
)  # fmt: skip
def test_files_and_their_addresses(path: str, url: str) -> None:
    assert url_of(path) == url


def test_nothing_is_written_outside_briefgens_own_folder(previewed: Previewed) -> None:
    before = {one.name for one in previewed.site.root.iterdir()}
    previewed.rebuild()
    assert {one.name for one in previewed.site.root.iterdir()} == before | {".briefgen"}


def test_what_is_due_stands_once_with_its_page(previewed: Previewed) -> None:
    """Overdue before what is coming; each leads to its page in the preview; titles are words, whatever is in them."""
    claim = (
        "{statement: It <b>rained</b>., short: Rain & <b>wind</b>, kind: event, assertions: [{by: ada, date: 2022-03-01, mode: speech, source: talk}], "
        "status_history: [{date: 2022-03-01, status: unverified, reason: So she says.}], review_by: %s}\n"
    )
    found = previewed.with_files(
        {
            "claims.yaml": f"late: {claim % '2022-03-08'}soon: {claim % '2022-05-08'}",
            "sources.yaml": "talk: {kind: conversation, title: A talk, url_missing: spoken}\n",
            "articles/later.md": article("Not yet", more="draft: true\n"),
        }
    )
    board = Board()
    board.post(found, True)
    page = due(board, "Desk")
    assert re.findall(r"<h2>(.*?) \(", page) == ["Overdue", "Coming up", "Drafts"]
    links = re.findall(r'href="(/sub/path/[^"]+)"', page)
    assert links == [f"/sub/path/{one}/" for one in ("claims/late", "claims/soon", "articles/later")]
    assert all((previewed.folder / one.removeprefix("/sub/path/") / "index.html").is_file() for one in links)
    assert "Rain &amp; &lt;b&gt;wind&lt;/b&gt;" in page
    assert "<b>" not in page
