"""The views of a correction, and of what stands where something was taken down."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from briefgen.base.html import word
from briefgen.model.output import Page
from briefgen.model.records import Correction
from briefgen.model.site import Site, split_key
from briefgen.model.views import CorrectionPage, LinkView, TombstonePage
from briefgen.pages.cards import article_card, corrections
from briefgen.pages.cards import correction_view as shown
from briefgen.pages.chrome import chrome, head, register_crumb
from briefgen.pages.context import Context, context_for
from briefgen.pages.routes import Routes


def correction_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> CorrectionPage:
    """The view of one correction."""
    record = site.records[page.key]
    assert isinstance(record, Correction)  # noqa: S101 - planned from the corrections
    context = context_for(site, routes, page.url, record, page.key)
    view = shown(context, page.key)
    sort = word(f"correction_kind.{record.kind}")
    title = f"{sort}: {view.target.label}" if view.target is not None else sort
    return CorrectionPage(
        chrome=chrome(context, options),
        head=head(context, "correction", title, view.text_html, (register_crumb(context, "correction"),), record),
        correction=view,
        reason=record.reason,
        reported_by=record.reported_by or "",
        affects=tuple(one for one in record.affects if not one.startswith("claim:")),
        article=article_card(context, record.target),
        others=tuple(one for one in corrections(context, record.target) if one.url != view.url),
    )


def tombstone_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> TombstonePage:
    """The view of an address at which something stood that readers may no longer see."""
    stone = site.tombstones[page.key]
    context = context_for(site, routes, page.url)
    context = replace(context, lang=stone.lang) if stone.lang else context
    kind = split_key(page.key)[0]
    title = stone.title or word(f"gone.{stone.why}.title")
    return TombstonePage(
        chrome=chrome(context, options),
        head=replace(head(context, "withdrawn", title, ""), noindex=True),
        why=stone.why,
        kind=kind,
        title=stone.title,
        date=stone.date,
        reason_html=context.inline(stone.reason, stone.lang),
        correction=_correction(context, stone.correction),
    )


def _correction(context: Context, key: str) -> LinkView | None:
    """The correction that says why; None when there is none, or readers may not see it."""
    return LinkView(label=word("kind.correction"), url=url) if (url := context.link_to(key)) else None
