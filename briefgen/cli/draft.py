"""`briefgen draft`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from briefgen.base.dates import When
from briefgen.cli.main import GOOD
from briefgen.cli.options import WhenType, project_of

_HELP = """Propose records from a report: people, places, organisations, claims with who makes them, an article's skeleton.

REPORT is plain text, Markdown, HTML or .docx. Only new files are written, all of them drafts; each says which sentence
it comes from and how sure the rule is. Look at each before you use it.
"""


@click.command("draft", help=_HELP)
@click.argument("report", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--id", metavar="ID", default="", help="Id of the article and the source; the file's name when absent.")
@click.option("--date", type=WhenType(), help="Day of publication, by which “on Saturday” is read.")
@click.option(
    "--least",
    type=click.Choice(["sure", "likely", "guess"]),
    default="guess",
    help="Leave out what is less sure than this.",
)
@click.option("--model", metavar="NAME", default="", help="A spaCy model that helps with names.")
@click.pass_context
def command(ctx: click.Context, report: Path, dry_run: bool, id: str, date: When | None, least: str, model: str) -> int:
    """See `_HELP`, which is shown as it is laid out."""
    from briefgen.base.text import slug
    from briefgen.cli.console import Console, printable
    from briefgen.desk.draft import draft_from
    from briefgen.drafting.gazetteer import installed
    from briefgen.drafting.model_names import ModelError, model_helper
    from briefgen.drafting.proposals import SURENESS
    from briefgen.drafting.report import ReportError
    from briefgen.reading.clock import read_now

    root, console = project_of(ctx), Console()
    try:
        today = read_now(None, None, os.environ).day.isoformat()
        drafted = draft_from(
            root, report, today, id=slug(id), date=date.lower.isoformat() if date is not None else "", least=SURENESS[SURENESS.index(least)],
            dry=dry_run, helper=model_helper(model) if model else None,
        )  # fmt: skip
    except (ReportError, ModelError, ValueError) as error:
        raise click.UsageError(printable(str(error))) from None
    for stub in drafted.written:
        console.result(printable(f"{stub.path}  {stub.sure:<6}  {stub.what}"))
    for name, key in drafted.plan.known:
        console.result(printable(f"on file: {name} is {key}"))
    for stub in drafted.there:
        console.say(printable(f"{stub.path} is there already and was left alone"))
    if not installed():
        console.say('towns are not looked up without GeoNames; install it with: pip install "briefgen[gazetteer]"')
    if not drafted.draft.english:
        console.say(
            "this report does not read as English, and the rules know English only: nobody’s words are taken for claims, "
            "names are guesses in whatever case they stand; write the claims with briefgen new claim"
        )
    count = len(drafted.written)
    console.say(
        f"{count} {'file' if count == 1 else 'files'} {'would be ' if dry_run else ''}written, all of them drafts"
    )
    return GOOD
