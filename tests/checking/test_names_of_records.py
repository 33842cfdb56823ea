"""Warnings on names of records that would be found where they are not meant, and on names easily confused."""

from __future__ import annotations

import pytest
from small_sites import SmallSite

from briefgen.base.diagnostics import Diagnostic

ARTICLE = "---\ntitle: Storm\ndate: 2022-04-02\n{}---\n{}\n"


@pytest.fixture
def told(small_site):
    """Call with registries by file name, and perhaps the body and front matter of an article; gives diagnostics on names."""

    def make(files: dict[str, str], body: str = "It rained.", head: str = "", config: str = "") -> list[Diagnostic]:
        site: SmallSite = small_site(
            {**files, "articles/storm.md": ARTICLE.format(head, body), "/briefgen.yaml": config}
        )
        return [one for one in site.prepared().diagnostics if one.code[:3] in {"W10", "W11"}]

    return make


def codes(found: list[Diagnostic]) -> list[str]:
    return [one.code for one in found]


def person(more: str = "", name: str = "Ann Lee") -> dict[str, str]:
    return {"people.yaml": f"ann: {{name: {name}, summary: A witness.{more}}}\n"}


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("Bo", ["W110"]),
        ("X", ["W110"]),
        ("IT", ["W110"]),
        ("II", ["W110"]),
        ("UN", []),
        ("U.N.", []),
        ("G7", []),
        ("Bob", []),
        ("基辅", []),
        ("Ян", ["W110"]),
    ],
)
def test_short_names(told, alias: str, code: list[str]) -> None:
    """A name of one or two letters is told, an acronym in capitals is not unless it is a word or a number as well."""
    assert codes(told(person(f", aliases: ['{alias}']"))) == code


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("the wave", ["W111"]),
        ("bell hooks", ["W111"]),
        ("хвиля", ["W111"]),
        ("the Wave", []),
        ("დავით", []),
        ("基辅市", []),
    ],
)
def test_names_in_small_letters(told, alias: str, code: list[str]) -> None:
    """A name without a capital is told, in scripts that have capitals."""
    assert codes(told(person(f", aliases: ['{alias}']"))) == code


def test_glossary_words_may_be_short_and_small(told) -> None:
    """Words of the glossary are common words by their nature."""
    assert codes(told({"glossary.yaml": "op: {term: op, definition: An operation., aliases: [may]}\n"})) == []


def test_an_alias_that_is_not_looked_for_is_left_alone(told) -> None:
    """Names that count in quotations only, or never, do no harm; one for any case does."""
    assert codes(told(person(", aliases: [{name: Bo, never: true}, {name: it, only_in_quotes: true}]"))) == []
    assert codes(told(person(", aliases: [{name: UN, case: any}]"))) == ["W110"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (", family_name: May", ["W113"]),
        (", family_name: May, no_weak: true, weak_aliases: [Mrs May]", []),
        (", weak_aliases: [Will]", ["W113"]),
        (", aliases: [Monday]", ["W113"]),
        (", family_name: Lee", []),
    ],
)
def test_names_that_are_common_words(told, more: str, code: list[str]) -> None:
    """Months, days and words that begin sentences are told, full or short; in English only."""
    assert codes(told(person(more))) == code
    assert codes(told(person(more), config="lang: uk\n")) == []


def test_a_shared_name_is_told_once(told) -> None:
    """Three records with one name make one warning, at the second, that names all of them."""
    people = "ann: {name: Ann Lee, summary: One.}\nbea: {name: Bea, aliases: [Ann Lee], summary: Two.}\n"
    found = told(
        {"people.yaml": people, "organisations.yaml": "lee: {name: Ann Lee, kind: company, summary: Three.}\n"}
    )
    assert codes(found) == ["W112"]
    assert "person:ann and person:bea and organisation:lee" in found[0].message
    assert len(found[0].related) == 2


def test_a_shared_name_that_the_desk_knows_of(told) -> None:
    """Records that say they are not to be confused, and one record that has its name twice, are not told."""
    people = (
        "ann: {name: Ann Lee, summary: One., not_to_be_confused_with: [bea]}\nbea: {name: Ann Lee, summary: Two.}\n"
    )
    assert codes(told({"people.yaml": people})) == []
    assert codes(told(person(", aliases: [Ann Lee]"))) == []


def test_protected_names_are_not_told(told) -> None:
    """What is said may be read by others, so that protected names are passed over."""
    protected = ", privacy: protected, privacy_reason: x, public_label: a witness, aliases: [Bo, the wave]"
    assert codes(told(person(protected))) == []


def test_a_warning_can_be_accepted_at_the_record(told) -> None:
    """Somebody who is really called so is accepted with the reason."""
    assert codes(told(person(", accept: {W110: Her name is that short.}", name="Bo"))) == []


@pytest.mark.parametrize(
    ("head", "notes", "code"),
    [
        ("", "", ["I107", "I107"]),
        ("location: kyiv\n", "who: [{ref: ann, note: She was there.}]\n", []),
        ("", "places: [{ref: kyiv}]\nwho: [{ref: ann, hide: true}]\n", ["I107"]),
    ],
)
def test_records_that_no_article_shows(small_site, head: str, notes: str, code: list[str]) -> None:
    """A record counts as mentioned when an article lists it in its notes or lies there, as well as by its name."""
    files = {
        **person(),
        "places.yaml": "kyiv: {name: Kyiv, kind: city, summary: A city.}\n",
        "articles/storm.md": ARTICLE.format(head, "It rained."),
        "articles/storm.notes.yaml": notes or "who: []\n",
    }
    assert codes([one for one in small_site(files).prepared().diagnostics if one.code == "I107"]) == code


CONFUSABLE = {
    "organisations.yaml": """\
interfax: {name: Interfax, kind: news-agency, summary: One., not_to_be_confused_with: [interfax-ukraine]}
interfax-ukraine: {name: Interfax-Ukraine, kind: news-agency, summary: Two.}
"""
}


@pytest.mark.parametrize(
    ("body", "head", "code"),
    [
        ("The Interfax agency spoke.", "", ["W106"]),
        ("The Interfax agency spoke. The Interfax agency left.", "", ["W106"]),
        ("The Interfax agency met the Interfax-Ukraine agency.", "", ["W106", "W106"]),
        ("The Interfax agency spoke.", "mentions: {cast: [interfax]}\n", []),
        ("The Interfax agency spoke.", "mentions: {cast: [interfax-ukraine]}\n", ["W106"]),
        ("The Interfax agency spoke.", "mentions: {as: {Interfax: interfax}}\n", []),
        ("[[interfax]] spoke. The Interfax agency left.", "", []),
        ("[[interfax-ukraine]] spoke. The Interfax agency left.", "", ["W106"]),
    ],
)
def test_easily_confused_names_are_told_until_settled(told, body: str, head: str, code: list[str]) -> None:
    """Each of a pair is told once an article when linked by itself; a link by hand, `cast` and `as` settle it for one."""
    assert codes(told(CONFUSABLE, body, head)) == code
