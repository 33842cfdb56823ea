"""`briefgen check`."""

from __future__ import annotations

import click

from briefgen.base.dates import When
from briefgen.build import BuildOptions, check
from briefgen.cli.console import Console
from briefgen.cli.main import USAGE
from briefgen.cli.options import project_of, site_options
from briefgen.cli.report import accepted, exit_code, tally


@click.command("check")
@site_options
@click.pass_context
def command(
    ctx: click.Context,
    as_of: When | None,
    drafts: bool,
    strict: bool,
    base_url: str,
    form: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Say everything that is wrong, and write nothing."""
    console, root = Console(quiet, verbose), project_of(ctx)
    try:
        prepared = check(root, BuildOptions(base_url=base_url, as_of=as_of, drafts=drafts, strict=strict))
    except ValueError as error:
        console.complain(str(error))
        return USAGE
    found = prepared.diagnostics
    console.diagnostics(found, form, prepared.texts.get)
    waived = accepted(prepared.waivers)
    if verbose and waived:
        console.say("accepted:\n" + "\n".join(waived))
    if not quiet and form == "text" and (found or not strict):
        told = tally(found) or "nothing to mend"
        console.say(f"{told}{f'; {len(waived)} accepted warnings (-v lists them)' if waived else ''}")
    return exit_code(found)
