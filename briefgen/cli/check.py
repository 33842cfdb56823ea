"""`briefgen check`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from briefgen.asking.changed import LAST, Changes, GitError, of_changes
from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic, sorted_diagnostics
from briefgen.checking.severity import ON_REQUEST
from briefgen.cli.console import Console, place_of, printable
from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of, site_options
from briefgen.cli.report import accepted, exit_code, tally
from briefgen.linking.unknown_names import Tally
from briefgen.preparing import BuildOptions, Prepared, check, unknown_names

NAMES_SHOWN = 50
"""Unknown names in the table unless all are asked for."""


@click.command("check")
@click.argument("text", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--names", is_flag=True, help="List the names in the articles that no record has, instead of problems.")
@click.option("--all", "every", is_flag=True, help=f"With --names: list every name, not only the first {NAMES_SHOWN}.")
@click.option(
    "--links",
    type=click.Choice(["internal", "external"]),
    default="internal",
    help="external also asks other sites whether what you link to is there.",
)
@click.option("--fresh", is_flag=True, help="With --links external: ask again, whatever is remembered.")
@click.option(
    "--changed",
    "base",
    is_flag=False,
    flag_value=LAST,
    metavar="[BASE]",
    help="Tell only what the changes since BASE have to do with, for example origin/main; without BASE, since the last commit.",
)
@click.option("--fix", is_flag=True, help="Mend spellings, marks and spaces: shows what would change, and asks.")
@click.option("-y", "--yes", is_flag=True, help="With --fix: make the changes without asking.")
@site_options
@click.pass_context
def command(
    ctx: click.Context,
    text: Path | None,
    names: bool,
    every: bool,
    links: str,
    fresh: bool,
    base: str | None,
    fix: bool,
    yes: bool,
    as_of: When | None,
    drafts: bool,
    strict: bool,
    base_url: str,
    form: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Say everything that is wrong, and write nothing; with --fix, mend what can be mended without thinking.

    With TEXT, a file of text from anywhere: say which claims, people and places on file it touches, and how it stands
    with them.
    """
    console, root = Console(quiet, verbose), project_of(ctx)
    if yes and not fix:
        raise click.UsageError("--yes goes with --fix")
    if fix and (text is not None or names or links == "external" or form != "text"):
        raise click.UsageError("--fix goes with neither TEXT, --names, --links external nor --format")
    if fix:
        from briefgen.cli.fixing import mend

        return mend(console, root, as_of, yes)
    options = BuildOptions(base_url=base_url, as_of=as_of, drafts=drafts, strict=strict)
    if every and not names:
        raise click.UsageError("--all goes with --names")
    if fresh and links != "external":
        raise click.UsageError("--fresh goes with --links external")
    if names and base is not None:
        raise click.UsageError("--changed does not go with --names")
    if text is not None:
        if names or links == "external" or base is not None:
            raise click.UsageError("TEXT goes with neither --names, --links external nor --changed")
        if form not in {"text", "json"}:
            raise click.UsageError("with TEXT, --format is text or json")
        return _touches(console, root, text, as_of, form)
    if names and form not in {"text", "json"}:
        raise click.UsageError("--names prints text or json")
    try:
        if names:
            unknown = unknown_names(root, options)
            _list_names(console, unknown.names, form, every)
            if not unknown.complete:
                console.say("not everything could be read, so this list may be wrong; briefgen check tells what")
            return GOOD
        changes = Changes(root, base) if base is not None else None
        prepared = check(root, options)
    except (GitError, ValueError) as error:
        console.complain(str(error))
        return USAGE
    found = prepared.diagnostics
    if links == "external" and prepared.state is not None:
        found = sorted_diagnostics((*found, *_of_web_links(console, root, prepared, fresh, strict)))
    rest = ""
    if changes is not None:
        everything = len(found)
        found = of_changes(found, changes, lambda folder: check(folder, options).diagnostics)
        rest = _rest(everything - len(found))
    console.diagnostics(found, form, prepared.texts.get)
    waived = accepted(prepared.waivers)
    if verbose and waived:
        console.say("accepted:\n" + "\n".join(waived))
    if not quiet and form == "text" and (found or not strict):
        told = tally(found) or "nothing to mend"
        console.say(f"{told}{f'; {len(waived)} accepted warnings (-v lists them)' if waived else ''}{rest}")
    return exit_code(found)


def _rest(count: int) -> str:
    """What is left out, since it was there before."""
    return f"; {count} older finding{'s' if count > 1 else ''} not shown (briefgen check tells all)" if count else ""


def _of_web_links(
    console: Console, root: Path, prepared: Prepared, fresh: bool, strict: bool
) -> tuple[Diagnostic, ...]:
    """What is wrong with links to other sites, with places and levels."""
    from briefgen.checking.severity import judge
    from briefgen.reading.clock import this_moment
    from briefgen.reading.marks import Places, locate
    from briefgen.weblinks.check import check_web_links

    assert prepared.state is not None  # noqa: S101 - asked before
    records = prepared.state.records
    now = int(this_moment().timestamp())
    said = check_web_links(root, records, now, fresh, lambda done, total: console.progress(done, total, "addresses"))
    judged = judge(said, records.records, prepared.site.records, records.config, strict, True)
    return locate([one for one in judged.diagnostics if one.code in ON_REQUEST], Places(records), prepared.texts.get)


def _touches(console: Console, root: Path, text: Path, as_of: When | None, form: str) -> int:
    from briefgen.asking.project import Project
    from briefgen.asking.touches import touches
    from briefgen.drafting.report import ReportError, read_report

    try:
        report = read_report(text.name, text.read_bytes())
        found = touches(Project.read(root, as_of), report)
    except (ReportError, ValueError) as error:
        console.complain(printable(str(error)))
        return USAGE
    if form == "json":
        console.result(json.dumps([msgspec.structs.asdict(one) for one in found], ensure_ascii=False, indent=2))
        return GOOD
    for one in found:
        standing = f" [{one.status}]" if one.status else ""
        console.result(printable(f"{one.key}{standing}: {one.name}"))
        console.result(printable(f"    {one.why} ({one.times} {'sentence' if one.times == 1 else 'sentences'})"))
    if not found:
        console.say("it touches nothing that is on file")
    return GOOD


def _list_names(console: Console, found: Sequence[Tally], form: str, every: bool) -> None:
    if form == "json":
        console.result(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    shown = found if every else found[:NAMES_SHOWN]
    if not shown:
        console.say("every name in the articles is on file")
        return
    for line in _table([_HEAD, *map(_row, shown)]):
        console.result(line)
    if len(shown) < len(found):
        console.say(f"… and {len(found) - len(shown)} more; --all lists them")


_HEAD = ("times", "articles", "name", "first place", "to add a record")


def _row(one: Tally) -> tuple[str, ...]:
    nearly = f"did you mean “{one.near}”? If not: " if one.near else ""
    cells = (str(one.times), str(one.articles), one.name, place_of(one.where), nearly + one.command)
    return tuple(map(printable, cells))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Aligned columns: numbers to the right, the last one as long as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for times, articles, name, place, todo in rows:
        yield (
            f"{times:>{widths[0]}}  {articles:>{widths[1]}}  {name:<{widths[2]}}  {place:<{widths[3]}}  {todo}".rstrip()
        )


def _as_json(one: Tally) -> dict[str, object]:
    return {
        "name": one.name,
        "times": one.times,
        "articles": one.articles,
        "path": one.where.path,
        "line": one.where.line,
        "column": one.where.column,
        "near": one.near or None,
        "kind": one.kind,
        "command": one.command,
    }
