"""The order of the stages, and the only file that knows it.

Files become records, records become a site, a site becomes pages, pages become files. Every stage gives a value and
what there is to say about it; nothing is written while there is an error.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefgen import __version__
from briefgen.as_of.publication import next_change, reason_unpublished
from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic, Mark, sorted_diagnostics
from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.laps import Lap, Laps
from briefgen.base.memo import Memo
from briefgen.base.text import did_you_mean
from briefgen.checking.claims import check_claims
from briefgen.checking.files import check_files
from briefgen.checking.names import check_names
from briefgen.checking.records import check_drafts, check_records
from briefgen.checking.severity import Waiver, judge
from briefgen.linking.archive import Linker, Traced, link_archive, trace_record
from briefgen.linking.names import names_of
from briefgen.linking.near import KnownNames
from briefgen.linking.unknown_names import Tally, Text, tally
from briefgen.model.output import Asset, Page
from briefgen.model.records import Article
from briefgen.model.site import Now, Origin, Records, Site, split_key
from briefgen.output.keys import Made, PageKeys, Stat
from briefgen.output.ledger import Entry
from briefgen.output.memo import FileMemo
from briefgen.output.parallel import StartMethod, in_order, jobs_available, parts_of
from briefgen.output.places import STORE
from briefgen.output.published import LEDGER, read_addresses, record, vanished
from briefgen.output.render import Renderer, TemplateFaultError, view_digest
from briefgen.output.themes import Theme, load_theme
from briefgen.output.words import Words
from briefgen.output.write import Folder, Written
from briefgen.pages.plan import plan
from briefgen.pages.reads import Answers, Read, Reads, in_words
from briefgen.pages.view import TEMPLATES, template_of, view_of
from briefgen.reading import markdown
from briefgen.reading.bodies import ParseMarkdown
from briefgen.reading.clock import read_now
from briefgen.reading.content import read_content
from briefgen.reading.disk import CONFIG_FILE, CONTENT, ProjectFiles, read_project
from briefgen.reading.marks import locate, places
from briefgen.reading.references import resolve
from briefgen.reading.remembered import remembering
from briefgen.reading.site_record import shown as as_shown
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
    clean: bool = False
    """True makes every page anew, whatever earlier builds left."""
    jobs: int = 0
    """Processes that render; 0 takes as many as there are processors, and one when there is little to do."""
    start: StartMethod | None = None
    """How processes are started; None chooses."""


class Memos:
    """What earlier builds found out and would find out again."""

    def __init__(self, root: Path, options: BuildOptions) -> None:
        folder = root / STORE / "memo"
        self._files: list[FileMemo] = (
            [] if options.clean else [FileMemo(folder, kind, generator()) for kind in ("texts", "links")]
        )
        texts, links = (self._files[0], self._files[1]) if self._files else (None, None)
        self.links: Memo | None = links
        self.parse: ParseMarkdown = markdown.parse if texts is None else remembering(texts)

    def save(self) -> None:
        """Keep what was found out now."""
        for one in self._files:
            one.save()


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
    until: datetime = datetime.max.replace(tzinfo=UTC)
    """Until when the same files make the same site."""
    laps: tuple[Lap, ...] = ()
    """How long each stage took."""
    memos: Memos | None = None
    """What was found out, to be kept once all has gone well."""

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(one.level == "error" for one in self.diagnostics)


class UnknownNames(Struct, frozen=True):
    """Names in the whole archive that no record has."""

    names: tuple[Tally, ...]
    """The most frequent first."""
    complete: bool
    """False when something could not be read, so that names may be missing, or may be on file."""


class Built(Struct, frozen=True):
    """What a build did."""

    prepared: Prepared
    written: Written | None
    """None when there was an error and nothing was touched."""
    output: Path
    recorded: int = 0
    """New addresses in the ledger of published addresses."""
    causes: Mapping[str, tuple[str, ...]] = {}
    """Pages that were made, by file, each with the reasons."""
    laps: tuple[Lap, ...] = ()
    """How long each stage took."""
    pages: tuple[tuple[str, str, float], ...] = ()
    """File, template and seconds of each page that was made."""

    @property
    def paths(self) -> Iterator[str]:
        """Every file of the site, below the output folder."""
        yield from (page.path for page in self.prepared.pages)
        yield from (asset.path for asset in self.prepared.assets)


def trace(root: Path, options: BuildOptions, wanted: str) -> tuple[str, Origin, Traced, Mapping[str, str]]:
    """The names in one text with the reasons: its key, its file, what was found, and the names of the records.

    `wanted` is an id, a key or the path of a file. Raises `LookupError` with a message for people when there is no
    such text, `ValueError` as `prepare` does.
    """
    files, _ = read_project(root)
    records, _ = read_content(files)
    now = read_now(options.as_of, records.config.as_of, os.environ)
    resolved, _ = resolve(records)
    key = _text_wanted(resolved, wanted)
    linker = Linker(resolved, now)
    return key, resolved.origins[key], trace_record(linker, key), linker.names.display


def _text_wanted(records: Records, wanted: str) -> str:
    """Key of the record whose text is meant. Raises `LookupError`."""
    path = wanted.removeprefix("./")
    found = [
        key for key in records.documents if wanted in {key, split_key(key)[1]} or records.origins[key].path == path
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise LookupError(f"“{wanted}” may be {' or '.join(found)}; write which")
    known = [split_key(key)[1] for key in records.documents]
    hint = (
        did_you_mean(wanted.rpartition("/")[2].removesuffix(".md"), known)
        or "give an id or the path of a file with text"
    )
    raise LookupError(f"there is no text “{wanted}”; {hint}")


def unknown_names(root: Path, options: BuildOptions) -> UnknownNames:
    """Names in the project's articles that no record has, drafts included. Writes nothing.

    Raises `ValueError` as `prepare` does.
    """
    files, _ = read_project(root)
    records, _ = read_content(files)
    now = read_now(options.as_of, records.config.as_of, os.environ)
    resolved, _ = resolve(records)
    archive, _ = link_archive(resolved, now)
    known = KnownNames(names_of(resolved.records), resolved.config.names.not_names)
    texts = (
        Text(
            archive.documents[key],
            archive.linked[key].mentions,
            resolved.origins[key].path,
            _lang(resolved, key),
            archive.linked[key].longer,
        )
        for key, record in resolved.records.items()
        if isinstance(record, Article) and key in archive.documents
    )
    return UnknownNames(tally(texts, known), not (files.unread or resolved.broken or resolved.unreadable_kinds))


def _lang(records: Records, key: str) -> str:
    return records.records[key].lang or split_key(key)[2] or records.config.lang


def prepare(root: Path, options: BuildOptions) -> Prepared:
    """Read, link, assemble, check and plan a project. Touches nothing.

    Raises `ValueError` when `SOURCE_DATE_EPOCH` is no number.
    """
    laps, memos = Laps(), Memos(root, options)
    files, unread = read_project(root)
    laps.end("files")
    records, misread = read_content(files, memos.parse)
    laps.end("records and texts")
    records = _with_options(records, options)
    now = read_now(options.as_of, records.config.as_of, os.environ)
    resolved, unresolved = resolve(records)
    laps.end("references")
    archive, unlinked = link_archive(resolved, now, memos.links)
    laps.end("names and claims")
    site, leaning = assemble(resolved, archive, now, options.drafts)
    laps.end("site")
    pages, colliding = plan(site)
    laps.end("plan")
    theme, unthemed = load_theme(root, records.config)
    said: list[Diagnostic] = [*unread, *misread, *unresolved, *unlinked, *leaning, *colliding, *unthemed]
    said += check_claims(site, resolved.source_texts)
    said += check_records(site)
    said += check_names(resolved.records, resolved.config)
    said += check_drafts(resolved.records, _faulty(records, misread))
    said += check_files(resolved)
    said += vanished(root, (page.url for page in pages))
    laps.end("theme and checks")
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
        texts=_shown_texts(root, files, theme, said),
        until=_until(resolved, now, options),
        laps=tuple(laps.laps),
        memos=memos,
    )


def _until(records: Records, now: Now, options: BuildOptions) -> datetime:
    """When time alone would change the site; never, when “now” is pinned."""
    if options.as_of or records.config.as_of or os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.max.replace(tzinfo=UTC)
    return next_change(records.records.values(), now)


def _shown_texts(root: Path, files: ProjectFiles, theme: Theme | None, said: Iterable[Diagnostic]) -> dict[str, str]:
    """Everything that diagnostics can point to. Of a template that a project overrides, its own text counts."""
    templates = sorted(theme.templates.items(), key=lambda one: one[0].startswith(f"{theme.name}/")) if theme else []
    shown = {path: text for _, (text, path) in reversed(templates)}
    texts = {**shown, LEDGER: read_addresses(root), **files.excerpts, **files.texts}
    if any(one.code == "E407" for one in said):
        texts[CONFIG_FILE] = as_shown(texts[CONFIG_FILE])
    return texts


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
    with _without_collections():
        return _build(root, options, progress)


def _build(root: Path, options: BuildOptions, progress: Progress) -> Built:
    output = options.output or root / "site"
    prepared = prepare(root, options)
    if prepared.failed or prepared.theme is None:
        return Built(prepared, None, output)
    laps = Laps()
    try:
        written, making = _write(root, output, prepared, prepared.theme, options, progress)
    except TemplateFaultError as fault:
        return Built(_with_fault(prepared, fault), None, output)
    if prepared.memos is not None:
        prepared.memos.save()
    laps.end("pages, here")
    recorded = record(root, (page.url for page in prepared.pages)) if options.record else 0
    told = (*prepared.laps, *laps.laps)
    return Built(prepared, written, output, recorded, making.causes, told, tuple(making.seconds))


@contextmanager
def _without_collections() -> Iterator[None]:
    """No search for unreachable cycles while a build makes millions of lasting values: it would find none, at a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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


def _write(
    root: Path, output: Path, prepared: Prepared, theme: Theme, options: BuildOptions, progress: Progress
) -> tuple[Written, Making]:
    folder = Folder(root, output)
    folder.check_room([*(page.path for page in prepared.pages), *(asset.path for asset in prepared.assets)])
    making = Making(folder, prepared, theme, options)
    written = folder.publish(making.fresh(progress), making.kept)
    making.remember()
    return written, making


PART = 48
"""Pages that a process renders in one go."""
SERIAL = 400
"""Pages below which starting processes costs more than it saves."""


class Press(Struct, frozen=True):
    """What rendering needs, here or in another process."""

    site: Site
    theme: Theme
    folder: Folder
    clean: bool

    def renderer(self) -> Renderer:
        """The theme, ready for this site."""
        return Renderer(self.theme, Words(self.site.config.lang, self.theme.words, self.site.config.timezone))


class Sheet(NamedTuple):
    """A page as it came out."""

    page: Page
    data: bytes | None
    """None when the file is as it should be."""
    fingerprint: str
    reads: tuple[Read, ...]
    """What the view asked of the site."""
    seconds: float
    """Processor time for its view and its HTML."""


class Making:
    """Finds out which pages must be made, has them made, and keeps what they were made from."""

    def __init__(self, folder: Folder, prepared: Prepared, theme: Theme, options: BuildOptions) -> None:
        self.kept: dict[str, Entry] = {}
        """Files that stay as they are."""
        self.made: list[Made] = []
        self.seconds: list[tuple[str, str, float]] = []
        """File, template and seconds of each page that was made."""
        self.causes: dict[str, tuple[str, ...]] = {}
        """Pages that were made, each with the reasons."""
        self._folder, self._prepared, self._options = folder, prepared, options
        self._press = Press(prepared.site, theme, folder, options.clean)
        self._answers = Answers(prepared.site)
        self._keys = PageKeys(folder.store / "pages" / f"{digest_texts((folder.name,))}.msgpack")
        renderer = _renderer_of(self._press)
        chosen = digest_texts(f"{name}={value}" for name, value in sorted(theme.options.items()))
        self._how = {one: digest_texts((renderer.closure(one), generator(), chosen)) for one in TEMPLATES}

    def fresh(self, progress: Progress) -> Iterator[tuple[str, bytes, str]]:
        """Everything that differs from what the ledger knows; what does not goes into `kept`."""
        folder, pages = self._folder, self._prepared.pages
        for asset in self._prepared.assets:
            if folder.is_current(asset.path, asset.digest):
                self.kept[asset.path] = folder.before[asset.path]
            else:
                yield asset.path, Path(asset.source).read_bytes(), asset.digest
        wanted = [page for page in pages if not self._is_current(page)]
        jobs = self._options.jobs or (jobs_available() if len(wanted) >= SERIAL else 1)
        done = len(pages) - len(wanted)
        for sheets in in_order(printed, self._press, parts_of(wanted, PART), jobs, self._options.start):
            for sheet in sheets:
                done += 1
                progress(done, len(pages))
                path = sheet.page.path
                template = template_of(sheet.page)
                self.made.append(Made(sheet.page, self._how[template], sheet.reads))
                self.seconds.append((path, template, sheet.seconds))
                if sheet.data is None:
                    self.kept[path] = folder.before[path]
                else:
                    yield path, sheet.data, sheet.fingerprint

    def _is_current(self, page: Page) -> bool:
        """Whether a page stays; if not, why."""
        how, entry = self._how[template_of(page)], self._keys.entry(page.path)
        if not self._options.clean and entry is not None:
            if self._keys.fits(page, how, self._answers):
                if self._folder.stands(page.path, entry.stat):
                    self.kept[page.path] = self._folder.before[page.path]
                    return True
                self.causes[page.path] = ("the file is gone or was changed",)
            elif entry.made != how:
                self.causes[page.path] = ("the template, the theme's options or briefgen has changed",)
            else:
                changed = self._keys.changed(page.path, self._answers)
                self.causes[page.path] = tuple(dict.fromkeys(map(in_words, changed))) or (
                    "its place among the pages has changed",
                )
        else:
            self.causes[page.path] = (
                "asked for by --clean" if self._options.clean else "it is new, or nothing is known of it",
            )
        return False

    def remember(self) -> None:
        """Keep what every page was made from, once all files are in place."""
        stats: dict[str, Stat] = {}
        for one in self.made:
            with suppress(OSError):
                stats[one.page.path] = self._folder.stat(one.page.path)
        made = {one.page.path for one in self.made}
        kept = [page.path for page in self._prepared.pages if page.path not in made]
        if self.made or self._keys.count != len(kept):
            self._keys.save(kept, self.made, stats, self._answers)


def printed(press: Press, pages: Sequence[Page]) -> list[Sheet]:
    """Render those of some pages that are not as they should be."""
    renderer = _renderer_of(press)
    reads = Reads(press.site)
    sheets: list[Sheet] = []
    for page in pages:
        watch = Laps()
        template, view = template_of(page), view_of(reads.as_site(), page, press.theme.options)
        asked = reads.taken()
        fingerprint = digest_texts((view_digest(view), renderer.closure(template), generator()))
        current = not press.clean and press.folder.is_current(page.path, fingerprint)
        data = None if current else renderer.render(template, view).encode()
        watch.end(page.path)
        sheets.append(Sheet(page, data, fingerprint, asked, watch.laps[0].seconds))
    return sheets


_renderers: dict[int, tuple[Press, Renderer]] = {}


def _renderer_of(press: Press) -> Renderer:
    """One renderer for all parts of one press: compiling templates is dear."""
    known = _renderers.get(id(press))
    if known is None or known[0] is not press:
        _renderers.clear()
        known = _renderers[id(press)] = (press, press.renderer())
    return known[1]


@cache
def generator() -> str:
    """Digest of everything in briefgen itself that shapes output: its own sources and the version."""
    sources: Iterable[Path] = sorted(Path(__file__).parent.rglob("*.py"))
    return digest_texts((__version__, *(digest_bytes(path.read_bytes()) for path in sources)))
