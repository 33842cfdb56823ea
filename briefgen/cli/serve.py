"""`briefgen serve`."""

from __future__ import annotations

import gc
import os
import sys

import click

from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic
from briefgen.cli.console import Console
from briefgen.cli.main import INTERRUPTED, USAGE
from briefgen.cli.options import WhenType, project_of
from briefgen.cli.report import tally
from briefgen.preparing import BuildOptions
from briefgen.preview.access import is_local
from briefgen.preview.engine import Rebuilt
from briefgen.preview.lock import LockError, claim
from briefgen.preview.ports import FIRST, PortError, address_of, listen
from briefgen.preview.server import BriefServer, Settings
from briefgen.preview.serving import DESK
from briefgen.reading.clock import read_now

NAMED = 3
"""Files and pages that a line names."""


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), help=f"Listen on this port, not on the first free one from {FIRST}."
)
@click.option("--host", default="127.0.0.1", help="Listen on this address, so that others in the network can look too.")
@click.option("--open", "opens", is_flag=True, help="Open a browser.")
@click.option(
    "--poll", type=click.FloatRange(0.1, 3600), is_flag=False, flag_value=1.0, default=None, metavar="[SECONDS]",
    help="Look for changes every so often, where the system does not report them (network drives, containers).",
)  # fmt: skip
@click.option("--as-of", type=WhenType(), help="Show the site as of this day, for example 2022-04-06.")
@click.option(
    "--drafts/--no-drafts", default=True, help="Show drafts and what is not yet due; shown unless you say no."
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Tell more.")
@click.pass_context
def command(
    ctx: click.Context,
    port: int | None,
    host: str,
    opens: bool,
    poll: float | None,
    as_of: When | None,
    drafts: bool,
    strict: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show the site in a browser while you write.

    Whatever you save appears at once; drafts are shown and marked. Ctrl+C ends it.
    """
    gc.enable()  # a preview runs for days (`cli.main.start`)
    console, root = Console(quiet, verbose), project_of(ctx)
    try:
        read_now(as_of, None, os.environ)
        claimed = claim(root)
        sockets = listen(host, port)
    except (LockError, PortError, ValueError) as error:
        console.complain(str(error))
        return USAGE
    address = address_of(sockets, host)
    _greet(console, address, host, drafts)
    if not claimed.is_first:
        console.say(f"another preview of this project is running; this one builds into {claimed.folder.name}")
    options = BuildOptions(as_of=as_of, drafts=drafts, strict=strict)
    settings = Settings(
        root=root, folder=claimed.folder, host=host, address=address, options=options, poll=poll or 0, opens=opens
    )
    BriefServer(settings, sockets, _Teller(console).tell).run()
    console.say("\nThe preview has ended.")
    return INTERRUPTED


def _greet(console: Console, address: str, host: str, drafts: bool) -> None:
    console.result(f"{address}/ shows the site, {address}{DESK} what was built and why. Ctrl+C ends it.")
    if not is_local(host):
        shown = "everything, drafts too" if drafts else "everything that is published"
        warning = console.painted("warning", "33;1")
        # Said however quiet it is to be.
        Console().say(f"{warning}: with --host {host}, anybody who can reach this computer can read {shown}")
    # Whoever reads through a pipe wants the address now.
    sys.stdout.flush()


class _Teller:
    """Prints a line for each rebuild, and every problem once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: frozenset[Diagnostic] = frozenset()

    def tell(self, rebuilt: Rebuilt) -> None:
        """Say what a rebuild did."""
        console = self._console
        found = [one for one in rebuilt.diagnostics if one.level != "note" or console.verbose]
        # An error is told anew while it lasts, since nothing can be seen before it is mended.
        fresh = [one for one in found if one.level == "error" or one not in self._told]
        self._told = frozenset(found)
        console.diagnostics(fresh, "text", rebuilt.texts.get)
        if rebuilt.trouble:
            console.complain(rebuilt.trouble)
        console.say(_line(rebuilt))


def _line(rebuilt: Rebuilt) -> str:
    """One line: what changed, what was made, the time."""
    why = _some(sorted(rebuilt.sources)) if rebuilt.sources else "all files"
    if rebuilt.failed:
        what = tally([one for one in rebuilt.diagnostics if one.level == "error"]) or "not built"
        return f"{why}: {what}; the preview stays as it was ({rebuilt.seconds:.2f} s)"
    parts = [
        *([f"{len(rebuilt.written)} made anew"] if rebuilt.written else []),
        *([f"{len(rebuilt.removed)} removed"] if rebuilt.removed else []),
        *(["styles"] if rebuilt.styles else []),
    ]
    return f"{why}: {', '.join(parts) or 'nothing to show'} ({rebuilt.seconds:.2f} s)"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
