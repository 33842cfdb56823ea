"""Pages come out of the press: views rendered by a theme's templates, here or wherever work is handed to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from weakref import ref

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.digest import digest_texts
from briefgen.base.executor import HERE, Executor, parts_of
from briefgen.base.generator import generator
from briefgen.base.laps import Laps
from briefgen.model.output import Page
from briefgen.model.site import Site
from briefgen.output.drafts import draft
from briefgen.output.render import Renderer
from briefgen.output.themes import Theme
from briefgen.output.words import Words
from briefgen.output.write import Folder
from briefgen.pages.reads import Read, Reads
from briefgen.pages.view import TEMPLATES, template_of

PART = 48
"""Pages that a process renders in one go."""
SECONDS = 1.1e-3
"""A rough measure of how long a page takes."""


class Press(Struct, frozen=True, weakref=True):
    """What rendering needs, here, in another process or on another machine."""

    site: Site
    theme: Theme
    known: Mapping[str, str]
    """Fingerprints with which files were written earlier: a page that would get the same is not rendered."""

    def renderer(self) -> Renderer:
        """The theme, ready for this site."""
        return ready(Renderer(self.theme, Words(self.site.config.lang, self.theme.words, self.site.config.timezone)))


class Sheet(NamedTuple):
    """A page as it came out."""

    page: Page
    data: bytes | None
    """None when it would get the fingerprint that it has."""
    fingerprint: str
    reads: tuple[Read, ...]
    """What the view asked of the site."""
    seconds: float
    """Processor time for its view and its HTML."""


def ready(renderer: Renderer) -> Renderer:
    """The same with its templates compiled."""
    renderer.ready(TEMPLATES, generator())
    return renderer


def how_made(press: Press) -> dict[tuple[str, str], str]:
    """Digest of what makes a page besides the answers to its questions, by language and template."""
    renderer, theme = renderer_of(press), press.theme
    chosen = digest_texts(f"{name}={value}" for name, value in sorted(theme.options.items()))
    how = {
        (lang, one): digest_texts((renderer.speaking(lang).closure(one), generator(), chosen))
        for lang in ("", *press.site.editions)
        for one in TEMPLATES
    }
    icons = digest_texts(sorted(renderer.assets.values()))
    for lang in ("", *press.site.editions):
        how[lang, ""] = digest_texts((renderer.speaking(lang).words_digest, icons, generator()))
    return how


def fingerprints(folder: Folder, pages: Iterable[Page]) -> dict[str, str]:
    """With which fingerprints some pages were written."""
    return {page.path: folder.before[page.path].fingerprint for page in pages if page.path in folder.before}


def printed_by(executor: Executor, press: Press, folder: Folder, pages: Sequence[Page]) -> Iterator[Sheet]:
    """Have pages rendered. Those who do it know fingerprints; whether the file still stands is seen here."""
    if not executor.worth(SECONDS * len(pages)):
        executor = HERE
    elif executor.inherits:
        for lang in {page.lang for page in pages}:
            templates = {template for page in pages if page.lang == lang and (template := template_of(page))}
            renderer_of(press).speaking(lang).compile(templates)
    for sheets in executor.in_order(printed, press, parts_of(pages, PART)):
        for sheet in sheets:
            lost = sheet.data is None and not folder.is_current(sheet.page.path, sheet.fingerprint)
            yield printed(replace(press, known={}), [sheet.page])[0] if lost else sheet


def printed(press: Press, pages: Sequence[Page]) -> list[Sheet]:
    """Render those of some pages that are not as they should be."""
    press_renderer = renderer_of(press)
    reads = Reads(press.site)
    sheets: list[Sheet] = []
    for page in pages:
        watch, renderer = Laps(), press_renderer.speaking(page.lang)
        found = draft(renderer, reads.as_site(), page)
        asked, fingerprint = reads.taken(), found.fingerprint
        data = None if press.known.get(page.path) == fingerprint else found.data()
        watch.end(page.path)
        sheets.append(Sheet(page, data, fingerprint, asked, watch.laps[0].seconds))
    return sheets


_last: list[tuple[ref[Press], Renderer]] = []


def renderer_of(press: Press) -> Renderer:
    """One renderer for one site and theme: compiling templates is dear. It does not keep the site alive."""
    was = _last[0][0]() if _last else None
    if was is None or was.site is not press.site or was.theme is not press.theme:
        _last[:] = [(ref(press), press.renderer())]
    return _last[0][1]
