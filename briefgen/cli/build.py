"""`briefgen build`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import click

from briefgen.base.dates import When
from briefgen.build import BuildOptions, Built, build
from briefgen.cli.console import Console
from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of, site_options
from briefgen.cli.report import exit_code, tally
from briefgen.output.write import OutputFaultError


@click.command("build")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write to instead of site/.")
@click.option("--record", is_flag=True, help="Note the addresses built as published (content/.ledger/).")
@site_options
@click.pass_context
def command(
    ctx: click.Context,
    output: Path | None,
    record: bool,
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
    console, root = Console(quiet, verbose), project_of(ctx)
    options = BuildOptions(
        output=output.resolve() if output is not None else None,
        base_url=base_url, as_of=as_of, drafts=drafts, strict=strict, record=record,
    )  # fmt: skip
    try:
        built = build(root, options, console.progress)
    except (OutputFaultError, ValueError) as error:
        console.complain(str(error))
        return USAGE
    found = built.prepared.diagnostics
    console.diagnostics(
        [one for one in found if verbose or one.level != "note" or form != "text"], form, built.prepared.texts.get
    )
    if built.written is None:
        console.say(f"{tally(found)}. Nothing was written; {_shown(built.output, root)} is as it was.")
        return exit_code(found)
    if form == "text" and not quiet:
        if verbose and built.prepared.waiting:
            console.say("\n".join(f"not shown: {key} ({reason})" for key, reason in built.prepared.waiting))
        console.result(_summary(built, root, perf_counter() - started))
    return GOOD


def _summary(built: Built, root: Path, seconds: float) -> str:
    """One line: what was written, kept and removed, and the time."""
    done = built.written
    assert done is not None  # noqa: S101 - only called after writing
    parts = [f"{done.written} written", f"{done.kept} unchanged"]
    if done.removed:
        parts.append(f"{done.removed} removed")
    line = f"{_shown(built.output, root)}: {', '.join(parts)} in {seconds:.2f} s"
    if built.prepared.waiting:
        line += f"; {_not_shown(built.prepared.waiting)}"
    if warned := tally([one for one in built.prepared.diagnostics if one.level != "note"]):
        line += f"; {warned}"
    if built.recorded:
        line += f"; {built.recorded} addresses recorded"
    if done.adopted:
        line += "; the folder held files that no ledger knows: none was removed"
    return line


def _shown(path: Path, root: Path) -> str:
    return f"{path.relative_to(root)}/" if path.is_relative_to(root) else f"{path}/"


def _not_shown(waiting: Sequence[tuple[str, str]]) -> str:
    """`2 articles not shown (1 draft, 1 dated later)`."""
    reasons = Counter(reason for _, reason in waiting)
    parts = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    return f"{len(waiting)} article{'s' if len(waiting) > 1 else ''} not shown ({parts})"
