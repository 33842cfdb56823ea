"""Links that the writer sets by hand: every form of `[[...]]`, and what is said of those that lead nowhere."""

from __future__ import annotations

import pytest
from small_sites import SmallSite
from texts import Make, article, read

from briefgen.model.views import ArticlePage, EntityPage

REGISTRY = {
    "people.yaml": "hanna-malyar: {name: Hanna Malyar, aliases: [Anna Malyar], summary: A minister.}\n"
    "kyiv: {name: Kyiv Smith, summary: A singer.}\n",
    "places.yaml": "kyiv: {name: Kyiv, kind: city, summary: A city.}\n",
    "glossary.yaml": "readout: {term: readout, definition: An official summary of a call.}\n",
    "sources.yaml": "diary: {kind: document, title: A diary, url_missing: on paper}\n",
    "topics.yaml": "rain: {title: Rain, summary: All about rain.}\n",
    "claims.yaml": """\
wet:
  statement: It rained.
  short: Rain
  kind: event
  assertions: [{by: hanna-malyar, date: 2022-04-02, mode: interview, source: diary}]
  status_history: [{date: 2022-04-02, status: unverified, reason: Nobody else saw it.}]
""",
    "articles/flood.md": article("A flood."),
    "pages/about.md": "---\ntitle: About\n---\nUs.\n",
}


@pytest.fixture
def paragraph(small_site: Make):
    """Call with Markdown; gives its HTML."""

    def make(body: str) -> str:
        site = small_site({**REGISTRY, "articles/storm.md": article(body)})
        view = site.view("articles/storm/")
        assert isinstance(view, ArticlePage)
        return view.body[0].html

    return make


@pytest.mark.parametrize(
    ("written", "words", "address"),
    [
        ("[[hanna-malyar]]", "Hanna Malyar", "people/hanna-malyar/"),
        ("[[hanna-malyar|she]]", "she", "people/hanna-malyar/"),
        ("[[person:hanna-malyar|she]]", "she", "people/hanna-malyar/"),
        ("[[malyar]]", "Hanna Malyar", "people/hanna-malyar/"),
        ("[[Anna Malyar]]", "Anna Malyar", "people/hanna-malyar/"),
        ("[[place:kyiv]]", "Kyiv", "places/kyiv/"),
        ("[[term:readout|notes]]", "notes", "terms/readout/"),
        ("[[claim:wet|said]]", "said", "claims/wet/"),
        ("[[topic:rain|rain]]", "rain", "topics/rain/"),
        ("[[source:diary|her diary]]", "her diary", "sources/diary/"),
        ("[[article:flood|before]]", "before", "articles/flood/"),
        ("[[page:about|us]]", "us", "about/"),
    ],
)
def test_every_record_can_be_linked_by_hand(paragraph, written: str, words: str, address: str) -> None:
    """`[[...]]` with an id, a kind, the last part of an id or a name leads to the record's page, in the words given."""
    html = paragraph(f"THE {written} END")
    assert f'href="../../{address}">{words}</a>' in html
    assert html.endswith(" END</p>")


def test_a_bare_source_becomes_a_number(paragraph) -> None:
    """`[[source:x]]` behind a sentence is the number of the source in the list below the article."""
    assert '<sup class="bg-cite"><a href="#s-1">1</a></sup>' in paragraph("THE end.[[source:diary]]")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("[[|Hanna Malyar]]", "Hanna Malyar"), (r"\[[not a link", "[[not a link"), ("`[[x]]`", "<code>[[x]]</code>")],
)
def test_words_can_be_kept_from_linking(paragraph, written: str, shown: str) -> None:
    """`[[|words]]` are plain words, and two brackets can be shown as they are."""
    html = paragraph(f"THE {written}")
    assert shown in html
    assert "<a " not in html


def test_a_link_in_emphasis_and_emphasis_in_a_link(paragraph) -> None:
    """Emphasis may stand around a link and inside its words."""
    assert "<em><a " in (html := paragraph("THE *[[hanna-malyar]]*"))
    assert "Hanna Malyar</a></em>" in html
    assert ">the <em>minister</em></a>" in paragraph("THE [[hanna-malyar|the *minister*]]")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[[hanna-maliar]]", "E002 content/articles/storm.md:5:7"),
        ("[[kyiv]]", "E014 content/articles/storm.md:5:7"),
        ("[[place:hanna-malyar]]", "E002 content/articles/storm.md:5:7"),
        ("[[hanna-malyar", "E108 content/articles/storm.md:5:5"),
        ("[[]]", "E108 content/articles/storm.md:5:5"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_at_its_place(small_site: Make, written: str, told: str) -> None:
    """A misspelt, ambiguous, empty or open `[[...]]` is told with its line and column."""
    site: SmallSite = small_site({**REGISTRY, "articles/storm.md": article(f"The {written} end.")})
    assert [one for one in site.told() if one.startswith("E")] == [told]


def test_a_link_in_a_short_field_leads_to_its_record(small_site: Make) -> None:
    """A summary may link by hand as well, and a wrong link in it is told at the field."""
    people = (
        "ann: {name: Ann Lee, summary: 'Sister of [[bob]].'}\nbob: {name: Bob Ray, summary: 'Brother of [[anne]].'}\n"
    )
    site = small_site({"people.yaml": people, "articles/storm.md": article("Ann Lee and Bob Ray.")})
    assert [one for one in site.told() if one.startswith("E")] == ["E002 content/people.yaml:2:31"]
    view = site.with_files({"people.yaml": people.replace("anne", "ann")}).view("people/ann/")
    assert isinstance(view, EntityPage)
    assert 'href="../../people/bob/">Bob Ray</a>' in view.card.summary_html


def test_explicit_links_introduce(small_site: Make) -> None:
    """After `[[hanna-malyar]]` her short forms mean her."""
    people = "hanna-malyar: {name: Hanna Malyar, honorific: Ms, family_name: Malyar, summary: A minister.}\n"
    site = small_site(
        {"people.yaml": people, "articles/storm.md": article("[[malyar|The minister]] spoke. Ms Malyar left.")}
    )
    assert read(site).targets[-1] == ("Ms Malyar", "person:hanna-malyar")
