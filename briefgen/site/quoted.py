"""In which sentences a record is mentioned, page by page of its mentions: what such a page asks.

Nothing of it is kept. It is worked out from the texts and from who mentions whom, of which an edit moves much that no
page of mentions shows: a word added to an article moves every name behind it, but hardly a sentence with one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefgen.base.html import Html
from briefgen.base.paging import page_count, page_of
from briefgen.base.sentences import in_sentence, sentence_range
from briefgen.linking.archive import notes_key
from briefgen.model.document import Document
from briefgen.model.site import Backlink, Quoted, Site

MENTIONS_A_PAGE = 50
QUOTED = "quoted"
"""What these questions are called, among those that are asked of a site's fields."""


def question(record: str, number: int) -> str:
    """Stands for one page of a record's mentions."""
    return f"{record} {number}"


def quoted(site: Site, question: str) -> tuple[Quoted, ...]:
    """The articles on one page of a record's mentions, newest first, each with the sentences that name the record."""
    found = (_quoted(site.documents, one) for one in entries(site, question))
    return tuple(one for one in found if one.sentences)


def entries(site: Site, question: str) -> tuple[Backlink, ...]:
    """Where those mentions are."""
    record, _, number = question.rpartition(" ")
    return page_of(site.backlinks.get(record, ()), MENTIONS_A_PAGE, int(number))


def _quoted(documents: Mapping[str, Document], one: Backlink) -> Quoted:
    return Quoted(one.article, tuple(_sentences(documents, one)), one.count, one.place)


def _sentences(documents: Mapping[str, Document], one: Backlink) -> Iterator[Html]:
    """Each sentence once, however often it names the record."""
    seen: set[tuple[bool, int, int]] = set()
    for passage, start, end, in_note in _places(one):
        document = documents.get(_text_of(one, in_note=in_note))
        if document is not None:
            text = document.passages[passage].text
            where = (in_note, passage, sentence_range(text, start, end)[0])
            if where not in seen:
                seen.add(where)
                yield in_sentence(text, start, end)


def texts_of(one: Backlink) -> Iterator[str]:
    """The texts in which an article mentions a record, by their names."""
    yield from dict.fromkeys(_text_of(one, in_note=in_note) for *_, in_note in _places(one))


def _places(one: Backlink) -> tuple[tuple[int, int, int, bool], ...]:
    return ((one.passage, one.start, one.end, one.place == "note"), *one.rest)


def _text_of(one: Backlink, *, in_note: bool) -> str:
    return notes_key(one.article) if in_note else one.article


def differing(
    record: str,
    before: tuple[Sequence[Backlink], Mapping[str, Document]],
    after: tuple[Sequence[Backlink], Mapping[str, Document]],
    edited: frozenset[str],
) -> Iterator[str]:
    """Pages of a record's mentions that show something else; `edited` are the articles with other words."""
    (old, texts), (new, others) = before, after
    pages = max(page_count(len(one), MENTIONS_A_PAGE) for one in (old, new))
    for number in range(pages + 1):
        then, now = page_of(old, MENTIONS_A_PAGE, number), page_of(new, MENTIONS_A_PAGE, number)
        same = len(then) == len(now) and all(
            (one == other and one.article not in edited)
            or (one.article == other.article and _quoted(texts, one) == _quoted(others, other))
            for one, other in zip(then, now, strict=True)
        )
        if not same:
            yield question(record, number)
