"""Validation: what is accepted, and what people are told in words they understand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from briefgen.base.dates import parse_when
from briefgen.model.config import SiteConfig, ThemeChoice
from briefgen.model.notes import Notes
from briefgen.model.parts import ClaimChoice, Evidence, Role, TopicEntry
from briefgen.model.records import KINDS, Article, Claim, Event, InLanguage, Page, Person, Place
from briefgen.reading import rules
from briefgen.reading.schema_places import place_of
from briefgen.reading.schemas import field_docs, json_schema, validate
from briefgen.reading.shapes import fields

ALL = [*KINDS.values(), Notes, SiteConfig]


def article(**keys: Any) -> dict[str, Any]:
    return {"title": "T", **keys}


def place(**keys: Any) -> dict[str, Any]:
    return {"name": "P", "kind": "city", **keys}


@pytest.mark.parametrize(
    ("struct", "value", "code", "loc", "message", "hint"),
    [
        (Article, article(sumary="x"), "E003", ("sumary",), "an article has no key “sumary”", "did you mean “summary”?"),
        (Article, article(zzz=1), "E003", ("zzz",), "an article has no key “zzz”", "the keys of an article are title, type,"),
        (Article, article(permalink="/a/"), "E003", ("permalink",), "an article has no key “permalink”",
         "`permalinks` in briefgen.yaml"),
        (Article, article(aliases=["/a/"]), "E003", ("aliases",), "an article has no key “aliases”", "`redirect_from`"),
        (Article, article(description="x"), "E003", ("description",), "no key “description”", "write `standfirst`"),
        (Page, article(description="x"), "E003", ("description",), "a page has no key “description”", "the keys of a page"),
        (Evidence, {"id": "e1"}, "E010", (), "a piece of evidence needs `stance`", "add `stance:`"),
        (InLanguage, {"sumary": "x"}, "E003", ("sumary",), "a record in another language has no key “sumary”", "“summary”?"),
        (Place, place(label_point={"place": "x", "UA-30": None}), "E003", ("label_point", "UA-30"),
         "a label point has no key “UA-30”", "a comma ends the text inside { }"),
        (Article, {"date": "2022"}, "E010", (), "an article needs `title`", "add `title:` – headline"),
        (Article, {"title": None}, "E010", ("title",), "nothing is written behind `title`", "headline"),
        (Article, None, "E010", (), "nothing is said about this article", "write {title: …}"),
        (Claim, {"statement": "S", "short": "S", "kind": "event", "assertions": [], "status_history": None}, "E010",
         ("assertions",), "`assertions` needs at least one entry", "begin each entry with “- ”"),
        (Article, {"title": 2022}, "E011", ("title",), "`title` must be text, not the number 2022", 'in quotes: "2022"'),
        (Article, {"title": True}, "E011", ("title",), "`title` must be text, not “true”", 'write it in quotes: "true"'),
        (Article, {"title": ["a"]}, "E011", ("title",), "`title` must be text, not a list", "begins with [ must be in"),
        (Article, {"title": {"a": 1}}, "E011", ("title",), "not a group of keys", "begins with { must be in quotes"),
        (Article, article(tags="war"), "E011", ("tags",), "`tags` must be a list, not text", "write a list: [war]"),
        (Article, article(tags={"a": 1}), "E011", ("tags",), "not a group of keys", "begin each item of the list with"),
        (Article, article(tags=["a", None]), "E011", ("tags", 1), "item 2 of `tags` is empty", "remove the “-”"),
        (Article, article(draft="yes"), "E011", ("draft",), "`draft` must be true or false, not text", "write true"),
        (Article, article(draft="No"), "E011", ("draft",), "`draft` must be true or false", "write false"),
        (Article, article(draft="perhaps"), "E011", ("draft",), "`draft` must be true or false", "write true or false"),
        (Article, article(date=True), "E011", ("date",), "`date` must be a date, not “true”", "write 2022, 2022-04"),
        (Article, article(image="a.jpg"), "E011", ("image",), "must be a group of keys", "{src: …, alt: …, credit: …}"),
        (Article, article(accept=["W104"]), "E011", ("accept",), "must be a group of keys", "write {name: value}"),
        (Article, article(mentions={"cast": "x"}), "E011", ("mentions", "cast"), "must be a list", "write a list: [x]"),
        (Article, article(mentions="x"), "E011", ("mentions",), "must be a group of keys", "write {cast: …, as: …}"),
        (Article, article(claims=5), "E011", ("claims",), "must be “auto”, a list or a group of keys", "a list: [5]"),
        (Article, article(topics=[5]), "E011", ("topics", 0), "item 1 of `topics` must be text or a group", 'quotes: "5"'),
        (Article, article(image={"src": "a", "alt": "b", "credit": "c", "focal": [1]}), "E011", ("image", "focal"),
         "`focal` must be a list of exactly 2 values", "the point that must stay visible"),
        (Article, article(image={"src": "a", "alt": "b", "credit": "c", "focal": [1, 2, 3]}), "E011", ("image", "focal"),
         "`focal` must be a list of exactly 2 values", "the point that must stay visible"),
        (Event, {"title": "T", "date": "2022", "kind": "other", "importance": True}, "E011", ("importance",),
         "`importance` must be a number, not “true”", "1 leads"),
        (Event, {"title": "T", "date": "2022", "kind": "other", "importance": 4}, "E012", ("importance",),
         "“4” is not possible for `importance`", "write 1, 2 or 3"),
        (Article, article(type="analysys"), "E012", ("type",), "“analysys” is not possible", "did you mean “analysis”?"),
        (Article, article(claims="all"), "E012", ("claims",), "“all” is not", "write auto, a list or a group of keys"),
        (Article, article(sensitivity=["wor"]), "E012", ("sensitivity", 0), "item 1 of `sensitivity`", "“war”?"),
        (Article, {"title": " "}, "E012", ("title",), "`title` must not be empty", "write something"),
        (Article, article(lang="the english"), "E012", ("lang",), "is not a language tag", "write en, en-GB or uk"),
        (Place, place(country="ua"), "E012", ("country",), "“ua” is not a country code", "two capital letters"),
        (Place, place(names={"the english": "x"}), "E012", ("names", "the english"), "is not a language tag", "write en"),
        (Place, place(ids={"wikdata": "Q1"}), "E012", ("ids", "wikdata"), "`ids` has no key “wikdata”", "“wikidata”?"),
        (Place, place(coordinates={"lat": 95, "lon": 0, "precision": "exact"}), "E012", ("coordinates", "lat"),
         "`lat` must be at most 90, not 95", "latitude in degrees"),
        (Place, place(coordinates={"lat": -95, "lon": 0, "precision": "exact"}), "E012", ("coordinates", "lat"),
         "`lat` must be at least -90, not -95", "latitude in degrees"),
        (Article, article(type=["a"]), "E011", ("type",), "`type` must be text, not a list", "write one text"),
        (Article, article(id="Foo Bar"), "E013", ("id",), "“Foo Bar” is no id", "write foo-bar"),
        (Article, article(id="a" * 81), "E013", ("id",), "is no id", "write aaa"),
        (Article, article(id="王"), "E013", ("id",), "“王” is no id", "use small letters"),
        (Article, article(date="2/4/2022"), "E005", ("date",), "could be read two ways", "first publication"),
        (Article, article(date="2022-02-30"), "E005", ("date",), "is no day of the calendar", "first publication"),
        (Article, article(date="2022-04-02T10:00"), "E005", ("date",), "has a time but no zone", "first publication"),
        (SiteConfig, {"menu": [{"label": "x"}]}, "E010", ("menu", 0), "a link needs `url`", "add `url:`"),
        (SiteConfig, {"titel": "x"}, "E003", ("titel",), "a site record has no key “titel”", "“title”?"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_plain_words(
    struct: type[Struct], value: object, code: str, loc: tuple[str | int, ...], message: str, hint: str
) -> None:
    """The first problem names the key, what is wrong with it, and what to write."""
    problem = validate(struct, value).problems[0]
    assert (problem.code, problem.loc) == (code, loc)
    assert message in problem.message
    assert hint in problem.hint


def test_keys_named_like_words_of_python_are_written_plainly() -> None:
    """`from`, `to`, `as` and `not` reach their fields."""
    role = validate(Role, {"title": "T", "from": 2020, "to": "2021-05"}).value
    assert (role.since, role.until) == (parse_when("2020"), parse_when("2021-05"))
    assert validate(Article, article(mentions={"as": {"He": "ann"}})).value.mentions.assigned == {"He": "ann"}
    assert validate(SiteConfig, {"names": {"not": ["May"]}}).value.names.not_names == ("May",)


@pytest.mark.parametrize(
    ("keys", "field", "expected"),
    [
        ({"claims": "auto"}, "claims", "auto"),
        ({"claims": ["a"]}, "claims", ("a",)),
        ({"claims": {"lead": ["a"]}}, "claims", ClaimChoice(lead=("a",))),
        ({"topics": ["a", {"ref": "b", "chapter": "c"}]}, "topics", ("a", TopicEntry(ref="b", chapter="c"))),
        ({"autolink": False}, "autolink", False),
        ({"summary": None}, "summary", ()),
        ({"updated": 2022}, "updated", parse_when("2022")),
    ],
)
def test_a_union_takes_the_branch_of_the_value_s_shape(keys: dict[str, Any], field: str, expected: object) -> None:
    """Text, list and mapping each find their own meaning; a key with nothing behind it counts as not written."""
    assert getattr(validate(Article, article(**keys)).value, field) == expected


def test_numbers_that_the_reader_keeps_as_text_are_numbers_where_numbers_are_expected() -> None:
    """`50.450` loses nothing as text, and is still a latitude."""
    found = validate(Place, place(coordinates={"lat": "50.450", "lon": 30, "precision": "exact"})).value
    assert (found.coordinates.lat, found.coordinates.lon) == (50.45, 30.0)
    assert validate(Place, place(ids={"geonames": 703448})).value.ids == {"geonames": 703448}


def test_nothing_is_expected_where_nothing_may_stand() -> None:
    """A place that leads into a text, or past the words of pydantic, ends in the unknown."""
    assert place_of(Article, ("title", "x")).expected is None
    assert place_of(Article, ("title", "x", "y")).loc == ("title", "x", "y")


def test_a_theme_may_be_named_or_configured() -> None:
    """Both forms of `theme` are understood."""
    assert validate(SiteConfig, {"theme": "x"}).value.theme == "x"
    assert validate(SiteConfig, {"theme": {"name": "x", "options": {"a": 1}}}).value.theme == ThemeChoice(
        name="x", options={"a": 1}
    )


def test_what_is_right_about_a_faulty_record_is_kept() -> None:
    """Later stages see the record without its faulty parts; without a required part there is none."""
    found = validate(Article, article(sumary="x", tags="a", topics=[{"chapter": "c"}, "b"], date="2022"))
    assert {one.code for one in found.problems} == {"E003", "E011", "E010"}
    assert found.value == Article(title="T", topics=("b",), date=parse_when("2022"))
    assert validate(Person, {"summary": "x"}).value is None
    assert (
        validate(
            Claim, {"statement": "a", "short": "b", "kind": "event", "assertions": [{}], "status_history": []}
        ).value
        is None
    )


def test_every_field_is_documented_and_in_the_schema() -> None:
    """The text under each field reaches the JSON Schema; none is without one."""
    for kind, struct in {**KINDS, "notes": Notes, "site": SiteConfig}.items():
        schema = json_schema(kind)
        assert schema["additionalProperties"] is False
        assert schema["description"] == struct.__doc__
        docs = field_docs(struct)
        assert list(schema["properties"]) == list(fields(struct)) == list(docs)
        assert all(docs.values())
        assert {key: one["description"] for key, one in schema["properties"].items()} == docs
        assert schema.get("required", []) == [one.written for one in fields(struct).values() if one.required]


scalars = (
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False) | st.text(max_size=4)
    | st.sampled_from(["2022", "auto", "war", "2022/..", "A B", "http://[", "https://a:b/", "W104"])
)  # fmt: skip
keys = st.sampled_from(sorted({one for kind in ALL for one in fields(kind)} | {"[key]", "ref", "src", "alt", "by"}))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6), max_leaves=16
)


@given(st.sampled_from(ALL), values)
def test_any_value_gives_a_struct_or_problems(struct: type[Struct], value: Any) -> None:
    """Nothing that YAML can hold makes validation or the rules raise, and every problem has a way out."""
    found = validate(struct, value)
    assert found.value is not None or found.problems
    assert all(one.message and one.hint for one in found.problems)
    if found.value is not None:
        rules.problems(found.value, value.keys())
