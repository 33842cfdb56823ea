"""Text and what stands around it, woven into HTML: always well nested, never a letter more or less."""

from __future__ import annotations

import re

import html5lib
from hypothesis import example, given
from hypothesis import strategies as st

from briefgen.pages.weave import Span, weave

TEXTS = st.text(alphabet="ab &<>\"'“é基\u00ad", max_size=24)


@st.composite
def woven(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and stretches of it, which may touch, nest or cross."""
    text = draw(TEXTS)
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=7))
    depths = draw(st.lists(st.integers(0, 3), min_size=len(pairs), max_size=len(pairs)))
    spans = [
        Span(start, end, f'<span title="{n}">', "</span>", depth=depth) if start < end else Span(start, end, f"<wbr title=\"{n}\">")
        for n, ((start, end), depth) in enumerate(zip(pairs, depths, strict=True))
    ]  # fmt: skip
    return text, spans


def letters_with_spans(html: str) -> list[tuple[str, frozenset[int]]]:
    """Each letter with the numbers of the stretches it stands in; a fault in the HTML is an exception."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    body = parser.parse(f"<!DOCTYPE html><title>t</title><p>{html}</p>").find("body/p")
    found: list[tuple[str, frozenset[int]]] = []

    def walk(element, around: frozenset[int]) -> None:
        found.extend((letter, around) for letter in element.text or "")
        for child in element:
            walk(child, around | {int(child.get("title"))})
            found.extend((letter, around) for letter in child.tail or "")

    walk(body, frozenset())
    return found


@given(woven())
@example(("abcdef", [Span(0, 4, '<span title="0">', "</span>"), Span(2, 6, '<span title="1">', "</span>")]))
def test_every_letter_stands_in_exactly_the_stretches_that_cover_it(case: tuple[str, list[Span]]) -> None:
    """Emphasis, links and claims cover the words that were marked, however they cross, and the HTML is valid."""
    text, spans = case
    expected = [
        (letter, frozenset(n for n, one in enumerate(spans) if one.start <= at < one.end))
        for at, letter in enumerate(text)
    ]
    assert letters_with_spans(weave(text, spans)) == expected


@given(woven())
def test_the_text_itself_is_never_changed(case: tuple[str, list[Span]]) -> None:
    """With every tag taken out, the text is what the writer wrote."""
    text, spans = case
    assert re.sub(r"<[^>]*>", "", weave(text, spans)) == weave(text, ())


@given(woven())
def test_each_stretch_is_opened_once_unless_it_is_crossed(case: tuple[str, list[Span]]) -> None:
    """What nests properly is not cut into pieces, so that a link stays one link."""
    text, spans = case
    html = weave(text, spans)
    for n, one in enumerate(spans):
        crossed = any(
            other.start < one.start < other.end < one.end or one.start < other.start < one.end < other.end
            for other in spans
        )
        if not crossed:
            assert html.count(f'title="{n}"') == 1


def test_the_second_piece_of_a_crossed_stretch_has_its_own_opening() -> None:
    """A claim that is cut in two keeps its id once, so that a link to it has one place to go."""
    claim = Span(2, 6, '<span id="c">', "</span>", again="<span>")
    assert weave("abcdefgh", [Span(0, 4, "<em>", "</em>"), claim]) == "ab".join(
        ["<em>", '<span id="c">cd</span></em><span>ef</span>gh']
    )


def test_insertions_stand_behind_what_ends_there() -> None:
    """The mark of a claim stands behind the claim's words, not inside them."""
    assert weave("ab", [Span(0, 1, "<i>", "</i>"), Span(1, 1, "<hr>")]) == "<i>a</i><hr>b"
