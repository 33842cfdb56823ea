"""The order of the stages, and the only file that knows it.

Files become records, records become a site, a site becomes pages, pages become files. Every stage gives a value and
what there is to say about it; nothing is written while there is an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen import __version__
from briefgen.as_of.publication import reason_unpublished
from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic, Mark, sorted_diagnostics
from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.checking.claims import check_claims
from briefgen.checking.files import check_files
from briefgen.checking.records import check_drafts, check_records
from briefgen.checking.severity import Waiver, judge
from briefgen.linking.archive import link_archive
from briefgen.model.output import Asset, Page
from briefgen.model.records import Article
from briefgen.model.site import Now, Records, Site
from briefgen.output.ledger import Entry
from briefgen.output.published import LEDGER, read_addresses, record, vanished
from briefgen.output.render import Renderer, TemplateFaultError, view_digest
from briefgen.output.themes import Theme, load_theme
from briefgen.output.words import Words
from briefgen.output.write import Folder, Written
from briefgen.pages.plan import plan
from briefgen.pages.view import template_of, view_of
from briefgen.reading.clock import read_now
from briefgen.reading.content import read_content
from briefgen.reading.disk import CONTENT, ProjectFiles, read_project
from briefgen.reading.marks import locate, places
from briefgen.reading.references import resolve
from briefgen.site.assemble import assemble


class BuildOptions(Struct, frozen=True, kw_only=True):
    """What the command line decides."""

    output: Path | None = None
    """Folder to write to; `site/` of the project when None."""
    base_url: str = ""
    """Address of the site instead of the one in `briefgen.yaml`."""
    as_of: When | None = None
    """The day to build for."""
    drafts: bool = False
    """True shows what is not ready or not yet due."""
    strict: bool = False
    """True makes warnings errors."""
    record: bool = False
    """True notes the addresses built as published."""


class Prepared(Struct, frozen=True):
    """A site that is ready to be written, with everything there is to say about it."""

    site: Site
    theme: Theme | None
    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    diagnostics: tuple[Diagnostic, ...]
    waivers: tuple[Waiver, ...]
    waiting: tuple[tuple[str, str], ...]
    """Articles that are not shown, each with the reason."""
    texts: Mapping[str, str]
    """The files that were read, by path: for showing the line a diagnostic speaks of."""

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(one.level == "error" for one in self.diagnostics)


class Built(Struct, frozen=True):
    """What a build did."""

    prepared: Prepared
    written: Written | None
    """None when there was an error and nothing was touched."""
    output: Path
    recorded: int = 0
    """New addresses in the ledger of published addresses."""


def prepare(root: Path, options: BuildOptions) -> Prepared:
    """Read, link, assemble, check and plan a project. Touches nothing.

    Raises `ValueError` when `SOURCE_DATE_EPOCH` is no number.
    """
    files, unread = read_project(root)
    records, misread = read_content(files)
    records = _with_options(records, options)
    now = read_now(options.as_of, records.config.as_of, os.environ)
    resolved, unresolved = resolve(records)
    archive, unlinked = link_archive(resolved, now)
    site, leaning = assemble(resolved, archive, now, options.drafts)
    pages, colliding = plan(site)
    theme, unthemed = load_theme(root, records.config)
    said: list[Diagnostic] = [*unread, *misread, *unresolved, *unlinked, *leaning, *colliding, *unthemed]
    said += check_claims(site, resolved.source_texts)
    said += check_records(site)
    said += check_drafts(resolved.records, _faulty(records, misread))
    said += check_files(resolved)
    said += vanished(root, (page.url for page in pages))
    judged = judge(said, resolved.records, site.records, resolved.config, options.strict, _another_day(resolved, now))
    located = locate(judged.diagnostics, places(resolved), files.texts.get)
    return Prepared(
        site=site,
        theme=theme,
        pages=pages,
        assets=_assets(root, files, theme),
        diagnostics=sorted_diagnostics(located),
        waivers=judged.waivers,
        waiting=_waiting(resolved, site),
        texts=_shown_texts(root, files, theme),
    )


def _shown_texts(root: Path, files: ProjectFiles, theme: Theme | None) -> dict[str, str]:
    """Everything that diagnostics can point to. Of a template that a project overrides, its own text counts."""
    templates = sorted(theme.templates.items(), key=lambda one: one[0].startswith(f"{theme.name}/")) if theme else []
    shown = {path: text for _, (text, path) in reversed(templates)}
    return {**shown, LEDGER: read_addresses(root), **files.excerpts, **files.texts}


def _waiting(records: Records, site: Site) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, reason_unpublished(record, site.now))
        for key, record in records.records.items()
        if isinstance(record, Article) and key not in site.records
    )


def _faulty(records: Records, misread: Iterable[Diagnostic]) -> frozenset[str]:
    """Records of files in which something could not be read: what they lack may be what was wrong."""
    paths = {one.where.path for one in misread if isinstance(one.where, Mark)}
    return frozenset(key for key, origin in records.origins.items() if origin.path in paths)


def _another_day(records: Records, now: Now) -> bool:
    """Whether the site is built for a day that is not its own."""
    pinned = records.config.as_of
    return now.explicit and (pinned is None or now.day != pinned.upper)


def _with_options(records: Records, options: BuildOptions) -> Records:
    if not options.base_url:
        return records
    return replace(records, config=replace(records.config, url=options.base_url))


def _assets(root: Path, files: ProjectFiles, theme: Theme | None) -> tuple[Asset, ...]:
    """Pictures and other files of the content, and the theme's own."""
    own = [Asset(path, str(root / CONTENT / path), digest) for path, digest in files.files.items()]
    if theme is not None:
        urls = Renderer(theme, Words("en", theme.words, "UTC")).assets
        own += [Asset(urls[name], str(path), digest) for name, (path, digest) in theme.static.items()]
    return tuple(own)


Progress = Callable[[int, int], None]
"""Told how many of how many pages are done."""


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def build(root: Path, options: BuildOptions, progress: Progress = _silent) -> Built:
    """Build the site. With an error nothing is written.

    Raises `OutputFaultError` when the output folder cannot be used, `ValueError` as `prepare` does.
    """
    output = options.output or root / "site"
    prepared = prepare(root, options)
    if prepared.failed or prepared.theme is None:
        return Built(prepared, None, output)
    try:
        written = _write(root, output, prepared, prepared.theme, progress)
    except TemplateFaultError as fault:
        return Built(_with_fault(prepared, fault), None, output)
    recorded = record(root, (page.url for page in prepared.pages)) if options.record else 0
    return Built(prepared, written, output, recorded)


def check(root: Path, options: BuildOptions) -> Prepared:
    """Everything there is to say about the project, templates included. Writes nothing."""
    prepared = prepare(root, options)
    if prepared.failed or prepared.theme is None:
        return prepared
    renderer = _renderer(prepared.site, prepared.theme)
    try:
        for page in prepared.pages:
            renderer.render(template_of(page), view_of(prepared.site, page, prepared.theme.options))
    except TemplateFaultError as fault:
        return _with_fault(prepared, fault)
    return prepared


def _with_fault(prepared: Prepared, fault: TemplateFaultError) -> Prepared:
    told = replace(fault.diagnostic, level="error")
    return replace(prepared, diagnostics=(*prepared.diagnostics, told))


def _renderer(site: Site, theme: Theme) -> Renderer:
    return Renderer(theme, Words(site.config.lang, theme.words, site.config.timezone))


def _write(root: Path, output: Path, prepared: Prepared, theme: Theme, progress: Progress) -> Written:
    folder = Folder(root, output)
    folder.check_room([*(page.path for page in prepared.pages), *(asset.path for asset in prepared.assets)])
    renderer = _renderer(prepared.site, theme)
    kept: dict[str, Entry] = {}
    fresh = _fresh(folder, prepared, renderer, theme, kept, progress)
    return folder.publish(fresh, kept)


def _fresh(
    folder: Folder, prepared: Prepared, renderer: Renderer, theme: Theme, kept: dict[str, Entry], progress: Progress
) -> Iterator[tuple[str, bytes, str]]:
    """Everything that differs from what the ledger knows; what does not goes into `kept`."""
    for asset in prepared.assets:
        if folder.is_current(asset.path, asset.digest):
            kept[asset.path] = folder.before[asset.path]
        else:
            yield asset.path, Path(asset.source).read_bytes(), asset.digest
    for number, page in enumerate(prepared.pages, 1):
        progress(number, len(prepared.pages))
        template, view = template_of(page), view_of(prepared.site, page, theme.options)
        fingerprint = digest_texts((view_digest(view), renderer.closure(template), generator()))
        if folder.is_current(page.path, fingerprint):
            kept[page.path] = folder.before[page.path]
        else:
            yield page.path, renderer.render(template, view).encode(), fingerprint


@cache
def generator() -> str:
    """Digest of everything in briefgen itself that shapes output: its own sources and the version."""
    sources: Iterable[Path] = sorted(Path(__file__).parent.rglob("*.py"))
    return digest_texts((__version__, *(digest_bytes(path.read_bytes()) for path in sources)))
