"""`briefgen archive`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from briefgen.cli.main import CONTENT, GOOD, USAGE
from briefgen.cli.options import KeyType, project_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefgen.asking.project import Project
    from briefgen.cli.console import Console
    from briefgen.weblinks.copies import Wanting


@click.command("archive")
@click.argument("keys", nargs=-1, type=KeyType())
@click.option("--report", is_flag=True, help="List the sources without an archived copy; so it does without options.")
@click.option("--save", is_flag=True, help="Keep copies of them in the project, in archive/.")
@click.option("--allow-network", is_flag=True, help="With --save: other machines may be asked.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(ctx: click.Context, keys: Sequence[str], report: bool, save: bool, allow_network: bool, form: str) -> int:
    """Look after copies of sources: what has none, and keep some. Nothing is fetched unless both options say so."""
    from briefgen.asking.project import UnknownRecordError
    from briefgen.cli.asked import read
    from briefgen.cli.console import Console, printable
    from briefgen.weblinks.copies import wanting

    if report and save:
        raise click.UsageError("--report and --save are two things; say one")
    if save and not allow_network:
        raise click.UsageError("--save asks other machines; allow it with --allow-network")
    if allow_network and not save:
        raise click.UsageError("--allow-network goes with --save")
    console, root = Console(), project_of(ctx)
    try:
        project = read(console, root)
        chosen = {project.find(one) for one in keys}
    except (UnknownRecordError, ValueError) as error:
        console.complain(printable(str(error.args[0])))
        return USAGE
    found = [one for one in wanting(root, project.records) if not chosen or one.key in chosen]
    if save:
        return _save(console, root, project, [one for one in found if one.copy is None])
    if form == "json":
        console.result(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
        return GOOD
    for one in found:
        kept = f"copy of {one.copy.time[:10]} in archive/{one.copy.path}" if one.copy is not None else "no copy"
        console.result(printable(f"{one.key}  {kept}  {one.url}"))
    if not found:
        console.say("every source with an address has an archived copy")
    return GOOD


def _save(console: Console, root: Path, project: Project, found: Sequence[Wanting]) -> int:
    from briefgen.cli.console import printable
    from briefgen.reading.clock import this_moment
    from briefgen.weblinks.ask import Asker
    from briefgen.weblinks.copies import LARGEST, keep

    config = project.records.config
    asker, failed = Asker(config.links, config.url), 0
    for one in found:
        got = asker.fetch(one.url, LARGEST)
        if isinstance(got, str):
            failed += 1
            console.complain(printable(f"{one.key}: no copy was made of {one.url}: {got}"))
            continue
        try:
            copy = keep(root, one.key, one.url, got, this_moment())
        except OSError as error:
            console.complain(printable(f"archive/ cannot be written: {(error.strerror or str(error)).lower()}"))
            return USAGE
        console.result(printable(f"{one.key}  archive/{copy.path}  sha256 {copy.sha256}"))
    if not found:
        console.say("there is nothing to keep")
    return CONTENT if failed else GOOD


def _plain(one: Wanting) -> dict[str, object]:
    copy = None
    if one.copy is not None:
        copy = {"path": f"archive/{one.copy.path}", "time": one.copy.time, "sha256": one.copy.sha256}
    return {"key": one.key, "title": one.title, "url": one.url, "path": one.path, "copy": copy}
