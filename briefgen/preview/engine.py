"""The contract between the preview and the builder, and the builder as it is now.

Everything else in this room knows only `Rebuilt`, `Engine.rebuild` and the folder in which the pages lie. With an error
nothing is written, so that the last good site stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from briefgen.as_of.publication import is_draft, is_published, reason_unpublished
from briefgen.asking.stale import Stale, stale
from briefgen.base.diagnostics import Diagnostic, FaultError
from briefgen.base.digest import digest_bytes
from briefgen.base.generator import generator
from briefgen.build import guard_memory, with_leaks
from briefgen.following import said_after, texts_after
from briefgen.formats import receipt as receipts
from briefgen.guard.guard import Guard
from briefgen.linking.automaton import Automaton
from briefgen.model.output import Asset, Page
from briefgen.model.records import Article, Record
from briefgen.model.site import Now, Site
from briefgen.output.drafts import draft, fingerprint, templates_of
from briefgen.output.kept import Extra
from briefgen.output.ledger import Entry
from briefgen.output.making import PICTURES, asset_bytes
from briefgen.output.pictures import Pictures
from briefgen.output.render import Renderer
from briefgen.output.themes import Theme
from briefgen.output.words import Words
from briefgen.output.write import Folder, LeakError, Watched
from briefgen.pages.front import base_path
from briefgen.pages.plan import are_free
from briefgen.pages.reads import Answers, Reads
from briefgen.pages.view import TEMPLATES
from briefgen.preparing import BuildOptions, Prepared, extra_of, prepare
from briefgen.preview.asked import Asked
from briefgen.reading.clock import is_past
from briefgen.reading.disk import is_text, read_texts
from briefgen.reading.texts import parse_here
from briefgen.revision import State, Step, step


class Change(Struct, frozen=True):
    """A page or another file that was made anew."""

    url: str
    """Address below the site's root."""
    why: str
    """The reason, in words."""


class Rebuilt(Struct, frozen=True, kw_only=True):
    """What one rebuild found and did. Addresses are below the site's root and not percent-encoded."""

    sources: frozenset[str] | None = None
    """Files that had changed, by path in the project; None when all were to be looked at."""
    base: str = "/"
    """Path of the site's root on the server, with slashes at both ends."""
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = {}
    """The files diagnostics speak of, by path."""
    trouble: str = ""
    """What stopped the rebuild though no diagnostic says so: a full disk, or a mistake of briefgen's own."""
    details: str = ""
    """More about the trouble, for a report."""
    written: tuple[Change, ...] = ()
    """What readers of these addresses would see changed. Style sheets that can be swapped in place are not among them."""
    removed: tuple[str, ...] = ()
    """Addresses that are gone."""
    styles: Mapping[str, str] = {}
    """Style sheets that changed: the address before to the address now."""
    restyled: int = 0
    """Pages in which nothing changed but the address of a style sheet."""
    unpublished: Mapping[str, str] = {}
    """Pages that readers would not see yet, or not any more: address to the reason."""
    files: int = 0
    """Pages and other files of the site, after a rebuild that succeeded."""
    due: Callable[[], Stale] | None = None
    """Works out what is due for another look; only when somebody asks, since it goes through all records."""
    stages: tuple[tuple[str, float], ...] = ()
    """Where the time went: stage and seconds."""

    @property
    def failed(self) -> bool:
        """Whether the site in the folder is older than the files."""
        return bool(self.trouble) or any(one.level == "error" for one in self.diagnostics)

    @property
    def css_only(self) -> bool:
        """Whether pages need new style sheets and nothing else."""
        return bool(self.styles) and not self.written and not self.removed

    @property
    def seconds(self) -> float:
        """How long it took."""
        return sum(seconds for _, seconds in self.stages)


class Engine:
    """Builds the preview of one project into a folder of its own."""

    def __init__(self, root: Path, folder: Path, origin: str, options: BuildOptions) -> None:
        self.root = root
        self.folder = folder
        self.origin = origin
        """Where the server listens, `http://127.0.0.1:8000`: pages name it as their own host."""
        self.options = options
        self._made: dict[str, _Made] = {}
        self._assets: Mapping[str, str] = {}
        self._renderer: Renderer | None = None
        self._zone = ""
        self._asked = Asked()
        self._known: _Known | None = None
        self._waiting: frozenset[str] = frozenset()
        """Files that changed since the site in the folder was made, but had a mistake in them."""

    def rebuild(self, changed: frozenset[str] | None) -> Rebuilt:
        """Bring the folder up to date; `changed` names the files that differ, None says that any may.

        Raises `OutputFaultError` when the folder cannot be written.
        """
        known, self._known = self._known, None
        followed = self._followed(known, changed) if known is not None and changed is not None else None
        return followed if followed is not None else self._whole(changed)

    def _followed(self, known: _Known, changed: frozenset[str]) -> Rebuilt | None:
        """Follow a few edits from the site that is in the folder; None when they go too far."""
        if is_past(known.until):
            return None
        started = perf_counter()
        files = sorted(self._waiting | changed)
        texts = read_texts(self.root, files) if all(map(is_text, files)) else None
        if texts is None:
            return None
        done = step(known.state, texts, parse_here, partial(read_texts, self.root), known.automaton)
        if done is None:
            return None
        added = [page for path, page in done.pages.items() if path not in known.pages]
        if added and not are_free(added, known.pages, done.state.site.files):
            return None
        said = said_after(self.root, self.options, known.extra, done).diagnostics
        found = replace(
            known.found,
            sources=changed,
            diagnostics=said,
            due=partial(stale, done.state.records, done.state.site),
            texts=texts_after(self.root, done, said),
            written=(),
            removed=(),
            styles={},
            restyled=0,
            stages=(("read, link and check", perf_counter() - started),),
        )
        if found.failed:
            self._known, self._waiting = known, frozenset(files)
            return found
        started = perf_counter()
        pages = known.pages
        if done.pages or done.gone:
            pages = {path: page for path, page in {**pages, **done.pages}.items() if path not in done.gone}
        removed = tuple(map(url_of, sorted(done.gone)))
        found = replace(found, files=found.files + len(added) - len(done.gone), removed=removed)
        known = replace(known, state=done.state, automaton=done.automaton, pages=pages, found=found)
        try:
            written = self._revised(known, done)
        except (FaultError, LeakError):
            return None  # building in full finds it again, and tells where
        self._known, self._waiting = known, frozenset()
        return replace(found, written=written, stages=(*found.stages, ("make pages", perf_counter() - started)))

    def _revised(self, known: _Known, done: Step) -> tuple[Change, ...]:
        """Make the pages that ask for what changed; first those of what was edited, since somebody is looking at them."""
        edited = {key for path in done.edited for key in done.state.keys[path]}
        for path in done.gone:
            self._asked.forget(path)
            self._made.pop(path, None)
        paths = list(dict.fromkeys((*self._asked.by(done.asked), *done.pages)))
        paths.sort(key=lambda path: known.pages[path].key not in edited)
        first = sum(known.pages[path].key in edited for path in paths)
        self._asked.answers_changed(done.asked, done.state.site)
        written: list[Change] = []
        for part, gone in ((paths[:first], frozenset[str]()), (paths[first:], done.gone)):
            if part or gone:
                written += self._made_again(known, done.state.site, part, gone)
        return tuple(written)

    def _made_again(self, known: _Known, site: Site, paths: Sequence[str], gone: frozenset[str]) -> Iterator[Change]:
        folder = Folder(self.root, self.folder, only=[*paths, *gone])
        reads, fresh, kept = Reads(site), [], {}
        for path in paths:
            page = known.pages[path]
            found = draft(known.renderer.speaking(page.lang), reads.as_site(), page)
            self._made[path] = _Made(found.what, found.how)
            self._asked.put(path, page, reads.taken())
            if folder.is_current(path, found.fingerprint):
                kept[path] = folder.before[path]
            else:
                fresh.append((path, found.data(), found.fingerprint))
        folder.publish(fresh, kept, _watched(folder, known.guard))
        pages = (known.pages[path] for path, _, _ in fresh)
        return (Change(page.url, "what it shows changed") for page in pages if not page.is_file)

    def _whole(self, changed: frozenset[str] | None) -> Rebuilt:
        """Build everything from the files."""
        started = perf_counter()
        prepared = _at_home(prepare(self.root, self.options), self.origin)
        read = perf_counter()
        found = Rebuilt(
            sources=changed,
            base=unquote(base_path(prepared.site.config.url)),
            diagnostics=prepared.diagnostics,
            texts=prepared.texts,
            stages=(("read, link and check", read - started),),
        )
        if prepared.failed or prepared.theme is None:
            return found
        return self._written(prepared, prepared.theme, found)

    def _written(self, prepared: Prepared, theme: Theme, found: Rebuilt) -> Rebuilt:
        started = perf_counter()
        folder = Folder(self.root, self.folder)
        renderer = self._renderer_for(prepared, theme)
        making = _Making(
            folder, prepared, renderer, self._made, _new_styles(self._assets, renderer.assets), self._asked
        )
        try:
            folder.publish(making.fresh(), making.kept, _watched(folder, prepared.guard))
        except FaultError as fault:
            told = replace(fault.diagnostic, level="error")
            return replace(found, diagnostics=(*found.diagnostics, told))
        except LeakError as error:
            # As in a build nothing is written: with --host, others can look as well.
            self._asked = Asked()
            return replace(found, diagnostics=with_leaks(prepared, self.folder, error.leaks).diagnostics)
        self._made, self._assets = making.made, renderer.assets
        self._asked.settle(making.made, making.answers)
        self._waiting = frozenset()
        spent = perf_counter() - started
        gone = (url_of(path) for path in folder.before if path not in making.there)
        done = replace(
            found,
            written=tuple(making.written),
            removed=tuple(url for url in gone if url not in making.styles),
            styles=making.styles,
            restyled=making.restyled,
            unpublished=_unpublished(prepared),
            files=len(making.there),
            due=partial(stale, prepared.state.records, prepared.site) if prepared.state is not None else None,
            stages=(*found.stages, ("make pages", making.seconds), ("write files", spent - making.seconds)),
        )
        self._known = _known_of(prepared, theme, renderer, done)
        return done

    def _renderer_for(self, prepared: Prepared, theme: Theme) -> Renderer:
        """The renderer of last time while the theme is the same: it has read and compiled the templates already."""
        config = prepared.site.config
        kept = self._renderer
        if kept is None or (kept.theme, kept.words.lang, self._zone) != (theme, config.lang, config.timezone):
            kept = Renderer(theme, Words(config.lang, theme.words, config.timezone))
            kept.ready(TEMPLATES, generator())
            self._renderer, self._zone = kept, config.timezone
        return kept


class _Known(Struct, frozen=True):
    """What is known of the site in the folder, for following edits."""

    state: State
    extra: Extra
    automaton: Automaton
    pages: Mapping[str, Page]
    theme: Theme
    renderer: Renderer
    until: datetime
    guard: Guard | None
    found: Rebuilt
    """What the last whole rebuild told."""


def _known_of(prepared: Prepared, theme: Theme, renderer: Renderer, found: Rebuilt) -> _Known | None:
    if prepared.state is None:
        return None
    state = replace(prepared.state, site=prepared.site)
    return _Known(
        state=state,
        extra=extra_of(prepared, state),
        automaton=Automaton(state.lore.names),
        pages={page.path: page for page in prepared.pages},
        theme=theme,
        renderer=renderer,
        until=prepared.until,
        guard=prepared.guard,
        found=found,
    )


def _watched(folder: Folder, guard: Guard | None) -> Watched | None:
    """Who looks for names that must not be published, if there are any."""
    return Watched(guard, guard_memory(folder)) if guard is not None else None


class _Made(Struct, frozen=True):
    """What a page was made from, to say later why it was made anew."""

    view: str
    templates: str


class _Making:
    """Goes through pages and files, gives what differs, and notes why."""

    def __init__(
        self,
        folder: Folder,
        prepared: Prepared,
        renderer: Renderer,
        before: Mapping[str, _Made],
        styles: Mapping[str, str],
        asked: Asked,
    ) -> None:
        self.kept: dict[str, Entry] = {}
        self.made: dict[str, _Made] = {}
        self.there: set[str] = set()
        self.written: list[Change] = []
        self.styles = dict(styles)
        self.restyled = 0
        self.seconds = 0.0
        self._folder = folder
        self._prepared = prepared
        self._renderer = renderer
        self._before = before
        self._asked = asked
        self._reads = Reads(prepared.site)
        self.answers = Answers(prepared.site)

    def fresh(self) -> Iterator[tuple[str, bytes, str]]:
        """Path, bytes and fingerprint of everything that differs from what lies in the folder."""
        for asset in self._prepared.assets:
            self.there.add(asset.path)
            if (found := self._asset(asset)) is not None:
                yield asset.path, *found
        if receipts.is_wanted(self._prepared.site):
            # Nobody rebuilds a preview: what stands here need not follow each edit.
            data = receipts.PREVIEW
            self.there.add(receipts.FILE)
            yield receipts.FILE, data, digest_bytes(data)
        for page in self._prepared.pages:
            self.there.add(page.path)
            started = perf_counter()
            found = self._page(page)
            self.seconds += perf_counter() - started
            if found is not None:
                yield page.path, *found

    def _asset(self, asset: Asset) -> tuple[bytes, str] | None:
        if self._folder.is_current(asset.path, asset.digest):
            self.kept[asset.path] = self._folder.before[asset.path]
            return None
        if asset.path.endswith(".css") and asset.path in self._folder.before:
            self.styles[asset.path] = asset.path
        elif asset.path not in self.styles.values():
            new = asset.path not in self._folder.before
            self.written.append(Change(asset.path, "a new file" if new else "the file changed"))
        return asset_bytes(asset, Pictures(self._folder.store / PICTURES))

    def _page(self, page: Page) -> tuple[bytes, str] | None:
        renderer = self._renderer.speaking(page.lang)
        closure = templates_of(renderer, page)
        before = self._before.get(page.path)
        if (
            before is not None
            and before.templates == closure
            and self._asked.stands(page, self.answers)
            and self._folder.is_current(page.path, fingerprint(before.view, closure))
        ):
            self.made[page.path] = before
            self.kept[page.path] = self._folder.before[page.path]
            return None
        found = draft(renderer, self._reads.as_site(), page)
        made = self.made[page.path] = _Made(found.what, found.how)
        self._asked.put(page.path, page, self._reads.taken())
        if self._folder.is_current(page.path, found.fingerprint):
            self.kept[page.path] = self._folder.before[page.path]
            return None
        data = found.data()
        self._note(page, data, made)
        return data, found.fingerprint

    def _note(self, page: Page, data: bytes, made: _Made) -> None:
        """Remember that a page was made anew, if those who look at it would see a difference."""
        if page.is_file:
            return
        old = self._old(page.path)
        if old is not None and self.styles and _restyled(old, self.styles) == data:
            self.restyled += 1
        elif old is None or digest_bytes(old) != digest_bytes(data):
            self.written.append(Change(page.url, self._why(page.path, made, old is not None)))

    def _old(self, path: str) -> bytes | None:
        try:
            return (self._folder.output / path).read_bytes()
        except OSError:
            return None

    def _why(self, path: str, made: _Made, there: bool) -> str:
        before = self._before.get(path)
        if path not in self._folder.before:
            return "a new page"
        if not there:
            return "its file was missing"
        if before is None:
            return "changed since the last preview"
        parts = [
            *(["what it shows"] if before.view != made.view else []),
            *(["its templates"] if before.templates != made.templates else []),
        ]
        return f"{' and '.join(parts)} changed" if parts else "its file had been changed"


def url_of(path: str) -> str:
    """The address that a file of the site answers for."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def _at_home(prepared: Prepared, origin: str) -> Prepared:
    """The site as if it lived on this server, under its own sub-path; a site without an address stays without one."""
    site = prepared.site
    if not site.config.url:
        return prepared
    url = f"{origin}{base_path(site.config.url)}"
    editions = {lang: replace(one, config=replace(one.config, url=url)) for lang, one in site.editions.items()}
    return replace(prepared, site=replace(site, config=replace(site.config, url=url), editions=editions))


def _new_styles(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Style sheets of the theme whose address, which holds their digest, is another now."""
    names = (name for name in now if name.endswith(".css") and name in before)
    return {before[name]: now[name] for name in names if before[name] != now[name]}


def _restyled(page: bytes, styles: Mapping[str, str]) -> bytes:
    """The page as it would be if only the addresses of style sheets had changed."""
    for old, new in styles.items():
        page = page.replace(old.encode(), new.encode())
    return page


def _unpublished(prepared: Prepared) -> dict[str, str]:
    """Pages of records that readers do not see now, each with the reason."""
    site = prepared.site
    reasons = {
        key: _reason(record, site.now) for key, record in site.records.items() if not is_published(record, site.now)
    }
    return {page.url: reasons[page.key] for page in prepared.pages if page.key in reasons and page.kind != "redirect"}


def _reason(record: Record, now: Now) -> str:
    if isinstance(record, Article):
        return reason_unpublished(record, now)
    return "draft" if is_draft(record) else "dated later"
