"""Pages of extensions: planned and made by their own functions, shown with the theme's `page.html`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.model.extension import Extension, OwnPage
from briefgen.model.output import Page
from briefgen.model.site import Site
from briefgen.model.views import TextPage
from briefgen.pages.chrome import chrome, head
from briefgen.pages.context import context_for
from briefgen.pages.reads import Reads
from briefgen.pages.routes import Routes
from briefgen.reading.extensions import extensions_of, guarded


def own_pages(site: Site) -> Iterator[tuple[Extension, OwnPage]]:
    """Every page of the site's extensions. Raises `ExtensionFaultError`."""
    for extension in extensions_of(site.config.extensions):
        for planner in extension.planners:
            for page in guarded(extension, "a planner", lambda planner=planner: tuple(planner(site))):  # type: ignore[misc]
                yield extension, page


def own_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> TextPage:
    """The view of such a page. What the planner asks of the site counts as asked by the page."""
    context = context_for(site, routes, page.url)
    found = site.recall(("own",), lambda: tuple(own_pages(site))) if isinstance(site, Reads) else tuple(own_pages(site))
    extension, own = next((one, own) for one, own in found if routes.place(*own.address) == page.url)
    body = guarded(extension, f"the page {page.url}", lambda: own.body(context.link_to))
    summary = context.inline(own.summary)
    return TextPage(
        chrome=chrome(context, options),
        head=head(context, "page", own.title, summary),
        title=own.title,
        summary_html=summary,
        body_html=body,
        statuses=(),
    )
