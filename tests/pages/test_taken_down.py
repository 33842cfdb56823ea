"""What readers find where something was taken down: that it is gone, when and why, and nothing of what stood there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import NOW, SmallSite

from briefgen.asking.listing import rows
from briefgen.asking.project import Project
from briefgen.base.dates import parse_when

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
ANN = "ann: {name: Ann Lee, summary: A witness.}\n"


def storm(head: str) -> str:
    return f"---\ntitle: A storm in April\ndate: 2022-04-02\n{head}\n---\nAnn Lee spoke of xylophones.\n"


def _everything(site: SmallSite) -> str:
    return "\n".join(one.read_text(encoding="utf-8") for one in (site.root / "site").rglob("*.html"))


WITHDRAWN = "withdrawn: {date: 2022-04-05, reason: The witness was mistaken.}"


@pytest.mark.parametrize(
    ("head", "correction", "words"),
    [
        (WITHDRAWN, "", ["Withdrawn, April 5, 2022", "A storm in April", "The witness was mistaken."]),
        ("expires: 2022-04-05", "", ["No longer here, April 5, 2022", "A storm in April"]),
        ("", "kind: retraction", ["Retracted, April 5, 2022", "A storm in April", "It never rained.", "What we said about it"]),
        ("", "kind: removal\n  reason: Somebody may come to harm.", ["Removed, April 5, 2022", "It never rained."]),
    ],
)  # fmt: skip
def test_a_page_says_that_it_was_taken_down(small_site: Make, head: str, correction: str, words: list[str]) -> None:
    files = {
        "people.yaml": ANN,
        "articles/storm.md": storm(head),
        "articles/b.md": storm("").replace("xylophones", "rain"),
    }
    if correction:
        files["corrections.yaml"] = (
            f"c:\n  target: article:storm\n  date: 2022-04-05\n  text: It never rained.\n  {correction}\n"
        )
    site = small_site(files)
    assert site.build(now="2022-04-04").written is not None
    assert "xylophones" in site.page("articles/storm/index.html")
    site.build()
    page, told = site.page("articles/storm/index.html"), site.main("articles/storm/index.html")
    assert all(word in told for word in words), told
    assert '<meta name="robots" content="noindex">' in page
    assert "xylophones" not in _everything(site)
    assert ("A storm in April" in told) is ("removal" not in correction)
    assert "articles/storm/" not in site.page("articles/index.html")


def test_a_correction_that_names_what_it_affects_leaves_the_page(small_site: Make) -> None:
    """Taking out one picture is no reason to take down the article."""
    correction = "c: {target: article:storm, date: 2022-04-05, kind: removal, affects: [image], reason: R, text: A picture is gone.}\n"
    site = small_site({"people.yaml": ANN, "articles/storm.md": storm(""), "corrections.yaml": correction})
    assert [page.kind for page in site.prepared().pages if page.url == "articles/storm/"] == ["article"]


def test_a_person_can_be_removed(small_site: Make) -> None:
    """A removed person has no page, no link and no card; the notice does not give the name."""
    correction = (
        "c: {target: person:ann, date: 2022-04-05, kind: removal, reason: She asked us., text: We removed a page.}\n"
    )
    site = small_site({"people.yaml": ANN, "articles/storm.md": storm(""), "corrections.yaml": correction})
    site.build()
    assert "Ann Lee" not in site.page("people/ann/index.html")
    assert "people/ann/" not in site.page("articles/storm/index.html")


def test_all_versions_go_with_the_article(small_site: Make) -> None:
    files = {
        "/briefgen.yaml": "languages: [uk]\n",
        "people.yaml": ANN,
        "articles/storm.md": storm(WITHDRAWN),
        "articles/storm.uk.md": storm("").replace("A storm in April", "Буря"),
    }
    kinds = {page.url: page.kind for page in small_site(files).prepared().pages}
    assert (kinds["articles/storm/"], kinds["uk/articles/storm/"]) == ("withdrawn", "withdrawn")


def test_versions_that_go_with_the_article_are_counted_and_listed_as_such(small_site: Make) -> None:
    """The translation says nothing of it itself, and what a correction retracts says nothing either."""
    retracted = "c: {target: article:gale, date: 2022-04-05, kind: retraction, text: It never rained.}\n"
    files = {
        "/briefgen.yaml": "languages: [uk]\n",
        "people.yaml": ANN,
        "corrections.yaml": retracted,
        "articles/gale.md": storm(""),
        "articles/storm.md": storm(WITHDRAWN),
        "articles/storm.uk.md": storm("").replace("A storm in April", "Буря"),
    }
    site = small_site(files)
    gone = {"article:gale": "retracted", "article:storm": "withdrawn", "article:storm.uk": "withdrawn"}
    assert dict(site.prepared().waiting) == gone
    project = Project.read(site.root, parse_when(NOW))
    states = {row.key: row.values["state"] for row in rows(project, "articles", (), "", ("state",))}
    assert states == gone
    assert [row.key for row in rows(project, "expired", (), "", ())] == list(gone)


def test_older_addresses_lead_to_the_notice(small_site: Make) -> None:
    site = small_site({"people.yaml": ANN, "articles/storm.md": storm(f"{WITHDRAWN}\nredirect_from: [gale]")})
    site.build()
    assert 'url=../../articles/storm/"' in site.page("articles/gale/index.html")


def test_a_draft_that_was_withdrawn_was_never_there(small_site: Make) -> None:
    site = small_site({"people.yaml": ANN, "articles/storm.md": storm(f"{WITHDRAWN}\ndraft: true")})
    assert "articles/storm/" not in {page.url for page in site.prepared().pages}


def test_a_published_address_does_not_vanish_with_its_article(small_site: Make) -> None:
    """W006 speaks of addresses that lead nowhere; this one leads to the notice."""
    site = small_site({"people.yaml": ANN, "articles/storm.md": storm("")})
    site.build(record=True)
    site.with_files({"articles/storm.md": storm(WITHDRAWN)})
    assert not [one for one in site.prepared().diagnostics if "articles/storm/" in one.message]
