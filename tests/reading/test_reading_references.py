"""References: what they may look like, what they become, and what is said when they lead nowhere."""

from __future__ import annotations

import pytest
from reading_project import ARTICLE, Project, place  # type: ignore[import-not-found]

from briefgen.base.diagnostics import Diagnostic, Mark, Related, Spot
from briefgen.model.site import Origin
from briefgen.reading.marks import SITE, locate, notes_spot

WORLD = {
    "people.yaml": "volodymyr-zelensky: {name: Volodymyr Zelensky, family_name: Zelensky, weak_aliases: [Mr Zelensky]}\n"
    "hanna-malyar: {name: Hanna Malyar}\n",
    "organisations.yaml": "kremlin: {name: the Kremlin, kind: office}\nun: {name: UN, kind: intergovernmental}\n",
    "places.yaml": "kyiv: {name: Kyiv, kind: city}\nkremlin: {name: Moscow Kremlin, kind: site}\n",
    "sources.yaml": "s: {kind: document, title: T, url_missing: lost}\n",
}


def test_every_form_of_reference_becomes_a_key(project: Project) -> None:
    """Bare ids, full keys and the short word for organisations, at any depth and in every union."""
    found = project(
        {
            **WORLD,
            "/briefgen.yaml": "cast: [kyiv]\npublisher: {organisation: un}\n",
            "topics.yaml": "war: {title: War, summary: S, questions: [{q: Why?, a: x}, {q: How?, a: Like this.}]}\n",
            "claims.yaml": "c:\n  statement: S\n  short: S\n  kind: event\n  about: [kyiv, 'org:kremlin', 'place:kremlin']\n"
            "  assertions: [{by: un, date: 2022, mode: speech, source: s}]\n"
            "  status_history: [{date: 2022, status: unverified, reason: R}]\n"
            "  evidence: [{id: e1, stance: supports, source: s, origin: un, type: data},"
            " {id: e2, stance: context, source: s, origin: a neighbour, type: witness}]\n",
            "articles/x.md": "---\ntitle: T\ndate: 2022\ntopics: [war, {ref: war}]\nclaims: {lead: [c]}\n"
            "mentions: {as: {The office: org:un}}\n---\n",
            "articles/y.md": ARTICLE.replace("date", "claims: [c]\nauthors: [newsdesk]\ndate"),
            "articles/y.notes.yaml": "claims: [{ref: c}]\ntimeline: {events: auto}\nsources: [s]\n",
        }
    )
    assert found.diagnostics == ()
    records = found.records.records
    claim, article = records["claim:c"], records["article:x"]
    assert found.records.config.cast == ("place:kyiv",)
    assert found.records.config.publisher.organisation == "organisation:un"
    assert claim.about == ("place:kyiv", "organisation:kremlin", "place:kremlin")
    assert (claim.assertions[0].by, claim.assertions[0].source) == ("organisation:un", "source:s")
    assert [one.origin for one in claim.evidence] == ["organisation:un", "a neighbour"]
    assert (article.topics[0], article.topics[1].ref) == ("topic:war", "topic:war")
    assert article.claims.lead == ("claim:c",)
    assert article.mentions.assigned == {"The office": "organisation:un"}
    assert records["article:y"].claims == ("claim:c",)
    assert records["article:y"].authors == ("newsdesk",)
    assert [one.a for one in records["topic:war"].questions] == ["article:x", "Like this."]
    assert found.records.notes["article:y"].claims[0].ref == "claim:c"
    assert found.records.notes["article:y"].sources == ("source:s",)


@pytest.mark.parametrize(
    ("field", "code", "message", "hint"),
    [
        ("people: [hana-malyar]", "E002", "there is no person “hana-malyar”", "did you mean “hanna-malyar”?"),
        ("people: [Zelensky]", "E002", "there is no person “Zelensky”", "“Zelensky” is volodymyr-zelensky"),
        ("people: [mr zelensky]", "E002", "there is no person", "“mr zelensky” is volodymyr-zelensky"),
        ("people: [Hanna_Malyar]", "E002", "there is no person", "write hanna-malyar"),
        ("people: [zzzzzz]", "E002", "there is no person “zzzzzz”", "add it to people.yaml"),
        ("people: [kyiv]", "E002", "“kyiv” is a place; a person is expected here", ""),
        ("people: [place:kyiv]", "E002", "a person is expected here, and “place:kyiv” is a place", ""),
        ("people: [person:bob]", "E002", "there is no person “bob”", ""),
        (
            "see_also: [kremlin]",
            "E014",
            "“kremlin” may be organisation:kremlin or place:kremlin",
            "organisation:kremlin",
        ),
        ("see_also: [zzzzzz]", "E002", "there is no record “zzzzzz”", ""),
        ("people: ['person:Bad Id']", "E002", "there is no person “person:Bad Id”", ""),
    ],
)
def test_a_reference_that_leads_nowhere(project: Project, field: str, code: str, message: str, hint: str) -> None:
    """The message says what is there instead, and the hint what was probably meant."""
    found = project({**WORLD, "events.yaml": f"e: {{title: T, date: 2022, kind: other, {field}}}\n"})
    fault = found.only(code)
    assert message in fault.message
    assert hint in fault.hint
    assert fault.record == "event:e"
    assert found.records.records["event:e"].people == ()


def test_places_of_references_in_every_sort_of_file(project: Project) -> None:
    """Front matter, notes, the site record and inline records each show the right line."""
    found = project(
        {
            **WORLD,
            "/briefgen.yaml": "title: T\ncast:\n  - bob\n",
            "articles/x.md": "---\ntitle: T\ndate: 2022\nlocation: lviv\n---\n",
            "articles/x.notes.yaml": "who:\n  - ref: bob\n  - inline: {name: Ann, roles: [{title: T, org: eu}]}\n",
        }
    )
    assert found.places == [
        "E002 content/articles/x.md:4:11-15",
        "E002 content/articles/x.notes.yaml:3:49-51",
        "E002 content/articles/x.notes.yaml:2:10-13",
        "E002 briefgen.yaml:3:5-8",
    ]


def test_the_same_missing_record_is_reported_wherever_it_is_missed(project: Project) -> None:
    """Looking up once and telling twice."""
    line = "{}: {{title: T, date: 2022, kind: other, people: [bob]}}\n"
    found = project({**WORLD, "events.yaml": line.format("a") + line.format("b")})
    assert found.places == ["E002 content/events.yaml:1:49-52", "E002 content/events.yaml:2:49-52"]


def test_circles_are_told_once_with_every_station(project: Project) -> None:
    """A chain that leads into a circle is not part of it."""
    found = project(
        {
            "places.yaml": "".join(
                f"{one}: {{name: P, kind: city, parent: {up}}}\n" for one, up in ("ab", "bc", "cb", "da")
            ),
            "events.yaml": "e: {title: T, date: 2022, kind: other, supersedes: e}\n",
            "topics.yaml": "t: {title: T, summary: S, parent: u}\nu: {title: U, summary: S}\n",
        }
    )
    assert found.places == ["E028 content/places.yaml:2:34-35", "E028 content/events.yaml:1:52-53"]
    assert "place:b → place:c → place:b" in found.diagnostics[0].message
    assert [place(one.where) for one in found.diagnostics[0].related] == ["content/places.yaml:3:34-35"]


def test_spots_become_marks() -> None:
    """By the name in Python or the word in the file, on the key or the value, for records, notes and the site."""
    texts = {
        "people.yaml": "ann:\n  name: Ann\n  language: en\n  roles:\n    - {title: T, from: 2020}\n",
        "x.md": "---\ntitle: T\n---\n",
        "y.md": "no front matter",
        "briefgen.yaml": "names: {not: [May]}\n",
    }
    origins = {
        "person:ann": Origin("people.yaml", ("ann",)),
        "article:x": Origin("x.md"),
        "article:y": Origin("y.md"),
        notes_spot("article:x"): Origin("gone.yaml"),
        SITE: Origin("briefgen.yaml"),
    }

    def where(key: str, *loc: str | int, on_key: bool = False) -> str:
        spot = Spot(key, loc, on_key)
        (found,) = locate([Diagnostic("E002", spot, "m", related=(Related(spot, "here"),))], origins, texts.get)
        assert found.related[0].where == found.where
        return place(found.where)

    assert where("person:ann") == "people.yaml:1:1-4"
    assert where("person:ann", "roles", 0, "since") == "people.yaml:5:24-28"
    assert where("person:ann", "roles", 0, "from", on_key=True) == "people.yaml:5:18-22"
    assert where("person:ann", "roles", 7, "from") == "people.yaml:4:3-8"
    assert where("person:ann", "lang") == "people.yaml:3:13-15"
    assert where("person:ann", "bio") == "people.yaml:1:1-4"
    assert where("article:x", "title") == "x.md:2:8-9"
    assert where("article:y", "title") == "y.md:1:1-2"
    assert where(notes_spot("article:x"), "who") == "gone.yaml:1:1-2"
    assert where(SITE, "names", "not_names", 0) == "briefgen.yaml:1:15-18"
    assert where("person:nobody") == "person:nobody:1:1-0"
    assert locate([Diagnostic("E002", Mark("a"), "m")], {}, texts.get)[0].where == Mark("a")
