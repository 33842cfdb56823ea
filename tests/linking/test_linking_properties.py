"""What holds for every text: links stand where the names stand, and the text itself is untouched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.base.dates import parse_when
from briefgen.linking.archive import Archive, link_archive
from briefgen.linking.names import names_of, surface
from briefgen.model.records import Person
from briefgen.model.site import Now, Origin, Records
from briefgen.model.views import ArticlePage
from briefgen.pages.plan import plan
from briefgen.pages.view import view_of
from briefgen.reading.clock import read_now
from briefgen.reading.content import read_content
from briefgen.reading.disk import ProjectFiles
from briefgen.reading.references import resolve
from briefgen.site.assemble import assemble

REGISTRY: Mapping[str, str] = {
    "content/people.yaml": """\
malyar: {name: Hanna Malyar, honorific: Ms, family_name: Malyar, summary: A minister., names: {uk: Ганна Маляр}}
johnson: {name: Boris Johnson, honorific: Mr, family_name: Johnson, summary: PM.}
joseph: {name: Joseph Johnson, honorific: Mr, family_name: Johnson, summary: A brother.}
""",
    "content/places.yaml": """\
kyiv: {name: Kyiv, kind: city, aliases: [基辅], summary: A city., house_style: {reject: {Kiev: old}}}
kyiv-region: {name: Kyiv region, kind: region, summary: A region.}
""",
    "content/glossary.yaml": "readout: {term: readout, definition: A summary.}\n",
    "content/sources.yaml": "diary: {kind: document, title: Diary, url_missing: paper}\n",
    "content/claims.yaml": """\
wet:
  statement: It rained.
  short: Rain
  kind: event
  assertions: [{by: malyar, date: 2022-04-02, mode: interview, source: diary}]
  status_history: [{date: 2022-04-02, status: unverified, reason: Nobody else saw it.}]
""",
}
PIECES = (
    "Kyiv", "Kyiv region", "Kyiv's", "Kiev", "基辅", "Hanna Malyar", "Ms Malyar", "Malyar", "Boris Johnson", "Mr Johnson",
    "Ганна Маляр", "readout", "Readouts", "*Kyiv*", "**Hanna** Malyar", "Hanna *Malyar*", "[[malyar]]", "[[johnson|he]]",
    "[[source:diary]]", "[[|Kyiv]]", "[Kyiv](https://example.org)", "[it rained in Kyiv]{claim=wet}",
    "[*it* rained, Hanna]{claim=wet} Malyar", "`Kyiv`", "“in Kyiv”", "Ky\u00adiv", "a & b < c", "https://example.org/Kyiv",
)  # fmt: skip
"""Names, marks and things that look like either."""
paragraphs = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map(" ".join)
bodies = st.lists(st.one_of(paragraphs, paragraphs.map("> {}".format), paragraphs.map("## {}".format)), min_size=1, max_size=4).map(
    "\n\n".join
)  # fmt: skip
policies = st.sampled_from(["true", "{per: section}", "{per: all, headings: true}", "{in_quotes: false}"])
NOW: Now = read_now(parse_when("2022-04-08"), None, {})


@cache
def read(body: str, autolink: str) -> Records:
    """An article with this text, and the registry, without touching the disk."""
    text = f"---\ntitle: Storm\ndate: 2022-04-02\nautolink: {autolink}\n---\n{body}\n"
    files = ProjectFiles({**REGISTRY, "content/articles/storm.md": text})
    return resolve(read_content(files).value).value


def linked(body: str, autolink: str) -> Archive:
    return link_archive(read(body, autolink), NOW).archive


ARTICLE = "article:storm"


@given(bodies, policies)
def test_a_link_stands_exactly_on_a_name_of_its_record(body: str, autolink: str) -> None:
    """The words that link to a record are one of its names, in every text."""
    records, archive = read(body, autolink), linked(body, autolink)
    names = names_of(records.records)
    for one in archive.linked[ARTICLE].mentions:
        words = archive.documents[ARTICLE].passages[one.passage].text[one.start : one.end]
        if one.found_by != "explicit":
            entries = (*names.exact.get(surface(words), ()), *names.loose.get(surface(words).lower(), ()))
            assert one.target in {entry.key for entry in entries}


@given(bodies, policies)
def test_mentions_stand_in_reading_order_and_apart(body: str, autolink: str) -> None:
    """No two mentions share a letter, and they are listed as they are read."""
    places = [(one.passage, one.start, one.end) for one in linked(body, autolink).linked[ARTICLE].mentions]
    assert places == sorted(places)
    assert all(one[0] != two[0] or one[2] <= two[1] for one, two in pairwise(places))


@given(bodies, policies)
def test_linking_twice_changes_nothing(body: str, autolink: str) -> None:
    """A text whose links are settled is found again as it is."""
    records, archive = read(body, autolink), linked(body, autolink)
    settled = {key: document for key, document in archive.documents.items() if "#" not in key}
    again = link_archive(replace(records, documents=settled), NOW).archive
    assert again.linked == archive.linked
    assert [one.text for one in again.documents[ARTICLE].passages] == [
        one.text for one in archive.documents[ARTICLE].passages
    ]


@given(bodies, policies)
def test_a_new_name_that_is_not_in_the_text_changes_nothing(body: str, autolink: str) -> None:
    """A person added to the registry leaves articles alone that do not name the person."""
    records, archive = read(body, autolink), linked(body, autolink)
    key, new = "person:quagga", Person(id="quagga", name="Zebulon Quagga", family_name="Quagga", aliases=("Zeb Q",))
    more = replace(
        records, records={**records.records, key: new}, origins={**records.origins, key: Origin("content/people.yaml")}
    )
    assert link_archive(more, NOW).archive.linked == archive.linked


def text_of(element) -> Iterator[str]:
    """The words of an element without the marks that briefgen adds."""
    if not {"bg-mark", "bg-cite"} & set((element.get("class") or "").split()):
        yield element.text or ""
        for child in element:
            yield from text_of(child)
    yield element.tail or ""


@settings(max_examples=150)
@given(bodies, policies)
def test_the_page_says_what_the_text_says(body: str, autolink: str) -> None:
    """Links and marks add no word to a text and take none away, and the HTML is valid."""
    records, archive = read(body, autolink), linked(body, autolink)
    site = assemble(records, archive, NOW).value
    page = next(one for one in plan(site).value if one.key == ARTICLE)
    view = view_of(site, page, {})
    assert isinstance(view, ArticlePage)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    for block, shown in zip(site.documents[ARTICLE].blocks, view.body, strict=True):
        tree = parser.parse(f"<!DOCTYPE html><title>t</title><body>{shown.html}").find("body")
        expected = "".join(site.documents[ARTICLE].passages[part].text for part in block.parts if isinstance(part, int))
        assert "".join(text_of(tree)).split() == expected.split()
