"""`briefgen stale`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import WhenType, project_of

if TYPE_CHECKING:
    from briefgen.asking.stale import Item
    from briefgen.base.dates import When

HEADS = {
    "claims": "Open claims",
    "moved": "Articles whose claims have moved",
    "sources": "Sources without a kept copy",
    "drafts": "Drafts",
    "calendar": "Due",
}


@click.command("stale")
@click.option("--owner", default="", metavar="AUTHOR", help="Only what this author looks after.")
@click.option("--days", type=click.IntRange(0), default=30, help="How many days ahead the list of what is due looks.")
@click.option("--as-of", type=WhenType(), help="As of this day.")
@click.option("--format", "form", type=click.Choice(["text", "json", "ics"]), default="text", help="ics for calendars.")
@click.pass_context
def command(ctx: click.Context, owner: str, days: int, as_of: When | None, form: str) -> int:
    """Tell what is due for another look: open claims, articles that lag behind, sources without a copy, drafts."""
    from datetime import timedelta

    from briefgen.asking.stale import as_calendar, stale
    from briefgen.base.text import did_you_mean
    from briefgen.cli.asked import read
    from briefgen.cli.console import Console, printable
    from briefgen.model.site import split_key

    console, root = Console(), project_of(ctx)
    try:
        project = read(console, root, as_of)
        found = stale(project.resolved, project.site)
    except ValueError as error:
        console.complain(str(error))
        return USAGE
    if owner:
        known = {one.owner for _, items in found.parts() for one in items if one.owner}
        known |= {split_key(key)[1] for key in project.resolved.records if key.startswith("author:")}
        if owner.removeprefix("author:") not in known:
            hint = did_you_mean(owner, known) or "authors stand in content/authors.yaml"
            console.complain(f"nothing is looked after by “{printable(owner)}”, and no author is called so; {hint}")
            return USAGE
        found = found.of(owner.removeprefix("author:"))
    if form == "ics":
        click.echo(as_calendar(found.calendar, found.day), nl=False)
        return GOOD
    last = found.day + timedelta(days)
    lists = dict(found.parts())
    lists["calendar"] = tuple(one for one in found.calendar if one.due is not None and one.due <= last)
    if form == "json":
        told = {name: [_plain(one) for one in items] for name, items in lists.items()}
        console.result(json.dumps({"day": str(found.day), **told}, ensure_ascii=False, indent=2))
        return GOOD
    for name, items in lists.items():
        if items:
            console.result(f"{HEADS[name]} ({len(items)})")
        for one in items:
            console.result(printable(f"  {_line(one, name)}"))
    if not any(lists.values()):
        console.say("nothing is due")
    return GOOD


def _line(one: Item, name: str) -> str:
    due = f"{one.due}  " if name == "calendar" else ""
    owner = f"  ({one.owner})" if one.owner else ""
    return f"{due}{one.key}  {one.why}{owner}"


def _plain(one: Item) -> dict[str, Any]:
    return {
        "key": one.key, "title": one.title, "path": one.path, "why": one.why, "owner": one.owner or None,
        "since": str(one.since) if one.since else None, "due": str(one.due) if one.due else None,
    }  # fmt: skip
