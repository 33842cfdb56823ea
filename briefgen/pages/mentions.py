"""Lists of who is mentioned where: a sentence for each article, in pages that never change their address.

Pages are numbered from the oldest entries, so that a new mention changes only the newest page. The page at the
record's own address holds the newest entries: at least one full page of them, and at most one less than two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

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


def pager(number: int, total: int, addresses: Sequence[str]) -> Pager | None:
    """Neighbours of a page of a newest-first list; `addresses[0]` is the list's own, then numbered pages from 1."""
    if total == 0:
        return None
    older = total if number == 0 else number - 1
    newer = -1 if number == 0 else 0 if number == total else number + 1
    return Pager(
        number=total + 1 if number == 0 else number,
        total=total + 1,
        newer=addresses[newer] if newer >= 0 else "",
        older=addresses[older] if older > 0 else "",
    )


def mention_view(context: Context, one: Backlink) -> MentionView | None:
    """One article's mention of a record, in its sentence."""
    card = article_card(context, one.article)
    document = context.site.documents.get(notes_key(one.article) if one.place == "note" else one.article)
    if card is None or document is None:
        return None
    return MentionView(
        article=card,
        sentence_html=in_sentence(document.passages[one.passage].text, one.start, one.end),
        url=card.url,
        count=one.count,
        place=one.place,
    )
