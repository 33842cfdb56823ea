"""A build that only follows a few edits since the last one, from what that one kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, FaultError, sorted_diagnostics
from briefgen.base.digest import digest_bytes
from briefgen.base.executor import HERE
from briefgen.base.laps import Laps
from briefgen.base.sections import DamagedError
from briefgen.build import KEPT, Built, guard_memory, kept_name, silent, without_collections
from briefgen.checking.severity import Judged, judge, whose_record_counts
from briefgen.formats import receipt as receipts
from briefgen.model.output import Page
from briefgen.model.site import Site
from briefgen.output.kept import Extra, Kept, NothingKeptError
from briefgen.output.places import STORE
from briefgen.output.press import Press, Sheet, fingerprints, printed_by
from briefgen.output.themes import load_theme
from briefgen.output.unchanged import Edited
from briefgen.output.write import Folder, LeakError, Watched
from briefgen.pages.plan import MENTIONED, are_free
from briefgen.pages.reads import WHOLE, Read, in_words
from briefgen.pages.view import template_of
from briefgen.preparing import BuildOptions, Prepared, configured, read_private_files
from briefgen.reading.disk import CONFIG_FILE, TextsOnDisk, read_settings, read_texts
from briefgen.reading.marks import Places, locate
from briefgen.reading.protected import guard_of
from briefgen.reading.site_record import read_config
from briefgen.reading.site_record import shown as as_shown
from briefgen.reading.texts import parse_here
from briefgen.revision import Step, step


class Rebuilt(Struct, frozen=True):
    """What a build did that only followed a few edits."""

    built: Built
    paths: tuple[str, ...]
    """Files that were made anew."""
    added: tuple[str, ...]
    """Those of them that are new."""
    gone: frozenset[str]
    """Files that are no more."""
    state: str
    """Stands for what was kept of it; empty when the next build must be a full one."""


def rebuild(
    root: Path, options: BuildOptions, edited: Edited, state: str, tell: Callable[[str], object] = silent
) -> Rebuilt | None:
    """Follow a few edits since the last build with the same options; None when they go too far, and `build` must.

    For those who hold the lock of the output folder. `state` will stand for what is kept of it; `tell` is told when
    what was kept is damaged. Raises `OutputFaultError` when the output folder cannot be used.
    """
    with without_collections():
        return _rebuild(root, options, edited, state, tell)


def _rebuild(
    root: Path, options: BuildOptions, edited: Edited, state: str, tell: Callable[[str], object]
) -> Rebuilt | None:
    output = options.output or root / "site"
    laps = Laps()
    texts = read_texts(root, edited.files)
    try:
        config = configured(read_config(read_settings(root).value).value, options)
        kept = Kept(root / STORE / KEPT, kept_name(root, output), edited.state, config)
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
        asked = {path: reads for path, reads in asked.items() if path not in done.gone}
        asked.update((path, [_place_of(page)]) for path, page in done.pages.items() if path not in asked)
        pages = [done.pages[path] if path in done.pages else kept.pages[path] for path in asked]
        added = [page for path, page in done.pages.items() if path not in kept.pages]
        if added and not are_free(added, kept.paths, done.state.site.files):
            return None
        laps.end("checks")
        needed = {*asked, *done.gone, *([receipts.FILE] if receipts.is_wanted(done.state.site) else ())}
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
        paths = [*(path for path in kept.paths if path not in done.gone), *(page.path for page in added)]
    except DamagedError:
        tell(f"{KEPT}/{kept_name(root, output)} is damaged")
        return None
    except (NothingKeptError, FaultError, LeakError):
        return None
    laps.end("writing")
    whole = replace(written, kept=len(edited.paths) - len(done.gone) + len(added) - written.written)
    causes = {path: tuple(dict.fromkeys(map(in_words, reads))) for path, reads in asked.items()}
    seconds = tuple((one.page.path, template_of(one.page), one.seconds) for one in sheets)
    built = Built(prepared, whole, output, 0, (), causes, tuple(laps.laps), seconds, page_paths=paths)
    renewed = (*asked, *({receipts.FILE} & needed))
    return Rebuilt(built, renewed, tuple(page.path for page in added), done.gone, state if still else "")


def _place_of(page: Page) -> Read:
    """Why a page is looked at that has another place: its list is longer or shorter."""
    return ("backlinks", page.key) if page.kind in MENTIONED else ("changes", WHOLE)


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
    keys = {*extra.accepting, *whose_record_counts(said)}
    concerned = {key: records.records[key] for key in keys if key in records.records}
    judged = judge(said, concerned, site.records, site.config, options.strict, extra.another_day)
    known = {spot: mark for spot, mark in extra.marks if mark.path not in done.read_since}
    located = locate(judged.diagnostics, Places(records), TextsOnDisk(root, done.texts).get, known)
    return Judged(sorted_diagnostics(located), judged.waivers)
