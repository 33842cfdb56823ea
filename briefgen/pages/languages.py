"""What a page says about the other languages of its site."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.base.html import native
from briefgen.base.text import direction
from briefgen.linking.names import display_name
from briefgen.model.output import Page
from briefgen.model.records import Claim, Record
from briefgen.model.site import Site
from briefgen.model.views import LanguageView, PageView
from briefgen.pages.chrome import absolute


def with_languages(view: PageView, site: Site, page: Page) -> PageView:
    """The view of a page with the languages it exists in."""
    head = replace(
        view.head, languages=_languages(site, page, view.chrome.root), fallback=_fallback(site.records.get(page.key))
    )
    return replace(view, head=head)


def _languages(site: Site, page: Page, root: str) -> tuple[LanguageView, ...]:
    base, twins = site.config.url, dict(page.alternates)
    tags = ((site.own_lang or site.config.lang, ""), *((one, f"{one}/") for one in site.config.languages))
    return tuple(
        LanguageView(
            lang=lang,
            dir=direction(lang),
            url=root + twins.get(lang, front),
            absolute_url=absolute(base, twins[lang]) if base and lang in twins and len(twins) > 1 else "",
            current=front == (f"{site.prefix}/" if site.prefix else ""),
            same=lang in twins,
        )
        for lang, front in tags
    )


def _fallback(record: Record | None) -> str:
    """The language of what a record says first, when it has no translation: the statement of a claim, or a summary."""
    if record is None:
        return ""
    text = (
        record.statement
        if isinstance(record, Claim)
        else getattr(record, "summary", "") or getattr(record, "definition", "")
    )
    return native(text if isinstance(text, str) and text else display_name(record))[1]
