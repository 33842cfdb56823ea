"""From files to a site that is ready to be written, with everything there is to say about it. Touches nothing.

The order of the stages: files become records, records become a site, a site becomes a plan of pages. Every stage gives a
value and what there is to say about it.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.as_of.publication import next_change, reason_unpublished
from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic, FaultError, Mark, Spot, sorted_diagnostics
from briefgen.base.executor import HERE, Executor
from briefgen.base.generator import generator
from briefgen.base.laps import Lap, Laps
from briefgen.base.memo import Memo
from briefgen.base.text import did_you_mean
from briefgen.checking.claims import check_claims
from briefgen.checking.extensions import check_by_extensions
from briefgen.checking.files import check_files
from briefgen.checking.links import Links
from briefgen.checking.names import check_names
from briefgen.checking.published import Noted, check_published, noted_now
from briefgen.checking.records import OF_ALL, check_drafts, check_editions, check_records
from briefgen.checking.severity import Waiver, judge
from briefgen.checking.sources import UNUSED
from briefgen.checking.style import check_style
from briefgen.formats.check import check_formats, check_page, check_record_for_machines
from briefgen.formats.document import documents
from briefgen.guard.guard import Guard
from briefgen.linking.archive import LinkedArchive, Linker, Traced, link_archive, lore_of, trace_record
from briefgen.linking.names import names_of
from briefgen.linking.near import KnownNames
from briefgen.linking.unknown_names import Tally, Text, tally
from briefgen.model.config import SiteConfig
from briefgen.model.output import Asset, Page
from briefgen.model.records import KINDS as KINDS_OF_RECORDS
from briefgen.model.records import Article
from briefgen.model.site import Now, Origin, Records, Site, split_key
from briefgen.output.drafts import draft
from briefgen.output.kept import Extra
from briefgen.output.memo import FileMemo
from briefgen.output.parallel import StartMethod
from briefgen.output.pictures import digest_of
from briefgen.output.places import STORE
from briefgen.output.press import Press, renderer_of
from briefgen.output.published import LEDGER, read_addresses, read_texts_ledger, vanished
from briefgen.output.render import Renderer
from briefgen.output.shared import SharedMemo, SharedStore
from briefgen.output.themes import Theme, load_theme
from briefgen.output.words import Words
from briefgen.output.write import OutputFaultError
from briefgen.pages.picture import variants_of
from briefgen.pages.plan import plan
from briefgen.reading.clock import read_now
from briefgen.reading.content import read_content
from briefgen.reading.disk import CONFIG_FILE, CONTENT, ProjectFiles, read_private, read_project, with_unsaved
from briefgen.reading.marks import Places, locate
from briefgen.reading.pictures import look_at
from briefgen.reading.protected import KEYED, LIST, SECRET, PrivateFiles, guard_of, protected_records
from briefgen.reading.references import resolve
from briefgen.reading.remembered import remembering
from briefgen.reading.site_record import shown as as_shown
from briefgen.reading.texts import ParseTexts, parse_here
from briefgen.revision import Said, State, said_by, state_of
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
    site, leaning = assemble(resolved, linked.archive, now, options.drafts, (one.target for one in linked.typed))
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
    return replace(records, config=configured(records.config, options))


def configured(config: SiteConfig, options: BuildOptions) -> SiteConfig:
    """The site record as the command line wants it."""
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
    renderer = renderer_of(Press(prepared.site, prepared.theme, {}))
    found: list[Diagnostic] = []
    try:
        for page in prepared.pages:
            made = draft(renderer.speaking(page.lang), prepared.site, page)
            made.data()
            if made.view is not None:
                found += check_page(prepared.site, page, made.view)
    except FaultError as fault:
        return with_fault(prepared, fault)
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


def with_fault(prepared: Prepared, fault: FaultError) -> Prepared:
    """The same with what was found when a page was made."""
    told = replace(fault.diagnostic, level="error")
    return replace(prepared, diagnostics=(*prepared.diagnostics, told))
