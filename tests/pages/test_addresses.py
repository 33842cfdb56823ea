"""Addresses of pages: where they are, that no two are the same, and that old ones keep working."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import SmallSite

from briefgen.pages.routes import Routes, file_of, root_of, segment

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
STORM = "---\ntitle: Storm\ndate: 2022-04-02\n---\nIt rained.\n"


def storm(head: str) -> str:
    return STORM.replace("date:", f"{head}\ndate:")


@pytest.mark.parametrize(
    ("key", "page", "folders", "flat"),
    [
        ("article:storm", 0, "articles/storm/", "articles/storm.html"),
        ("article:storm.uk", 0, "uk/articles/storm/", "uk/articles/storm.html"),
        ("person:ann", 0, "people/ann/", "people/ann.html"),
        ("person:ann", 2, "people/ann/page/2/", "people/ann/page/2.html"),
        ("page:about", 0, "about/", "about.html"),
        ("term:oblast", 0, "terms/oblast/", "terms/oblast.html"),
    ],
)
def test_every_record_has_its_lasting_address(key: str, page: int, folders: str, flat: str) -> None:
    """The address of a page follows from its kind, id and language alone."""
    assert Routes().record(key, page) == folders
    assert Routes(flat=True).record(key, page) == flat


@pytest.mark.parametrize(
    ("url", "file", "root"),
    [
        ("", "index.html", "./"),
        ("people/ann/", "people/ann/index.html", "../../"),
        ("people/ann.html", "people/ann.html", "../"),
    ],
)
def test_a_page_finds_its_way_to_the_root(url: str, file: str, root: str) -> None:
    """Links are relative, so that a site works below any path and from a folder on disk."""
    assert (file_of(url), root_of(url)) == (file, root)


@pytest.mark.parametrize(
    ("words", "address"),
    [("War & peace", "war-peace"), ("Київ", "kyiv"), ("戦争", "%E6%88%A6%E4%BA%89"), ("!", "%21"), (" ", "-")],
)
def test_tags_of_any_script_have_an_address(words: str, address: str) -> None:
    """A tag in any language gives a page whose address can be typed and sent."""
    assert segment(words) == address


@pytest.mark.parametrize("url", ["articles/storm/", "articles/gale/", "articles/squall/"])
def test_old_addresses_lead_to_the_page(small_site: Make, url: str) -> None:
    """A page that was renamed is still found under each of its old addresses."""
    pages = small_site({"articles/storm.md": storm("redirect_from: [gale, squall]")}).prepared().pages
    assert url in {page.url for page in pages}


def test_a_redirect_names_the_new_address(small_site: Make) -> None:
    """A browser that comes to an old address is sent on to the new one."""
    site = small_site({"articles/storm.md": storm("redirect_from: [gale]")})
    assert site.build().written is not None
    assert 'href="../../articles/storm/"' in site.page("articles/gale/index.html")


@pytest.mark.parametrize("urls", ["folders", "flat"])
def test_older_addresses_stay_in_the_form_they_had(small_site: Make, urls: str) -> None:
    """A site that went over from folders to files, or came from elsewhere, is still found where it was linked to."""
    old = "redirect_from: [/a/gale/, /squall.html, /b/wind, breeze]"
    site = small_site({"/briefgen.yaml": f"urls: {urls}\n", "articles/storm.md": storm(old)})
    paths = {one.path for one in site.prepared().pages if one.kind == "redirect"}
    ours = (
        {"b/wind.html", "articles/breeze.html"}
        if urls == "flat"
        else {"b/wind/index.html", "articles/breeze/index.html"}
    )
    assert paths == {"a/gale/index.html", "squall.html", *ours}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"articles/a.md": STORM, "articles/b.md": storm("redirect_from: [a]")}, "content/articles/b.md:3"),
        (
            {"articles/a.md": storm("redirect_from: [c]"), "articles/b.md": storm("redirect_from: [c]")},
            "content/articles/b.md:3",
        ),
        ({"articles/a.md": storm("tags: [Rain]"), "articles/b.md": storm("tags: [rain]")}, "content/articles/b.md:3"),
        (
            {"articles/a.md": storm("section: Old news"), "articles/b.md": storm("section: old-news")},
            "content/articles/b.md:3",
        ),
        ({"articles/a.md": STORM, "pages/articles.md": "---\ntitle: All\n---\nAll.\n"}, "content/pages/articles.md:2"),
        (
            {
                "articles/a.md": STORM,
                "files/a.txt": "mine",
                "pages/files.md": "---\ntitle: All\nredirect_from: [files]\n---\nAll.\n",
            },
            "content/pages/files.md:3",
        ),
    ],
    ids=["redirect", "two redirects", "tags", "sections", "register", "itself"],
)
def test_two_pages_on_one_address_stop_the_build(small_site: Make, files: Mapping[str, str], place: str) -> None:
    """Where one page would replace another, the editor is told of both, at the one that can be changed."""
    (found,) = small_site(files).told()
    assert found.startswith(f"E016 {place}:"), found


@pytest.mark.parametrize("name", ["index.html", "articles/storm/index.html"])
def test_a_file_cannot_take_the_place_of_a_page(small_site: Make, name: str) -> None:
    """HTML that lies among the content is told of and never lands on a page of the site."""
    site = small_site({"articles/storm.md": STORM, name: "mine"})
    assert site.told() == [f"W020 content/{name}:1:1"]
    site.build()
    assert site.page(name) != "mine"


def test_a_published_address_that_would_go_is_told(small_site: Make) -> None:
    """After an article is renamed without a redirect, the editor is warned of the address that readers have saved."""
    site = small_site({"articles/storm.md": STORM})
    assert site.build(record=True).recorded
    (site.root / "content/articles/storm.md").rename(site.root / "content/articles/gale.md")
    assert [one.partition(" ")[0] for one in site.told()] == ["W006"]
    site.with_files({"articles/gale.md": storm("redirect_from: [storm]")})
    assert site.told() == []


def test_addresses_are_recorded_once_and_in_order(small_site: Make) -> None:
    """The list of published addresses is sorted and grows only, so that it merges in version control."""
    site = small_site({"articles/storm.md": STORM})
    site.build(record=True)
    site.with_files({"articles/flood.md": STORM}).build(record=True)
    lines = (site.root / "content/.ledger/addresses.txt").read_text().splitlines()
    assert lines == sorted(set(lines))
    assert {"articles/flood/", "articles/storm/"} <= set(lines)
    assert site.build(record=True).recorded == 0
