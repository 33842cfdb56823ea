"""Parsed Markdown and what was found in it become the HTML of a text, block by block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from briefgen.base.html import Html, escape, word
from briefgen.base.patterns import pattern
from briefgen.model.data import Cell, DataSet
from briefgen.model.document import Block, Document, Passage
from briefgen.model.mention import Linked, Mention, Occurrence
from briefgen.model.site import split_key
from briefgen.model.views import ClaimCard, StatusMark
from briefgen.pages.context import Context, claim_row, markup_spans
from briefgen.pages.weave import Span, weave

_UNTITLED_BOX = pattern(r'(<aside class="bg-box bg-box--(known|unknown|warning)"[^>]*>)(?!\s*<p class="bg-box-title">)')
"""A box whose kind is its meaning, without a title of the writer's."""

_DATA = pattern(r'<table data-from="([^"]*)"></table>')
"""Where a table of data belongs."""


class Text(Struct, frozen=True):
    """One text of the site with everything that goes into it."""

    document: Document
    linked: Linked
    claims: Mapping[str, ClaimCard] = {}
    """Cards of the claims that get marks."""
    citations: Mapping[str, int] = {}
    """Number of each source in the list below the text."""


def body_blocks(context: Context, text: Text) -> Iterator[tuple[Block, Html]]:
    """Each block with its HTML."""
    spans = _spans(context, text)
    for block in text.document.blocks:
        yield block, _block(context, block, text.document.passages, spans)


def body_html(context: Context, text: Text) -> Html:
    """The whole text as HTML."""
    return Html("\n".join(html for _, html in body_blocks(context, text)))


def passages_of(block: Block) -> tuple[int, ...]:
    """Numbers of the passages inside a block."""
    return tuple(part for part in block.parts if isinstance(part, int))


def passage_html(context: Context, passage: Passage, mentions: Sequence[Mention]) -> Html:
    """One passage with its mentions, outside any text: sidebar notes."""
    spans = [*markup_spans(passage, context.local), *context.explicit_spans(passage)]
    spans += [span for one in mentions if one.found_by != "explicit" and (span := _mention(context, one))]
    return weave(passage.text, spans)


def _block(context: Context, block: Block, passages: Sequence[Passage], spans: Mapping[int, list[Span]]) -> Html:
    pieces = []
    for part in block.parts:
        if isinstance(part, str):
            pieces.append(_with_data(context, _titled(context.local(part))))
        else:
            passage = passages[part]
            pieces.append(weave(passage.text, (*markup_spans(passage, context.local), *spans.get(part, ()))))
    return Html("".join(pieces))


def _titled(html: str) -> str:
    """Boxes that the writer gave no title carry the word for their kind."""
    if "bg-box--" not in html:
        return html
    return _UNTITLED_BOX.sub(lambda box: f'{box[1]}<p class="bg-box-title">{word(f"box.{box[2]}")}</p>\n', html)


def _with_data(context: Context, html: str) -> str:
    """Tables of data filled in. Figures stand at the end of their cells, in columns that hold nothing else."""
    if "data-from=" not in html:
        return html
    return _DATA.sub(lambda found: data_table(context.site.data.get(found[1])), html)


def data_table(data: DataSet | None) -> str:
    """A table of data as HTML; empty without data."""
    if data is None or not data.columns:
        return ""
    figures = [all(isinstance(row[at], int | float) for row in data.rows) for at in range(len(data.columns))]
    sides = [' class="bg-align-right"' if figure else "" for figure in figures]
    head = "".join(f'<th scope="col"{side}>{escape(name)}</th>' for name, side in zip(data.columns, sides, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{side}>{_cell(cell)}</td>" for cell, side in zip(row, sides, strict=True)) + "</tr>\n"
        for row in data.rows
    )
    thead = f"<thead>\n<tr>{head}</tr>\n</thead>\n" if any(data.columns) else ""
    return f"<table>\n{thead}<tbody>\n{rows}</tbody>\n</table>"


def _cell(value: Cell) -> str:
    return "" if value is None else escape(str(value).lower() if isinstance(value, bool) else str(value))


def _spans(context: Context, text: Text) -> dict[int, list[Span]]:
    """Mentions, claims, links and citations by passage."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for mention in text.linked.mentions:
        if span := _mention(context, mention):
            spans[mention.passage].append(span)
    for number, start, end, target in text.linked.links:
        spans[number] += _link(context, text, start, end, target)
    for number, span in _claims(text):
        spans[number].append(span)
    return spans


def _mention(context: Context, one: Mention) -> Span | None:
    url = context.link_to(one.target)
    if not url:
        return None
    before, after = _tags(one.target, url if one.linked else "")
    return Span(one.start, one.end, before, after, depth=3)


@lru_cache(maxsize=1 << 12)
def _tags(target: str, url: str) -> tuple[str, str]:
    """What stands around a mention; the same names stand in many texts."""
    if url:
        return f'<a class="bg-e" data-e="{escape(target)}" href="{escape(url)}">', "</a>"
    return f'<span data-e="{escape(target)}">', "</span>"


def _link(context: Context, text: Text, start: int, end: int, target: str) -> Iterator[Span]:
    if split_key(target)[0] == "source" and target in text.citations:
        number = text.citations[target]
        yield Span(end, end, f'<sup class="bg-cite"><a href="#s-{number}">{number}</a></sup>')
    if start == end:
        return
    url = context.link_to(target)
    if url:
        yield Span(start, end, f'<a class="bg-e" data-e="{escape(target)}" href="{escape(url)}">', "</a>", depth=3)


def _claims(text: Text) -> Iterator[tuple[int, Span]]:
    """Claim passages, each followed by its mark; the second passage of a claim gets an id of its own."""
    times: dict[str, int] = defaultdict(int)
    links = _links(text)
    for one in text.linked.claims:
        card = text.claims.get(one.claim)
        if card is not None:
            times[card.id] += 1
            yield one.passage, _claim_span(card, one, times[card.id])
            # Behind the passage, and behind any link that goes on there, since links do not nest.
            stretches = (*text.document.passages[one.passage].closed, *links[one.passage])
            place = max((end for start, end in stretches if start < one.end < end), default=one.end)
            yield one.passage, Span(place, place, _marker(card), depth=0)


def _links(text: Text) -> dict[int, list[tuple[int, int]]]:
    """By passage, the stretches that become links."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for mention in text.linked.mentions:
        if mention.linked:
            found[mention.passage].append((mention.start, mention.end))
    for number, start, end, _ in text.linked.links:
        found[number].append((start, end))
    return found


def claim_anchor(id: str, time: int = 1) -> str:
    """Id of a claim's passage: `c-x`, then `c-x--2`."""
    return f"c-{id}" if time == 1 else f"c-{id}--{time}"


def _claim_span(card: ClaimCard, one: Occurrence, time: int) -> Span:
    status = (card.then or card.now).id if (card.then or card.now) else ""  # type: ignore[union-attr]
    rest = f'class="bg-claim" data-status="{escape(status)}">'
    opening = f'<span id="{claim_anchor(card.id, time)}" {rest}'
    return Span(one.start, one.end, opening, "</span>", again=f"<span {rest}", depth=0)


def _marker(card: ClaimCard) -> str:
    """The mark behind a claim's passage: its status as published and, where it has moved, what is known now."""
    mark = card.then or card.now
    if mark is None:
        return ""
    words = _status_words(mark)
    if card.then is not None and card.now is not None:
        words += f' <span class="bg-mark-now bg-mark--{card.now.shade}">{word("now")} {_status_words(card.now)}</span>'
    return f' <a class="bg-mark bg-mark--{mark.shade}" href="#{claim_row(card.id)}">{words}</a>'


def _status_words(mark: StatusMark) -> str:
    words = escape(mark.label) if mark.label else word(f"status.{mark.id}.label")
    return f'<span aria-hidden="true">{escape(mark.glyph)}</span>&#160;<span class="bg-mark-word">{words}</span>'
