"""Which files of a site must be made anew, and why; the making of those; and what is kept of it for the next time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple, replace

from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.executor import HERE, Executor
from briefgen.base.generator import generator
from briefgen.formats import receipt as receipts
from briefgen.model.output import FULL_TEXT, Asset, Page
from briefgen.model.site import Site
from briefgen.output.drafts import draft
from briefgen.output.full_text import FullTextError, indexed
from briefgen.output.keys import Made, PageKeys, Stat
from briefgen.output.ledger import Entry
from briefgen.output.pictures import Pictures
from briefgen.output.places import STORE
from briefgen.output.press import Press, fingerprints, how_made, printed_by, renderer_of
from briefgen.output.store import folder_name
from briefgen.output.themes import Theme, published
from briefgen.output.write import Folder, OutputFaultError, name_of
from briefgen.pages.full_text import full_texts
from briefgen.pages.reads import Answers, Read, Reads, in_words
from briefgen.pages.view import template_of

PICTURES = "pictures"
"""Folder of the store for encoded pictures."""


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


_NEW = "it is new, or nothing is known of it"
_TEMPLATE = "the template, the theme's options or briefgen has changed"


class Planned(Struct, frozen=True):
    """What is to be there."""

    site: Site
    theme: Theme
    pages: Sequence[Page]
    assets: Sequence[Asset]
    clean: bool = False
    """True makes everything anew."""


Progress = Callable[[int, int], object]
"""Told how many of how many pages are done."""


class Making:
    """Finds out which pages must be made, has them made, and keeps what they were made from."""

    def __init__(self, folder: Folder, planned: Planned) -> None:
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
        self._folder, self._planned = folder, planned
        self._press = Press(planned.site, planned.theme, {})
        self._answers = Answers(planned.site)
        self.pictures = Pictures(folder.store / PICTURES, planned.clean)
        self._keys = keys_of(folder.store, folder.name)
        self._how = how_made(self._press)

    def fresh(self, executor: Executor, progress: Progress) -> Iterator[tuple[str, bytes, str]]:
        """Everything that differs from what the ledger knows; what does not goes into `kept`."""
        folder, pages = self._folder, self._planned.pages
        pictures: list[Asset] = []
        for asset in self._planned.assets:
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
        known = {} if self._planned.clean else fingerprints(folder, wanted)
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
        site, folder = self._planned.site, self._folder
        if not site.config.search_settings.full_text or not site.search:
            return
        texts = full_texts(site)
        fingerprint = digest_texts((generator(), *(part for one in texts for part in astuple(one))))
        there = [path for path in folder.before if path.startswith(f"{FULL_TEXT}/")]
        if there and not self._planned.clean and all(folder.is_current(path, fingerprint) for path in there):
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
        if not receipts.is_wanted(self._planned.site):
            return None
        data = receipts.receipt(self._planned.site, digest_texts(sorted(self._how.values())))
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
        if not self._planned.clean and entry is not None:
            if self._keys.fits(page, how, self._answers):
                if self._folder.stands(page.path, entry.stat, entry.fingerprint):
                    self.kept[page.path] = self._folder.before[page.path]
                    return True
                self.causes[page.path] = ("the file is gone or was changed",)
            elif entry.made != how:
                self.causes[page.path] = (_TEMPLATE,)
            else:
                self.causes[page.path] = _why(self._keys, page, self._answers)
        else:
            self.causes[page.path] = ("asked for by --clean" if self._planned.clean else _NEW,)
        return False

    def reads(self) -> dict[str, tuple[Read, ...]]:
        """What each page asked when it was made."""
        made = {one.page.path: one.reads for one in self.made}
        return {page.path: made.get(page.path) or self._keys.reads(page.path) for page in self._planned.pages}

    def remember(self) -> None:
        """Keep what every page was made from, once all files are in place."""
        stats: dict[str, Stat] = {}
        for one in self.made:
            with suppress(OSError):
                stats[one.page.path] = self._folder.stat(one.page.path)
        made = {one.page.path for one in self.made}
        kept = [page.path for page in self._planned.pages if page.path not in made]
        if self.made or self._keys.count != len(kept):
            self._keys.save(kept, self.made, stats, self._answers)


def _why(keys: PageKeys, page: Page, answers: Answers) -> tuple[str, ...]:
    """What is answered otherwise than when the page was made."""
    changed = dict.fromkeys(map(in_words, keys.changed(page.path, answers)))
    return tuple(changed) or ("its place among the pages has changed",)


def would_change(root: Path, output: Path, site: Site, theme: Theme, page: Page) -> tuple[str, ...]:
    """Why the next build would make a page anew; nothing when it would not. Touches nothing.

    The file itself is not looked at: whether somebody changed it is for the build to see.
    """
    keys, answers = keys_of(root / STORE, name_of(root, output)), Answers(site)
    entry, how = keys.entry(page.path), how_made(Press(site, theme, {}))[page.lang, template_of(page)]
    if entry is None:
        return (_NEW,)
    if entry.made != how:
        return (_TEMPLATE,)
    return () if keys.fits(page, how, answers) else _why(keys, page, answers)


def made_of(site: Site, theme: Theme, page: Page) -> tuple[str, ...]:
    """What a page asks of the site, in words."""
    reads = Reads(site)
    draft(renderer_of(Press(site, theme, {})).speaking(page.lang), reads.as_site(), page)
    return tuple(dict.fromkeys(map(in_words, reads.taken())))


def keys_of(store: Path, name: str) -> PageKeys:
    """What the pages of an output folder were made from."""
    return PageKeys(store / "pages" / f"{folder_name(name)}.msgpack")
