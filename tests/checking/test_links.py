"""Links that writers type lead somewhere, or the desk is told where they are and what was meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import SmallSite, dead_links

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
HEAD = "---\ntitle: Storm\ndate: 2022-04-02\n---\n"
FILES: Mapping[str, str | bytes] = {
    "people.yaml": 'ann: {name: Ann Lee, summary: A witness., bio: "She saw [the flood](flood.md#cause)."}\n',
    "articles/flood.md": "---\ntitle: Flood\ndate: 2022-04-03\n---\nAnn Lee saw it.\n\n## The cause {#cause}\n\nRain.\n",
    "articles/draft.md": "---\ntitle: Draft\ndate: 2022-04-03\ndraft: true\n---\nIt rained.\n",
    "articles/gone.md": "---\ntitle: Gone\ndate: 2022-04-03\nwithdrawn: {date: 2022-04-04, reason: Wrong.}\n---\nIt rained.\n",
    "files/figures.csv": "a,b\n",
    "pages/about.md": "---\ntitle: About\n---\nOurs.\n",
}


def site_with(small_site: Make, text: str, urls: str = "folders") -> SmallSite:
    return small_site({**FILES, "articles/storm.md": f"{HEAD}{text}\n", "/briefgen.yaml": f"urls: {urls}\n"})


GOOD = (
    "[x](flood.md)", "[x](../articles/flood.md#cause)", "[x](/articles/flood/)", "[x](/articles/flood)",
    "[x](/articles/flood/#cause)", "[x](/)", "[x](/people/)", "[x](people/ann/)", "[x](/articles/2022/04/)", "[x](files/figures.csv)",
    "[x](/files/figures.csv)", "[x](#part)\n\n## Part", "[x](gone.md)", "[x](/changes/)", "[x](/about/?a=b)", "[x][1]\n\n[1]: /about/",
)  # fmt: skip


@pytest.mark.parametrize("urls", ["folders", "flat"])
@pytest.mark.parametrize("text", GOOD)
def test_a_link_to_what_is_there_is_left_in_peace_and_works(small_site: Make, text: str, urls: str) -> None:
    """However a writer ends an address, readers land on the page, in either form of addresses."""
    site = site_with(small_site, text, urls)
    assert site.told() == []
    site.build()
    assert dead_links(site.root / "site") == []


@pytest.mark.parametrize(
    ("text", "told", "words"),
    [
        ("[x](/articles/fload/)", "E303 content/articles/storm.md:5:5", "“/articles/flood/”"),
        ("[x](/articles/flood.html)", "E303 content/articles/storm.md:5:5", "“/articles/flood/”"),
        ("[x](/peple/ann/)", "E303 content/articles/storm.md:5:5", "“/people/ann/”"),
        ("[x](/people/flood/)", "E303 content/articles/storm.md:5:5", "“/articles/flood/”"),
        ("[x](files/figure.csv)", "E303 content/articles/storm.md:5:5", "“files/figures.csv”"),
        ("[x](flood.md#cuase)", "W304 content/articles/storm.md:5:5", "“#cause”"),
        ("[x](/articles/flood/#cuase)", "W304 content/articles/storm.md:5:5", "“#cause”"),
        ("It rained\n\n[x](#prat)\n\n## Part", "W304 content/articles/storm.md:7:5", "“#part”"),
        ("[x](draft.md)", "W027 content/articles/storm.md:5:5", "not published"),
        ("[x](flood.en.md)", "E002 content/articles/storm.md:5:5", "write flood.md"),
        ("[x](#claim-rain)", "W304 content/articles/storm.md:5:5", "take the part from # on out"),
    ],
)
def test_a_link_to_what_is_not_there_is_told_with_the_nearest(
    small_site: Make, text: str, told: str, words: str
) -> None:
    site = site_with(small_site, text)
    assert site.told() == [told]
    assert words in site.text(site.prepared().diagnostics)


def test_links_in_fields_notes_and_longer_texts_are_looked_at_too(small_site: Make) -> None:
    files = {
        **FILES,
        "people.yaml": "ann:\n  name: Ann Lee\n  summary: A [witness](/witnesses/).\n  bio: |\n    She saw\n    [the flood](flood.md#course).\n",
        "articles/storm.md": f"{HEAD}Ann Lee spoke.\n",
        "articles/storm.notes.yaml": 'who:\n  - {ref: ann, note: "See [this](/nowhere/)."}\n',
    }
    assert small_site(files).told() == [
        "E303 content/articles/storm.notes.yaml:2:22",
        "E303 content/people.yaml:3:12",
        "W304 content/people.yaml:6:17",
    ]


def test_a_link_in_a_field_works(small_site: Make) -> None:
    """A short field may link to a page or a file as a text may, from whatever page shows it."""
    people = 'ann: {name: Ann Lee, summary: "A witness of [the flood](flood.md)."}\n'
    site = small_site({**FILES, "people.yaml": people})
    site.build()
    assert '<a href="../articles/flood/">the flood</a>' in site.page("people/index.html")
    assert dead_links(site.root / "site") == []


def test_of_a_translation_without_a_date_nobody_is_told_what_the_original_has(small_site: Make) -> None:
    """The original stands in the edition until the translation comes out; its faults are its own, in its own file."""
    site = site_with(small_site, "It rained on Ann Lee.\n\n[x](#prat)")
    site = site.with_files(
        {"/briefgen.yaml": "languages: [uk]\n", "articles/storm.uk.md": "---\ntitle: Буря\n---\nДощ.\n"}
    )
    found = [one for one in site.told() if one.startswith("W304")]
    assert found == ["W304 content/articles/storm.md:7:5"]


def test_of_a_draft_readers_see_the_words_alone(small_site: Make) -> None:
    site = site_with(small_site, "See [the draft](draft.md).")
    site.build()
    assert "<a>the draft</a>" in site.page("articles/storm/index.html")
