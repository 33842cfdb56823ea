"""Lists of who is mentioned where: a sentence for each article, in pages that never change their address.

Pages are numbered from the oldest entries, so that a new mention changes only the newest page. The page at the
record's own address holds the newest entries: at least one full page of them, and at most one less than two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from briefgen.base.html import Html
from briefgen.base.sentences import sentence_range
from briefgen.linking.archive import notes_key
from briefgen.model.site import Backlink
from briefgen.model.views import MentionView, Pager
from briefgen.pages.cards import article_card
from briefgen.pages.context import Context
from briefgen.pages.sentences import in_sentence

T = TypeVar("T")


def page_count(entries: int, size: int) -> int:
    """Numbered pages besides the first one, for newest-first lists."""
    return max(0, entries // size - 1)


def page_of(entries: Sequence[T], size: int, number: int) -> tuple[T, ...]:
    """The entries of one page of a newest-first list; number 0 is the page at the list's own address."""
    numbered = page_count(len(entries), size)
    if number == 0:
        return tuple(entries[: len(entries) - numbered * size])
    end = len(entries) - (number - 1) * size
    return tuple(entries[end - size : end])


def pager(number: int, total: int, address: Callable[[int], str]) -> Pager | None:
    """Neighbours of a page of a newest-first list; number 0 is the list's own address, numbered pages begin with 1."""
    if total == 0:
        return None
    older = total if number == 0 else number - 1
    newer = -1 if number == 0 else 0 if number == total else number + 1
    return Pager(
        number=total + 1 if number == 0 else number,
        total=total + 1,
        newer=address(newer) if newer >= 0 else "",
        older=address(older) if older > 0 else "",
    )


def mention_view(context: Context, one: Backlink) -> MentionView | None:
    """One article's mentions of a record, each in its sentence."""
    card = article_card(context, one.article)
    places = ((one.passage, one.start, one.end, one.place == "note"), *one.rest)
    sentences = tuple(_sentences(context, one.article, places))
    if card is None or not sentences:
        return None
    return MentionView(
        article=card,
        sentence_html=sentences[0],
        more=sentences[1:],
        url=card.url,
        count=one.count,
        place=one.place,
    )


def _sentences(context: Context, article: str, places: Sequence[tuple[int, int, int, bool]]) -> Iterator[Html]:
    """Each sentence once, however often it names the record."""
    seen: set[tuple[bool, int, int]] = set()
    for passage, start, end, in_note in places:
        document = context.site.documents.get(notes_key(article) if in_note else article)
        if document is not None:
            text = document.passages[passage].text
            where = (in_note, passage, sentence_range(text, start, end)[0])
            if where not in seen:
                seen.add(where)
                yield in_sentence(text, start, end)
