"""Which words of an article make a claim: marked in the text, or quoted from it in the claim's record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_sites import SmallSite
from texts import Make, article

SOURCES = "diary: {kind: document, title: A diary, url_missing: on paper}\n"
PEOPLE = "ann: {name: Ann Lee, summary: A witness.}\n"


def claim(id: str, *anchors: str) -> str:
    listed = "".join(f"    - {{article: storm, {one}}}\n" for one in anchors)
    return f"""\
{id}:
  statement: It was {id}.
  short: {id}
  kind: event
  assertions: [{{by: ann, date: 2022-04-02, mode: interview, source: diary}}]
  status_history: [{{date: 2022-04-02, status: unverified, reason: Nobody else saw it.}}]
{f"  anchors:{chr(10)}{listed}" if anchors else ""}"""


Site = Callable[..., SmallSite]


@pytest.fixture
def claims(small_site: Make) -> Site:
    """Call with the text of an article and the claims of the site."""

    def make(body: str, *found: str) -> SmallSite:
        files = {"sources.yaml": SOURCES, "people.yaml": PEOPLE, "claims.yaml": "".join(found)}
        return small_site({**files, "articles/storm.md": article(f"Ann Lee was there.\n\n{body}")})

    return make


def marked(site: SmallSite) -> list[tuple[str, str]]:
    """Words and claim of every passage."""
    prepared = site.prepared().site
    passages, found = prepared.documents["article:storm"].passages, prepared.linked["article:storm"].claims
    return [(passages[one.passage].text[one.start : one.end], one.claim.partition(":")[2]) for one in found]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("They say [it rained]{claim=wet}.", "it rained"),
        ("They say [it *really* rained]{claim=wet}.", "it really rained"),
        ("They say [“it rained”]{claim=wet}.", "“it rained”"),
        ("It rained all day. {claim=wet}", "It rained all day."),
        ("- It rained. {claim=wet}\n- It snowed.", "It rained."),
        ("> It rained. {claim=wet}", "It rained."),
    ],
)
def test_a_claim_is_marked_in_the_text(claims: Site, body: str, words: str) -> None:
    """`[words]{claim=id}` marks words, a trailing `{claim=id}` a whole paragraph, list item or quotation."""
    assert marked(claims(body, claim("wet"))) == [(words, "wet")]


def test_several_claims_may_share_words(claims: Site) -> None:
    """One passage may make two claims."""
    site = claims('They say [it rained and snowed]{claim="wet cold"}.', claim("wet"), claim("cold"))
    assert sorted(marked(site)) == [("it rained and snowed", "cold"), ("it rained and snowed", "wet")]


def test_claims_may_nest(claims: Site) -> None:
    """A claim may stand inside another."""
    site = claims("[They say [it rained]{claim=wet} in April]{claim=cold}.", claim("wet"), claim("cold"))
    assert marked(site) == [("They say it rained in April", "cold"), ("it rained", "wet")]
    assert site.told() == []


def test_an_unknown_claim_is_told_at_its_words(claims: Site) -> None:
    """A misspelt id is told where it stands in the text, with the right one."""
    site = claims("They say [it rained]{claim=wett}.", claim("wet"))
    assert "E002 content/articles/storm.md:7:11" in site.told()
    assert "did you mean “wet”" in site.text(site.prepared().diagnostics)


BODY = "They say it rained. Later it rained again, “it rained”, and it *really* rained in the\nnight."


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("exact: Later it rained again", "Later it rained again"),
        ("exact: it rained, prefix: They say", "it rained"),
        ("exact: it rained, suffix: again", "it rained"),
        ("exact: it rained, occurrence: 3", "it rained"),
        ("exact: it really rained in the night", "it really rained in the night"),
        ("exact: 'again, \"it rained\"'", "again, “it rained”"),
    ],
)
def test_a_claim_finds_its_words_in_an_article(claims: Site, anchor: str, words: str) -> None:
    """Words quoted in the claim are found in the article, across emphasis and line breaks and with any quotation marks."""
    assert marked(claims(BODY, claim("wet", anchor))) == [(words, "wet")]


@pytest.mark.parametrize(("anchor", "place"), [("prefix: They say", 14), ("suffix: again", 32), ("occurrence: 3", 50)])
def test_the_right_one_of_equal_passages_is_marked(claims: Site, anchor: str, place: int) -> None:
    """Of three equal passages the one is marked that the words around it, or its number, tell."""
    site = claims(BODY, claim("wet", f"exact: it rained, {anchor}")).prepared().site
    (found,) = site.linked["article:storm"].claims
    assert abs(found.start - place) <= 6


@pytest.mark.parametrize(
    ("anchor", "code", "words"),
    [
        ("exact: it rained in the morning", "E201", "the closest passage is “"),
        ("exact: nobody knows, prefix: quite", "E201", "copy the words from there"),
        ("exact: it rained", "E202", "3 passages of article:storm have these words"),
        ("exact: it rained, occurrence: 4", "E201", "article:storm has only 3 such passages"),
        ("exact: Later it rained again, occurrence: 2", "E201", "article:storm has only 1 such passage"),
    ],
)
def test_words_that_are_lost_or_not_unique_are_told(claims: Site, anchor: str, code: str, words: str) -> None:
    """When the article was edited, the claim's record says which words are lost and shows what comes closest."""
    site = claims(BODY, claim("wet", anchor))
    assert [one.split(" ")[0] for one in site.told()] == [code]
    assert words in site.text(site.prepared().diagnostics)


def test_crossing_claims_are_told_with_both_passages(claims: Site) -> None:
    """Two claims of which each begins inside the other stop the build, with the words of both."""
    site = claims("It rained all day long.", claim("wet", "exact: It rained all"), claim("cold", "exact: all day long"))
    assert [one.split(" ")[0] for one in site.told()] == ["E203"]
    text = site.text(site.prepared().diagnostics)
    assert "“It rained all”" in text
    assert "“all day long”" in text


@pytest.mark.parametrize("other", ["exact: day long", "exact: It rained all day long", "exact: rained"])
def test_claims_side_by_side_or_inside_each_other_are_fine(claims: Site, other: str) -> None:
    """Claims may touch, and one may lie inside the other."""
    site = claims("It rained all day long.", claim("wet", "exact: It rained all"), claim("cold", other))
    assert site.told() == []
