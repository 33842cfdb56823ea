"""The order of the stages, and the only file that knows it.

Files become records, records become a site, a site becomes pages, pages become files. Every stage gives a value and
what there is to say about it; nothing is written while there is an error.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from weakref import ref

from msgspec import Struct
from msgspec.structs import astuple, replace

from briefgen.as_of.publication import next_change, reason_unpublished
from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic, FaultError, Mark, Spot, sorted_diagnostics
from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.executor import HERE, Executor, parts_of
from briefgen.base.generator import generator
from briefgen.base.laps import Lap, Laps
from briefgen.base.memo import Memo
from briefgen.base.sections import DamagedError
from briefgen.base.text import did_you_mean
from briefgen.checking.claims import check_claims
from briefgen.checking.extensions import check_by_extensions
from briefgen.checking.files import check_files
from briefgen.checking.links import Links
from briefgen.checking.names import check_names
from briefgen.checking.published import Noted, check_published, noted_now
from briefgen.checking.records import OF_ALL, check_drafts, check_editions, check_records
from briefgen.checking.severity import Judged, Waiver, judge
from briefgen.checking.sources import UNUSED
from briefgen.checking.style import check_style
from briefgen.formats import receipt as receipts
from briefgen.formats.check import check_formats, check_page, check_record_for_machines
from briefgen.formats.document import documents
from briefgen.guard.guard import Guard, Leak
from briefgen.linking.archive import LinkedArchive, Linker, Traced, link_archive, lore_of, trace_record
from briefgen.linking.names import names_of
from briefgen.linking.near import KnownNames
from briefgen.linking.unknown_names import Tally, Text, tally
from briefgen.model.config import SiteConfig
from briefgen.model.output import FULL_TEXT, Asset, Page
from briefgen.model.records import KINDS as KINDS_OF_RECORDS
from briefgen.model.records import Article
from briefgen.model.site import Now, Origin, Records, Site, split_key
from briefgen.output.drafts import draft
from briefgen.output.executors import executor_of
from briefgen.output.full_text import FullTextError, indexed
from briefgen.output.kept import Extra, Kept, NothingKeptError, keep
from briefgen.output.keys import Made, PageKeys, Stat
from briefgen.output.ledger import Entry
from briefgen.output.lock import Tell, alone
from briefgen.output.memo import FileMemo
from briefgen.output.parallel import StartMethod
from briefgen.output.pictures import Pictures, digest_of
from briefgen.output.places import STORE
from briefgen.output.published import LEDGER, read_addresses, read_texts_ledger, record, record_texts, vanished
from briefgen.output.render import Renderer
from briefgen.output.shared import SharedMemo, SharedStore
from briefgen.output.store import folder_name, tidy
from briefgen.output.themes import Theme, load_theme, published, shipped_themes
from briefgen.output.unchanged import Edited
from briefgen.output.words import Words
from briefgen.output.write import Folder, LeakError, OutputFaultError, Watched, Written, name_of
from briefgen.pages.full_text import full_texts
from briefgen.pages.picture import variants_of
from briefgen.pages.plan import are_free, plan
from briefgen.pages.reads import Answers, Read, Reads, in_words
from briefgen.pages.view import TEMPLATES, template_of
from briefgen.reading.clock import read_now
from briefgen.reading.content import read_content
from briefgen.reading.disk import (
    CONFIG_FILE,
    CONTENT,
    ProjectFiles,
    TextsOnDisk,
    read_private,
    read_project,
    read_settings,
    read_texts,
    with_unsaved,
)
from briefgen.reading.extensions import folders
from briefgen.reading.marks import Places, locate
from briefgen.reading.pictures import look_at
from briefgen.reading.protected import KEYED, LIST, SECRET, PrivateFiles, guard_of, protected_records
from briefgen.reading.references import resolve
from briefgen.reading.remembered import remembering
from briefgen.reading.site_record import read_config
from briefgen.reading.site_record import shown as as_shown
from briefgen.reading.texts import ParseTexts, parse_here
from briefgen.revision import Said, State, Step, said_by, state_of, step
from briefgen.site.assemble import assemble
from briefgen.site.editions import gone, is_shown
from briefgen.site.places import plain_address


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
    """Processes at work; 0 takes as many as there are processors, and one when there is little to do."""
    start: StartMethod | None = None
    """How processes are started; None chooses."""
    executor: str = ""
    """Who does work that can be shared: processes of this machine when empty, else `dask://HOST:PORT`."""
    store: str = ""
    """Where results are kept for other machines as well: any URL that fsspec knows."""


KINDS = ("texts", "links", "pictures")
"""Dear steps whose results are kept."""


class Memos:
    """What earlier builds found out and would find out again."""

    def __init__(self, root: Path, options: BuildOptions, executor: Executor) -> None:
        folder = root / STORE / "memo"
        self._shared = SharedStore(options.store, generator()) if options.store and not options.clean else None
        self._files: list[FileMemo | SharedMemo] = [] if options.clean else [self._memo(folder, one) for one in KINDS]
        texts, links, pictures = self._files or (None, None, None)
        self._texts: FileMemo | SharedMemo | None = texts
        self.links: FileMemo | SharedMemo | None = links
        self.pictures: Memo | None = pictures
        self.parse: ParseTexts = remembering(texts, executor)
        self._faults: list[str] = []

    def _memo(self, folder: Path, kind: str) -> FileMemo | SharedMemo:
        near = FileMemo(folder, kind, generator())
        return SharedMemo(near, self._shared, kind) if self._shared is not None else near

    @property
    def remarks(self) -> tuple[str, ...]:
        """What went wrong with the shared store; it hinders nobody."""
        return self._shared.remarks if self._shared is not None else ()

    @property
    def faults(self) -> list[str]:
        """What is wrong with the files in which it is kept."""
        return [*self._faults, *(fault for one in self._files for fault in one.faults)]

    def save_texts(self) -> None:
        """Keep what was found out of texts, and let go of it: pages are made without, and want the memory."""
        for one in (self._texts, self.links):
            if one is not None:
                one.save()
                self._faults += one.faults
                self._files.remove(one)
        self._texts = self.links = None
        self.parse = parse_here

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
    state: State | None = None
    """What an edit of a few texts can start from."""
    marks: Mapping[Spot, Mark] = {}
    """Places of fields that something is said of."""
    guard: Guard | None = None
    """Looks for names that must not be published; None when there are none."""

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
    remarks: tuple[str, ...] = ()
    """What went wrong without doing harm."""
    causes: Mapping[str, tuple[str, ...]] = {}
    """Pages that were made, by file, each with the reasons."""
    laps: tuple[Lap, ...] = ()
    """How long each stage took."""
    pages: tuple[tuple[str, str, float], ...] = ()
    """File, template and seconds of each page that was made."""
    reads: Mapping[str, tuple[Read, ...]] = {}
    """What each page of the site asked when it was made."""

    page_paths: Sequence[str] = ()
    """Every page of the site, below the output folder."""
    faults: tuple[str, ...] = ()
    """What was wrong with the store; whatever it held was found out again."""
    index_paths: Sequence[str] = ()
    """Files of the index of every word."""

    def beyond(self, root: Path) -> Iterator[Path]:
        """Folders outside the project and briefgen from which the site was made: themes and extensions of packages."""
        theme = self.prepared.theme
        for layer in theme.layers if theme is not None else ():
            if not (layer.is_relative_to(root) or layer.is_relative_to(shipped_themes())):
                yield layer
        yield from folders(self.prepared.site.config.extensions)

    @property
    def paths(self) -> Iterator[str]:
        """Every file of the site, below the output folder, after a full build."""
        yield from self.page_paths
        yield from (asset.path for asset in self.prepared.assets)
        if wants_receipt(self.prepared.site):
            yield receipts.FILE
        yield from self.index_paths


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
    linker = Linker(resolved, now, lore_of(resolved))
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
    archive = link_archive(resolved, now).archive
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


def prepare(root: Path, options: BuildOptions, executor: Executor = HERE, unsaved: Mapping[str, str] = {}) -> Prepared:
    """Read, link, assemble, check and plan a project. Touches nothing.

    `unsaved` are texts that an editor holds, by path in the project: they count, whatever the disk says. Raises `ValueError` when `SOURCE_DATE_EPOCH` is no number.
    """
    laps, memos = Laps(), Memos(root, options, executor)
    files, unread = with_unsaved(read_project(root), unsaved)
    private = read_private_files(root)
    laps.end("files")
    records, misread = read_content(files, memos.parse)
    laps.end("records and texts")
    records = _with_options(records, options)
    now = read_now(options.as_of, records.config.as_of, os.environ)
    pictures, unseen = look_at(root, files.files, records.config.image_settings, memos.pictures)
    records = replace(records, pictures=pictures, published=read_texts_ledger(root))
    resolved, unresolved = resolve(records)
    laps.end("references")
    linked = link_archive(resolved, now, memos.links, executor)
    laps.end("names and claims")
    site, leaning = assemble(resolved, linked.archive, now, options.drafts)
    laps.end("site")
    pages, colliding = plan(site, documents(site))
    laps.end("plan")
    theme, unthemed = load_theme(root, records.config)
    guard, unguarded = guard_of(private, protected_records(resolved.records))
    said = examine(
        Found(resolved, linked, site, leaning, pages, misread, unresolved),
        rest=[*unread, *unseen, *colliding, *unthemed, *unguarded, *_vanished(root, pages)],
    )
    laps.end("theme and checks")
    judged = judge(
        said, resolved.records, shown_keys(site), resolved.config, options.strict, _another_day(resolved, now)
    )
    located = locate(judged.diagnostics, Places(resolved), files.texts.get)
    return Prepared(
        site=site,
        theme=theme,
        pages=pages,
        assets=_assets(root, files, site, theme),
        diagnostics=sorted_diagnostics(located),
        waivers=judged.waivers,
        waiting=_waiting(resolved, site),
        texts=_shown_texts(root, files, theme, said),
        until=_until(resolved, now, options),
        laps=tuple(laps.laps),
        memos=memos,
        state=state_of(site, resolved, linked, said),
        marks=_marks(judged.diagnostics, located),
        guard=guard,
    )


class Found(Struct, frozen=True):
    """What the stages up to the plan of pages found, for the checks."""

    records: Records
    """With references resolved."""
    linked: LinkedArchive
    site: Site
    leaning: Sequence[Diagnostic]
    """What putting it together had to say."""
    pages: Sequence[Page]
    misread: Sequence[Diagnostic] = ()
    unresolved: Sequence[Diagnostic] = ()


def examine(found: Found, rest: Sequence[Diagnostic]) -> Said:
    """Everything to say of records and texts, whoever asks: a build, a question, a change that is tried.

    `rest` is what the stages said that is about no single record.
    """
    records, site, linked = found.records, found.site, found.linked
    flat = records.config.urls == "flat"
    addresses = {plain_address(page.url, flat): _shown_by(page) for page in found.pages}
    links = Links(site, records, addresses)
    of_records = (
        *found.leaning,
        *check_files(records),
        *links.of_texts(),
        *(
            one
            for lang, edition in site.editions.items()
            for one in Links(edition, records, addresses, lang, site).of_texts()
        ),
        *check_records(site),
        *check_editions(site),
        *check_published(records, site.now),
        *check_style(records, linked.archive.documents, linked.archive.linked, site.now),
        *(one for key, record in site.records.items() for one in check_record_for_machines(key, record, site)),
    )
    return said_by(
        records,
        found.misread,
        found.unresolved,
        linked,
        own=[one for one in of_records if one.code not in OF_ALL],
        claims=list(check_claims(site, records.source_texts)),
        names=list(check_names(records.records, records.config)),
        rest=[
            *rest,
            *links.of_fields(linked.typed),
            *(one for one in of_records if one.code in OF_ALL and not (one.code == UNUSED and _is_partial(records))),
            *check_by_extensions(site),
            *check_drafts(records.records, _faulty(records, found.misread)),
            *check_formats(site),
        ],
    )


def _vanished(root: Path, pages: Iterable[Page]) -> Iterable[Diagnostic]:
    return vanished(root, (page.url for page in pages if not page.is_file))


def texts_now(root: Path) -> dict[str, Noted]:
    """What the ledger of published texts is to say of the articles as they are. Raises `ValueError` as `prepare` does."""
    files, _ = read_project(root)
    records, _ = read_content(files, Memos(root, BuildOptions(), HERE).parse)
    now = read_now(None, records.config.as_of, os.environ)
    return noted_now(resolve(records).value, now)


def read_private_files(root: Path) -> PrivateFiles:
    """The names that must not be published, and the key for looking without knowing them.

    Raises `OutputFaultError` when a list is there and cannot be read: without it nothing may be written.
    """
    try:
        return PrivateFiles(read_private(root, LIST), read_private(root, KEYED), os.environ.get(SECRET))
    except OSError as error:
        raise OutputFaultError(
            f"{LIST} cannot be read ({error.strerror or error}); nothing is built without it"
        ) from error


def _is_partial(records: Records) -> bool:
    """Whether records are missing that were met: what they rest on seems unused."""
    return bool(records.broken or records.unreadable_kinds)


def _shown_by(page: Page) -> tuple[str, str]:
    """The record whose places a page has, and its edition; empty for lists, further pages, and pages that lead on."""
    return page.lang, page.key if page.kind in KINDS_OF_RECORDS and page.number == 0 else ""


def _marks(said: Iterable[Diagnostic], located: Iterable[Diagnostic]) -> dict[Spot, Mark]:
    """Which places were found for which fields."""
    return {
        spot: mark
        for one, found in zip(said, located, strict=True)
        for spot, mark in (
            (one.where, found.where),
            *zip((r.where for r in one.related), (r.where for r in found.related), strict=True),
        )
        if isinstance(spot, Spot) and isinstance(mark, Mark)
    }


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
        (key, gone(key, site) or reason_unpublished(record, site.now))
        for key, record in records.records.items()
        if isinstance(record, Article) and not is_shown(key, site)
    )


def shown_keys(site: Site) -> Container[str]:
    """Keys of all published records, in whichever language."""
    if not site.editions:
        return site.records
    return {*site.records, *(f"{key}.{lang}" for lang, edition in site.editions.items() for key in edition.records)}


def _faulty(records: Records, misread: Iterable[Diagnostic]) -> frozenset[str]:
    """Records of files in which something could not be read: what they lack may be what was wrong."""
    paths = {one.where.path for one in misread if isinstance(one.where, Mark)}
    return frozenset(key for key, origin in records.origins.items() if origin.path in paths)


def _another_day(records: Records, now: Now) -> bool:
    """Whether the site is built for a day that is not its own."""
    pinned = records.config.as_of
    return now.explicit and (pinned is None or now.day != pinned.upper)


def _with_options(records: Records, options: BuildOptions) -> Records:
    return replace(records, config=_configured(records.config, options))


def _configured(config: SiteConfig, options: BuildOptions) -> SiteConfig:
    return replace(config, url=options.base_url) if options.base_url else config


def _assets(root: Path, files: ProjectFiles, site: Site, theme: Theme | None) -> tuple[Asset, ...]:
    """Pictures and other files of the content, and the theme's own."""
    own: list[Asset] = []
    for path, digest in files.files.items():
        source = str(root / CONTENT / path)
        picture = site.pictures.get(path)
        if picture is None:
            own.append(Asset(path, source, digest))
            continue
        own.append(Asset(path, source, digest_of(digest, "strip"), "strip"))
        own += [
            Asset(one.path, source, digest_of(digest, one.recipe), one.recipe)
            for one in variants_of(site.config, path, picture)
        ]
    if theme is not None:
        urls = Renderer(theme, Words("en", theme.words, "UTC")).assets
        own += [Asset(urls[name], str(path), digest, of_theme=True) for name, (path, digest) in theme.static.items()]
    return tuple(own)


Progress = Callable[[int, int], None]
"""Told how many of how many pages are done."""


def _silent(*_: object) -> None:
    """Nobody watches."""


def build(root: Path, options: BuildOptions, progress: Progress = _silent, tell: Tell = _silent) -> Built:
    """Build the site. With an error nothing is written. `tell` is told when another build must be waited for.

    Raises `OutputFaultError` when the output folder cannot be used, `ExecutorError` when work that was handed out does
    not come back, `ValueError` as `prepare` does.
    """
    # Before anything is read, so that of two builds the later one shows the later edits.
    with alone(root, options.output or root / "site", tell):
        return build_alone(root, options, progress)


def build_alone(root: Path, options: BuildOptions, progress: Progress = _silent) -> Built:
    """The same for those who hold the lock of the output folder already."""
    with _without_collections(), executor_of(options.executor, options.jobs, options.start) as executor:
        return _build(root, options, executor, progress)


def _build(root: Path, options: BuildOptions, executor: Executor, progress: Progress) -> Built:
    output = options.output or root / "site"
    prepared = prepare(root, options, executor)
    if prepared.failed or prepared.theme is None:
        return Built(prepared, None, output)
    laps, theme = Laps(), prepared.theme
    prepared = _slimmed(root, prepared)
    if prepared.memos is not None:
        prepared.memos.save_texts()
    laps.end("what was found, kept")
    try:
        written, making = _write(root, output, prepared, theme, options, executor, progress)
    except FaultError as fault:
        return Built(_with_fault(prepared, fault), None, output)
    except LeakError as error:
        return Built(with_leaks(prepared, output, error.leaks), None, output)
    remarks = tuple(making.remarks)
    faults = making.faults
    if prepared.memos is not None:
        prepared.memos.save()
        remarks += prepared.memos.remarks
        faults = [*prepared.memos.faults, *faults]
    laps.end("pages, here")
    recorded = record(root, (page.url for page in prepared.pages if not page.is_file)) if options.record else 0
    if options.record and prepared.state is not None:
        record_texts(root, noted_now(prepared.state.records, prepared.site.now))
    told = (*prepared.laps, *laps.laps)
    return Built(
        prepared,
        written,
        output,
        recorded,
        remarks,
        making.causes,
        told,
        tuple(making.seconds),
        making.reads(),
        tuple(page.path for page in prepared.pages),
        tuple(faults),
        tuple(making.index_paths),
    )


def _slimmed(root: Path, prepared: Prepared) -> Prepared:
    """The same without the texts of which nothing is told: of a large archive they take a hundred megabytes."""
    told = {
        one.path
        for said in prepared.diagnostics
        for one in (said.where, *(more.where for more in said.related))
        if isinstance(one, Mark)
    }
    texts = {path: text for path, text in prepared.texts.items() if path in told or not path.startswith(f"{CONTENT}/")}
    return replace(prepared, texts=TextsOnDisk(root, texts))


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


class Rebuilt(Struct, frozen=True):
    """What a build did that only followed a few edits."""

    built: Built
    paths: tuple[str, ...]
    """Files that were made anew."""
    added: tuple[str, ...]
    """Those of them that are new."""
    state: str
    """Stands for what was kept of it; empty when the next build must be a full one."""


def rebuild(
    root: Path, options: BuildOptions, edited: Edited, state: str, tell: Callable[[str], object] = _silent
) -> Rebuilt | None:
    """Follow a few edits since the last build with the same options; None when they go too far, and `build` must.

    For those who hold the lock of the output folder. `state` will stand for what is kept of it; `tell` is told when
    what was kept is damaged. Raises `OutputFaultError` when the output folder cannot be used.
    """
    with _without_collections():
        return _rebuild(root, options, edited, state, tell)


def _rebuild(
    root: Path, options: BuildOptions, edited: Edited, state: str, tell: Callable[[str], object]
) -> Rebuilt | None:
    output = options.output or root / "site"
    laps = Laps()
    texts = read_texts(root, edited.files)
    try:
        config = _configured(read_config(read_settings(root).value).value, options)
        kept = Kept(root / STORE / KEPT, _kept_name(root, output), edited.state, config)
        laps.end("what was kept")
        if config.search_settings.full_text:
            # Every word counts there: an edit is followed by reading all texts again.
            return None
        done = step(kept.state, texts, parse_here, partial(read_texts, root)) if texts is not None else None
        if done is None:
            return None
        laps.end("edited files")
        guard, unguarded = guard_of(read_private_files(root), kept.extra.protected)
        if any(one.level == "error" for one in unguarded):
            return None
        prepared = _prepared_after(root, options, kept, done)
        if prepared.failed or prepared.theme is None:
            return None
        asked = kept.asking(done.asked)
        asked.update((path, [("backlinks", page.key)]) for path, page in done.pages.items() if path not in asked)
        pages = [done.pages[path] if path in done.pages else kept.pages[path] for path in asked]
        added = [page for path, page in done.pages.items() if path not in kept.pages]
        if added and not are_free(added, kept.paths, done.state.site.files):
            return None
        laps.end("checks")
        needed = {*asked, *([receipts.FILE] if wants_receipt(done.state.site) else ())}
        folder = Folder(root, output, only=needed)
        if added:
            folder.check_room(page.path for page in added)
        if not folder.before.keys() >= needed - {page.path for page in added}:
            # The ledger was lost. Without it every file is looked at, to tell ours from those of others.
            return None
        press = Press(done.state.site, prepared.theme, fingerprints(folder, pages))
        sheets = list(printed_by(HERE, press, folder, pages))
        laps.end("pages")
        watched = Watched(guard, guard_memory(folder)) if guard is not None else None
        if watched is not None and not watched.has_seen_all():
            return None
        fresh = [(one.page.path, one.data, one.fingerprint) for one in sheets if one.data is not None]
        if receipts.FILE in needed:
            receipt = _receipt_after(folder, kept.state.site, done)
            if receipt is None:
                return None
            fresh.append((receipts.FILE, receipt, digest_bytes(receipt)))
        written = folder.publish(
            fresh, {one.page.path: folder.before[one.page.path] for one in sheets if one.data is None}, watched
        )
        still = _kept_on(kept, done, sheets, state, tell)
        paths = [*kept.paths, *(page.path for page in added)]
    except DamagedError:
        tell(f"{KEPT}/{_kept_name(root, output)} is damaged")
        return None
    except (NothingKeptError, FaultError, LeakError):
        return None
    laps.end("writing")
    whole = replace(written, kept=len(edited.paths) + len(added) - written.written)
    causes = {path: tuple(dict.fromkeys(map(in_words, reads))) for path, reads in asked.items()}
    seconds = tuple((one.page.path, template_of(one.page), one.seconds) for one in sheets)
    built = Built(prepared, whole, output, 0, (), causes, tuple(laps.laps), seconds, page_paths=paths)
    renewed = (*asked, *({receipts.FILE} & needed))
    return Rebuilt(built, renewed, tuple(page.path for page in added), state if still else "")


def _kept_on(kept: Kept, done: Step, sheets: Sequence[Sheet], state: str, tell: Callable[[str], object]) -> bool:
    """Keep what a followed edit changed; False when the next build must be a whole one."""
    try:
        return kept.keep(done, {one.page.path: one.reads for one in sheets}, state)
    except OSError as error:
        tell(f"{KEPT}/ cannot be written ({error.strerror or error})")
        return False


def _receipt_after(folder: Folder, before: Site, done: Step) -> bytes | None:
    """The receipt after some edits; None when the one that lies there is not what was written."""
    try:
        old = (folder.output / receipts.FILE).read_bytes()
    except OSError:
        return None
    if digest_bytes(old) != folder.before[receipts.FILE].digest:
        return None
    return receipts.receipt_after(old, before, done.state.site, done.revision.changes)


def _prepared_after(root: Path, options: BuildOptions, kept: Kept, done: Step) -> Prepared:
    """What `prepare` would say after these edits."""
    theme, _ = load_theme(root, done.state.site.config)
    found = said_after(root, options, kept.extra, done)
    texts = texts_after(root, done, found.diagnostics)
    return Prepared(done.state.site, theme, (), (), found.diagnostics, found.waivers, kept.extra.waiting, texts)


def texts_after(root: Path, done: Step, said: Iterable[Diagnostic]) -> Mapping[str, str]:
    """Everything that diagnostics can point to after some edits. A secret in the site record is not shown."""
    texts = TextsOnDisk(root, done.texts)
    if any(one.code == "E407" for one in said):
        return TextsOnDisk(root, {**done.texts, CONFIG_FILE: as_shown(texts[CONFIG_FILE])})
    return texts


def said_after(root: Path, options: BuildOptions, extra: Extra, done: Step) -> Judged:
    """Everything there is to say after some edits, with places."""
    site, records = done.state.site, done.state.records
    said = tuple(done.state.said)
    keys = {*extra.accepting, *(one.record for one in said)}
    concerned = {key: records.records[key] for key in keys if key in records.records}
    judged = judge(said, concerned, site.records, site.config, options.strict, extra.another_day)
    known = {spot: mark for spot, mark in extra.marks if mark.path not in done.read_since}
    located = locate(judged.diagnostics, Places(records), TextsOnDisk(root, done.texts).get, known)
    return Judged(sorted_diagnostics(located), judged.waivers)


def extra_of(prepared: Prepared, state: State) -> Extra:
    """What else than the state an edit starts from."""
    return Extra(
        waiting=prepared.waiting,
        marks=tuple(prepared.marks.items()),
        accepting=tuple(key for key, record in state.records.records.items() if record.accept),
        another_day=_another_day(state.records, prepared.site.now),
        protected=protected_records(state.records.records),
    )


def check(root: Path, options: BuildOptions) -> Prepared:
    """Everything there is to say about the project, templates included. Writes nothing."""
    prepared = prepare(root, options)
    if prepared.failed or prepared.theme is None:
        return prepared
    renderer = _renderer(prepared.site, prepared.theme)
    found: list[Diagnostic] = []
    try:
        for page in prepared.pages:
            made = draft(renderer.speaking(page.lang), prepared.site, page)
            made.data()
            if made.view is not None:
                found += check_page(prepared.site, page, made.view)
    except FaultError as fault:
        return _with_fault(prepared, fault)
    return _with_findings(prepared, found) if found else prepared


def _with_findings(prepared: Prepared, found: Sequence[Diagnostic]) -> Prepared:
    """Everything said so far, and what was found while pages were made."""
    known = {(one.code, one.record, one.message) for one in prepared.diagnostics}
    fresh = [one for one in found if (one.code, one.record, one.message) not in known]
    site = prepared.site
    judged = judge(fresh, {}, (), site.config, another_day=True)
    records = prepared.state.records if prepared.state is not None else None
    located = judged.diagnostics if records is None else locate(judged.diagnostics, Places(records), prepared.texts.get)
    return replace(prepared, diagnostics=sorted_diagnostics((*prepared.diagnostics, *located)))


def _with_fault(prepared: Prepared, fault: FaultError) -> Prepared:
    told = replace(fault.diagnostic, level="error")
    return replace(prepared, diagnostics=(*prepared.diagnostics, told))


def _renderer(site: Site, theme: Theme) -> Renderer:
    return _ready(Renderer(theme, Words(site.config.lang, theme.words, site.config.timezone)))


def _ready(renderer: Renderer) -> Renderer:
    renderer.ready(TEMPLATES, generator())
    return renderer


def _write(
    root: Path,
    output: Path,
    prepared: Prepared,
    theme: Theme,
    options: BuildOptions,
    executor: Executor,
    progress: Progress,
) -> tuple[Written, Making]:
    folder = Folder(root, output)
    receipt = [receipts.FILE] if wants_receipt(prepared.site) else []
    folder.check_room([*(page.path for page in prepared.pages), *(asset.path for asset in prepared.assets), *receipt])
    making = Making(folder, prepared, theme, options)
    watched = Watched(prepared.guard, guard_memory(folder)) if prepared.guard is not None else None
    written = folder.publish(making.fresh(executor, progress), making.kept, watched)
    making.remember()
    making.pictures.keep_only(prepared.assets)
    tidy(root, output, folder.name, folder.ledger_path)
    return written, making


def guard_memory(folder: Folder) -> Path:
    """Where it is kept that every file of a folder has been looked at."""
    return folder.store / "guard" / folder_name(folder.name)


_SHOWN_LEAKS = 12
"""Files that are named; a name on the front page may stand in hundreds."""


def with_leaks(prepared: Prepared, output: Path, leaks: Sequence[Leak]) -> Prepared:
    """With what would have given a name away: own pages of records before lists."""
    pages = {page.path: page for page in prepared.pages}
    told = sorted(leaks, key=lambda one: (one.path not in pages or not pages[one.path].key, one.path, one.label))
    found = [_leak(prepared, pages.get(one.path), output, one) for one in told[:_SHOWN_LEAKS]]
    if len(told) > _SHOWN_LEAKS:
        rest = f"{len(told) - _SHOWN_LEAKS} more files would give a protected name away"
        found.append(Diagnostic("E501", Mark(output.name, 1, 1), rest, level="error"))
    return replace(prepared, diagnostics=(*prepared.diagnostics, *found))


def _leak(prepared: Prepared, page: Page | None, output: Path, leak: Leak) -> Diagnostic:
    """No line of a text is shown: it would hold the name, and what is printed may be read by others."""
    origins = prepared.state.records.origins if prepared.state is not None else {}
    around = f": “{leak.around}”" if leak.around else ""
    made = f"made from {origins[page.key].path}; " if page is not None and page.key in origins else ""
    hint = f"{made}write what may be told instead, or take the file out; `briefgen redact` lists the places of a record’s names"
    message = f"this file would give away {leak.label}, in {leak.where}{around}"
    return Diagnostic("E501", Mark(f"{output.name}/{leak.path}", 1, 1), message, hint, level="error")


def keep_state(root: Path, built: Built, state: str) -> None:
    """Keep what a build found out, so that the next one need only follow a few edits. `state` will stand for it."""
    prepared = built.prepared
    if prepared.state is None:
        return
    extra = extra_of(prepared, prepared.state)
    with suppress(OSError):
        keep(
            root / STORE / KEPT,
            _kept_name(root, built.output),
            state,
            prepared.state,
            extra,
            prepared.pages,
            built.reads,
        )


KEPT = "kept"
"""Folder of the store for what edits start from."""


PICTURES = "pictures"
"""Folder of the store for encoded pictures."""


def _kept_name(root: Path, output: Path) -> str:
    return folder_name(name_of(root, output))


def asset_bytes(asset: Asset, pictures: Pictures) -> tuple[bytes, str]:
    """What a file holds now, and its digest: it may have changed since the files were looked at.

    Raises `OutputFaultError` when it has gone since then.
    """
    if asset.recipe:
        return next(iter(pictures.made([asset], HERE, _source_bytes)))[1], asset.digest
    data = _source_bytes(asset)
    return data, digest_bytes(data)


def _source_bytes(asset: Asset) -> bytes:
    """The file that an asset is made from. Raises `OutputFaultError` when it has gone."""
    path = Path(asset.source)
    try:
        return published(path) if asset.of_theme else path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFaultError(f"{asset.source} could not be read again ({reason}); build once more") from error


def wants_receipt(site: Site) -> bool:
    """Whether `build.json` is part of the site."""
    return site.config.receipt and bool(site.config.url)


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
        return _renderer(self.site, self.theme)


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
        self.remarks: list[str] = []
        """What could not be made, in words; the site is whole without it."""
        self.index_paths: list[str] = []
        """Files of the index of every word."""
        self._folder, self._prepared, self._options = folder, prepared, options
        self._press = Press(prepared.site, theme, {})
        self._answers = Answers(prepared.site)
        self.pictures = Pictures(folder.store / PICTURES, options.clean)
        self._keys = _keys_of(folder.store, folder.name)
        self._how = _how_made(self._press)

    def fresh(self, executor: Executor, progress: Progress) -> Iterator[tuple[str, bytes, str]]:
        """Everything that differs from what the ledger knows; what does not goes into `kept`."""
        folder, pages = self._folder, self._prepared.pages
        pictures: list[Asset] = []
        for asset in self._prepared.assets:
            if folder.is_current(asset.path, asset.digest):
                self.kept[asset.path] = folder.before[asset.path]
            elif asset.recipe:
                pictures.append(asset)
            else:
                yield asset.path, *asset_bytes(asset, self.pictures)
        for asset, data in self.pictures.made(pictures, executor, _source_bytes):
            yield asset.path, data, asset.digest
        wanted = [page for page in pages if not self._is_current(page)]
        if (receipt := self._receipt()) is not None:
            yield receipt
        yield from self._full_text()
        done = len(pages) - len(wanted)
        known = {} if self._options.clean else fingerprints(folder, wanted)
        for sheet in printed_by(executor, replace(self._press, known=known), folder, wanted):
            done += 1
            progress(done, len(pages))
            path = sheet.page.path
            template = template_of(sheet.page)
            self.made.append(Made(sheet.page, self._how[sheet.page.lang, template], sheet.reads, sheet.fingerprint))
            self.seconds.append((path, template, sheet.seconds))
            if sheet.data is None:
                self.kept[path] = folder.before[path]
            else:
                yield path, sheet.data, sheet.fingerprint

    def _full_text(self) -> Iterator[tuple[str, bytes, str]]:
        """The index of every word, unless it stands already or is not wanted. Without it the site is whole all the same."""
        site, folder = self._prepared.site, self._folder
        if not site.config.search_settings.full_text or not site.search:
            return
        texts = full_texts(site)
        fingerprint = digest_texts((generator(), *(part for one in texts for part in astuple(one))))
        there = [path for path in folder.before if path.startswith(f"{FULL_TEXT}/")]
        if there and not self._options.clean and all(folder.is_current(path, fingerprint) for path in there):
            self.kept.update((path, folder.before[path]) for path in there)
            self.index_paths += there
            return
        try:
            files = indexed(texts)
        except FullTextError as error:
            self.remarks.append(f"texts cannot be searched to their last word: {error}")
            return
        self.index_paths += files
        for path, data in files.items():
            yield path, data, fingerprint

    def _receipt(self) -> tuple[str, bytes, str] | None:
        """`build.json`, unless it stands already or is not wanted."""
        if not wants_receipt(self._prepared.site):
            return None
        data = receipts.receipt(self._prepared.site, digest_texts(sorted(self._how.values())))
        fingerprint = digest_bytes(data)
        if self._folder.is_current(receipts.FILE, fingerprint):
            self.kept[receipts.FILE] = self._folder.before[receipts.FILE]
            return None
        return receipts.FILE, data, fingerprint

    @property
    def faults(self) -> list[str]:
        """What is wrong with what is kept of this folder."""
        return [*self._folder.faults, *self._keys.faults]

    def _is_current(self, page: Page) -> bool:
        """Whether a page stays; if not, why."""
        how, entry = self._how[page.lang, template_of(page)], self._keys.entry(page.path)
        if not self._options.clean and entry is not None:
            if self._keys.fits(page, how, self._answers):
                if self._folder.stands(page.path, entry.stat, entry.fingerprint):
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

    def reads(self) -> dict[str, tuple[Read, ...]]:
        """What each page asked when it was made."""
        made = {one.page.path: one.reads for one in self.made}
        return {page.path: made.get(page.path) or self._keys.reads(page.path) for page in self._prepared.pages}

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


def _how_made(press: Press) -> dict[tuple[str, str], str]:
    """Digest of what makes a page besides the answers to its questions, by language and template."""
    renderer, theme = _renderer_of(press), press.theme
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


def _keys_of(store: Path, name: str) -> PageKeys:
    return PageKeys(store / "pages" / f"{folder_name(name)}.msgpack")


def would_change(root: Path, output: Path, prepared: Prepared, page: Page) -> tuple[str, ...]:
    """Why the next build would make a page anew; nothing when it would not. Touches nothing.

    The file itself is not looked at: whether somebody changed it is for the build to see.
    """
    if prepared.theme is None:
        return ("the theme cannot be read",)
    press, template = Press(prepared.site, prepared.theme, {}), template_of(page)
    keys, answers = _keys_of(root / STORE, name_of(root, output)), Answers(prepared.site)
    entry, how = keys.entry(page.path), _how_made(press)[page.lang, template]
    if entry is None:
        return ("it is new, or nothing is known of it",)
    if entry.made != how:
        return ("the template, the theme's options or briefgen has changed",)
    if keys.fits(page, how, answers):
        return ()
    return tuple(dict.fromkeys(map(in_words, keys.changed(page.path, answers)))) or (
        "its place among the pages has changed",
    )


def made_of(prepared: Prepared, page: Page) -> tuple[str, ...]:
    """What a page asks of the site, in words."""
    if prepared.theme is None:
        return ()
    reads, press = Reads(prepared.site), Press(prepared.site, prepared.theme, {})
    draft(_renderer_of(press).speaking(page.lang), reads.as_site(), page)
    return tuple(dict.fromkeys(map(in_words, reads.taken())))


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
            _renderer_of(press).speaking(lang).compile(templates)
    for sheets in executor.in_order(printed, press, parts_of(pages, PART)):
        for sheet in sheets:
            lost = sheet.data is None and not folder.is_current(sheet.page.path, sheet.fingerprint)
            yield printed(replace(press, known={}), [sheet.page])[0] if lost else sheet


def printed(press: Press, pages: Sequence[Page]) -> list[Sheet]:
    """Render those of some pages that are not as they should be."""
    press_renderer = _renderer_of(press)
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


def _renderer_of(press: Press) -> Renderer:
    """One renderer for one site and theme: compiling templates is dear. It does not keep the site alive."""
    was = _last[0][0]() if _last else None
    if was is None or was.site is not press.site or was.theme is not press.theme:
        _last[:] = [(ref(press), press.renderer())]
    return _last[0][1]
