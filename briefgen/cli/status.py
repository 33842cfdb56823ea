"""`briefgen status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefgen.cli.amended import amend, writing
from briefgen.cli.options import KeyType, WhenType

if TYPE_CHECKING:
    from briefgen.amending.plan import Change
    from briefgen.asking.project import Project
    from briefgen.base.dates import When


@click.command("status")
@click.argument("claim", type=KeyType())
@click.argument("status")
@click.option("--reason", required=True, help="Why, in one sentence for readers.")
@click.option("--date", "day", type=WhenType(), help="When it became known; the site's day unless you say so.")
@click.option("--confidence", type=click.Choice(["low", "moderate", "high"]), help="How sure the desk is.")
@click.option("--evidence", default="", metavar="IDS", help="Ids of the evidence it rests on: e1,e2.")
@click.option("--by", default="", metavar="AUTHOR", help="Who decided.")
@writing
@click.pass_context
def command(
    ctx: click.Context,
    claim: str,
    status: str,
    reason: str,
    day: When | None,
    confidence: str | None,
    evidence: str,
    by: str,
    write: bool,
) -> int:
    """Note what is now known of a claim, as a dated entry more in its history.

    Shows what would change; --write does it.
    """

    def make(project: Project) -> Change:
        from briefgen.amending.status import add_status
        from briefgen.base.dates import day_of
        from briefgen.model.parts import StatusEntry

        today = project.now.day
        entry = StatusEntry(
            date=day or day_of(today),
            status=status,
            confidence=confidence,  # type: ignore[arg-type]
            reason=" ".join(reason.split()),
            evidence=tuple(one.strip() for one in evidence.split(",") if one.strip()),
            by=by,
            recorded=day_of(today) if day is not None and day.upper < today else None,
        )
        return add_status(project, project.find(claim), entry)

    return amend(ctx, write, make)
