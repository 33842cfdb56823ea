"""Lists of who is mentioned where: the sentences of each article, in pages that never change their address."""

from __future__ import annotations

from collections.abc import Callable

from briefgen.model.site import Quoted, Site
from briefgen.model.views import MentionView, Pager
from briefgen.pages.cards import article_card
from briefgen.pages.context import Context
from briefgen.pages.reads import Reads
from briefgen.site.quoted import QUOTED, question, quoted


def quoted_on(site: Site, record: str, number: int) -> tuple[Quoted, ...]:
    """What one page of a record's mentions quotes; one question, whatever the sentences stand in."""
    asked = question(record, number)
    return site.work_out(QUOTED, asked, quoted) if isinstance(site, Reads) else quoted(site, asked)


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


def mention_view(context: Context, one: Quoted) -> MentionView | None:
    """One article's mentions of a record, each in its sentence; None for an article that readers do not see."""
    card = article_card(context, one.article)
    if card is None:
        return None
    return MentionView(
        article=card,
        sentence_html=one.sentences[0],
        more=one.sentences[1:],
        url=card.url,
        count=one.count,
        place=one.place,
    )
