"""`briefgen build`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import click

from briefgen.base.patterns import pattern
from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of, site_options
from briefgen.output import unchanged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefgen.base.dates import When
    from briefgen.build import Built
    from briefgen.cli.console import Console
    from briefgen.preparing import BuildOptions

# Everything heavy is imported in `_build`: when nothing has changed, importing it would be most of the work.


@click.command("build")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write to instead of site/.")
@click.option("--record", is_flag=True, help="Note the addresses built as published (content/.ledger/).")
@click.option("--clean", is_flag=True, help="Make every page anew, whatever is known from earlier builds.")
@click.option("--why", metavar="PATH", help="Tell why a page was made, or that it was not.")
@click.option("--explain-rebuild", is_flag=True, help="Count the pages that were made, by cause.")
@click.option("--profile", is_flag=True, help="Tell how long each stage, each template and the slowest pages took.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes at work; by default one a processor.")
@click.option(
    "--executor",
    metavar="URL",
    default="",
    envvar="BRIEFGEN_EXECUTOR",
    help="Have work done by other machines: dask://HOST:PORT, a Dask scheduler.",
)
@click.option(
    "--store",
    metavar="URL",
    default="",
    envvar="BRIEFGEN_STORE",
    help="Share what builds find out with other machines: a folder, or a URL such as s3://bucket/briefgen.",
)
@site_options
@click.pass_context
def command(
    ctx: click.Context,
    output: Path | None,
    record: bool,
    clean: bool,
    jobs: int,
    executor: str,
    store: str,
    why: str | None,
    explain_rebuild: bool,
    profile: bool,
    as_of: When | None,
    drafts: bool,
    strict: bool,
    base_url: str,
    form: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Build the site into site/.

    Only pages that differ are written; nothing is touched while there is an error.
    """
    started = perf_counter()
    root = project_of(ctx)
    target = output.resolve() if output is not None else root / "site"
    question = {
        "as_of": str(as_of or ""), "drafts": drafts, "strict": strict, "base_url": base_url, "form": form, "quiet": quiet,
        "verbose": verbose, "epoch": os.environ.get("SOURCE_DATE_EPOCH", ""), "colour": _coloured(),
        "guard": bool(os.environ.get("BRIEFGEN_GUARD_KEY")),
    }  # fmt: skip
    seen = unchanged.look(root, question)
    told = None if clean or record or why or explain_rebuild or profile else unchanged.answer(root, target, seen)
    if told is not None:
        return _repeat(told, _shown(target, root), perf_counter() - started)
    return _build(
        root,
        target,
        seen,
        question,
        started,
        record=record,
        clean=clean,
        jobs=jobs,
        executor=executor,
        store=store,
        as_of=as_of,
        asked=Asked(why, explain_rebuild, profile),
    )


class Asked(NamedTuple):
    """What else is to be told."""

    why: str | None
    explain: bool
    profile: bool


def _told(asked: Asked, built: Built) -> Iterator[str]:
    from briefgen.cli.rebuilds import by_cause, profile, reasons

    if asked.why is not None:
        yield from reasons(built, asked.why)
    if asked.explain:
        yield from by_cause(built)
    if asked.profile:
        yield from profile(built)


def _coloured() -> str:
    """Whether what is printed would have colours: what is remembered is printed as it was."""
    watched = sys.stderr is not None and sys.stderr.isatty()
    return f"{watched} {os.environ.get('NO_COLOR')} {os.environ.get('FORCE_COLOR')} {os.environ.get('TERM')}"


_STEERING = pattern(r"\x1b\[[0-9;]*m|([\x00-\x09\x0b-\x1f\x7f-\x9f])")


def _repeat(told: unchanged.Told, folder: str, seconds: float) -> int:
    """Say again what the last build said. The memory may come from elsewhere, so nothing in it may steer a terminal."""

    def plain(text: str) -> str:
        return _STEERING.sub(lambda found: "" if found.group(1) else found.group(), text)

    if told.errors:
        sys.stderr.write(plain(told.errors))
    if told.summary:
        line = plain(told.summary).partition("\n")[0]
        print(f"{folder}: 0 written, {told.files} unchanged in {seconds:.2f} s{line.removeprefix('-')}")  # noqa: T201
    return GOOD


_KEPT: list[Built] = []
"""Held until the process ends, which is quicker than taking it apart (`cli.main.start`)."""


def _build(
    root: Path,
    target: Path,
    seen: unchanged.Seen,
    question: dict[str, object],
    started: float,
    *,
    record: bool,
    clean: bool,
    jobs: int,
    executor: str,
    store: str,
    as_of: When | None,
    asked: Asked,
) -> int:
    """Build, tell what was done, and remember it for the next time."""
    from briefgen.base.executor import ExecutorError
    from briefgen.cli.console import Console
    from briefgen.output.lock import alone
    from briefgen.output.write import OutputFaultError
    from briefgen.preparing import BuildOptions

    quiet, verbose = bool(question["quiet"]), bool(question["verbose"])
    console = Console(quiet, verbose)
    options = BuildOptions(
        output=target, base_url=str(question["base_url"]), as_of=as_of, drafts=bool(question["drafts"]),
        strict=bool(question["strict"]), record=record, clean=clean, jobs=jobs, executor=executor,
        store=store,
    )  # fmt: skip
    waited: list[str] = []

    def tell(words: str) -> None:
        waited.append(words)
        Console(quiet).say(words)

    try:
        # Before anything is read, so that of two builds the later one shows the later edits; until all is remembered.
        with alone(root, target, tell):
            current = unchanged.look(root, question) if waited else seen
            return _build_alone(root, options, question, current, console, started, asked)
    except (OutputFaultError, ExecutorError, ValueError) as error:
        console.complain(str(error))
        return USAGE


def _build_alone(
    root: Path,
    options: BuildOptions,
    question: dict[str, object],
    seen: unchanged.Seen,
    console: Console,
    started: float,
    asked: Asked,
) -> int:
    """Build while no other build writes to the folder. Raises `OutputFaultError`, `ExecutorError` and `ValueError`."""
    from briefgen.build import build_alone, keep_state
    from briefgen.cli.report import exit_code, tally
    from briefgen.following import rebuild
    from briefgen.output.receipt import forget_receipt

    target, quiet, verbose = options.output or root / "site", console.quiet, console.verbose
    form = str(question["form"])
    followed = None if options.clean or options.record else unchanged.edited(root, target, seen)
    faults = unchanged.faults(root, target) if followed is None else []
    unchanged.forget(root, target)
    forget_receipt(root, target)
    rebuilt = rebuild(root, options, followed, seen.digest, faults.append) if followed is not None else None
    built = rebuilt.built if rebuilt is not None else build_alone(root, options, console.progress)
    _KEPT[:] = [built]
    until = int(built.prepared.until.timestamp()) * 10**9
    outputs: list[bytes] | None = None
    paths: list[str] = []
    digest = ""
    if rebuilt is not None and followed is not None:
        paths = unchanged.paths_after(followed, rebuilt.added, rebuilt.gone)
        outputs = unchanged.outputs_after(target, followed, rebuilt.paths, rebuilt.added, rebuilt.gone)
        until = followed.until
        digest = unchanged.in_order_of_paths(paths, outputs) if outputs is not None else ""
    elif built.written is not None:
        paths = sorted(built.paths)
        outputs = unchanged.outputs_now(target, paths)
        digest = unchanged.in_order_of_paths(paths, outputs)
    _keep_receipt(root, built, seen, question, options.as_of, until, digest)
    found = built.prepared.diagnostics
    console.diagnostics(
        [one for one in found if verbose or one.level != "note" or form != "text"], form, built.prepared.texts.get
    )
    faults += built.faults
    if built.written is None:
        console.say(f"{tally(found)}. Nothing was written; {_shown(built.output, root)} is as it was.")
        return exit_code(found)
    for remark in (*built.remarks, *_of_store(faults)):
        console.remark(remark)
    summary = ""
    if form == "text" and not quiet:
        if verbose and built.prepared.waiting:
            console.say("\n".join(f"not shown: {key} ({reason})" for key, reason in built.prepared.waiting))
        summary = _remarks(built)
        console.result(_summary(built, root, perf_counter() - started) + summary)
    for line in _told(asked, built):
        console.result(line)
    if not unchanged.look_beyond(root, built.beyond(root)):
        return GOOD  # remembered by the next build, which looks there
    if form == "text" and seen.settled and not built.written.adopted:
        told = unchanged.Told(console.said, summary or ("" if quiet else "-"), 0)
        if rebuilt is None or followed is None:
            keep_state(root, built, seen.digest)
            unchanged.remember(root, target, seen, told, paths, until, outputs, grown=True)
        elif rebuilt.state and outputs is not None:
            unchanged.remember(
                root, target, seen, told, paths, until, outputs, grown=bool(rebuilt.added or rebuilt.gone)
            )
    return GOOD


def _keep_receipt(
    root: Path,
    built: Built,
    seen: unchanged.Seen,
    question: dict[str, object],
    as_of: When | None,
    until: int,
    outputs: str,
) -> None:
    """Note for `briefgen publish` what was built, and from what."""
    from briefgen.output.receipt import Receipt, write_receipt

    prepared = built.prepared
    errors = sum(1 for one in prepared.diagnostics if one.level == "error")
    receipt = Receipt(
        question={name: value if isinstance(value, bool) else str(value) for name, value in question.items()},
        sources=seen.digest,
        url=prepared.site.config.url,
        errors=errors,
        pinned=as_of is not None,
        drafts=bool(question["drafts"]),
        unguarded=any(one.code == "W507" for one in prepared.diagnostics),
        until=until,
        outputs=outputs,
    )
    write_receipt(root, built.output, receipt)


def _summary(built: Built, root: Path, seconds: float) -> str:
    """What was written, kept and removed, and the time."""
    done = built.written
    assert done is not None  # noqa: S101 - only called after writing
    parts = [f"{done.written} written", f"{done.kept} unchanged"]
    if done.removed:
        parts.append(f"{done.removed} removed")
    line = f"{_shown(built.output, root)}: {', '.join(parts)} in {seconds:.2f} s"
    if built.recorded:
        line += f"; {built.recorded} addresses recorded"
    if done.adopted:
        line += "; the folder held files that no ledger knows: none was removed"
    return line


def _of_store(faults: Iterable[str]) -> Iterator[str]:
    """That the store was of no use; it does no harm."""
    unique = list(dict.fromkeys(faults))
    if unique:
        some = "; ".join(unique[:3]) + (" …" if len(unique) > 3 else "")
        yield f"what earlier builds left in .briefgen/ was of no use: {some}. The site is complete all the same; that folder may be deleted at any time."


def _remarks(built: Built) -> str:
    """What is to be said at each build: articles that are not shown, warnings."""
    from briefgen.cli.report import tally

    remarks = f"; {_not_shown(built.prepared.waiting)}" if built.prepared.waiting else ""
    if warned := tally([one for one in built.prepared.diagnostics if one.level != "note"]):
        remarks += f"; {warned}"
    return remarks


def _shown(path: Path, root: Path) -> str:
    return f"{path.relative_to(root)}/" if path.is_relative_to(root) else f"{path}/"


def _not_shown(waiting: Sequence[tuple[str, str]]) -> str:
    """`2 articles not shown (1 draft, 1 dated later)`."""
    from collections import Counter

    reasons = Counter(reason for _, reason in waiting)
    parts = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    return f"{len(waiting)} article{'s' if len(waiting) > 1 else ''} not shown ({parts})"
