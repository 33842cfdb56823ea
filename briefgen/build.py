"""A site is written: the pages that are planned become files. Nothing is written while there is an error."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, FaultError, Mark
from briefgen.base.executor import Executor
from briefgen.base.laps import Lap, Laps
from briefgen.checking.published import noted_now
from briefgen.formats import receipt as receipts
from briefgen.guard.guard import Leak
from briefgen.model.output import Page
from briefgen.output.executors import executor_of
from briefgen.output.kept import keep
from briefgen.output.lock import Tell, alone
from briefgen.output.making import Making, Planned, Progress
from briefgen.output.places import STORE
from briefgen.output.published import record, record_texts
from briefgen.output.store import folder_name, tidy
from briefgen.output.themes import Theme, shipped_themes
from briefgen.output.write import Folder, LeakError, Watched, Written, name_of
from briefgen.pages.reads import Read
from briefgen.preparing import BuildOptions, Prepared, extra_of, prepare, with_fault
from briefgen.reading.disk import CONTENT, TextsOnDisk
from briefgen.reading.extensions import folders


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
        if receipts.is_wanted(self.prepared.site):
            yield receipts.FILE
        yield from self.index_paths


def silent(*_: object) -> None:
    """Nobody watches."""


def build(root: Path, options: BuildOptions, progress: Progress = silent, tell: Tell = silent) -> Built:
    """Build the site. With an error nothing is written. `tell` is told when another build must be waited for.

    Raises `OutputFaultError` when the output folder cannot be used, `ExecutorError` when work that was handed out does
    not come back, `ValueError` as `prepare` does.
    """
    # Before anything is read, so that of two builds the later one shows the later edits.
    with alone(root, options.output or root / "site", tell):
        return build_alone(root, options, progress)


def build_alone(root: Path, options: BuildOptions, progress: Progress = silent) -> Built:
    """The same for those who hold the lock of the output folder already."""
    with without_collections(), executor_of(options.executor, options.jobs, options.start) as executor:
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
        return Built(with_fault(prepared, fault), None, output)
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
def without_collections() -> Iterator[None]:
    """No search for unreachable cycles while a build makes millions of lasting values: it would find none, at a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
    receipt = [receipts.FILE] if receipts.is_wanted(prepared.site) else []
    folder.check_room([*(page.path for page in prepared.pages), *(asset.path for asset in prepared.assets), *receipt])
    making = Making(folder, Planned(prepared.site, theme, prepared.pages, prepared.assets, options.clean))
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
            kept_name(root, built.output),
            state,
            prepared.state,
            extra,
            prepared.pages,
            built.reads,
        )


KEPT = "kept"
"""Folder of the store for what edits start from."""


def kept_name(root: Path, output: Path) -> str:
    """Name of the file that is kept of an output folder."""
    return folder_name(name_of(root, output))
