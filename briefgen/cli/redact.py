"""`briefgen redact`."""

from __future__ import annotations

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import project_of

_HELP = """List every place to change so that somebody is no longer named.

KEY is a person, an organisation or a place. Nothing is changed. Files are looked through in all spellings and
alphabets, pictures and papers included.
"""
_AFTER = """Then:
  1. In the record: privacy: protected, with privacy_reason and public_label; or take the record out and put the names under a
     label into private/protected.yaml, so that no build can publish them again.
  2. Where an address gives the name away, give the record another id, without redirect_from.
  3. briefgen build, briefgen publish. The build looks through every file.
  4. Outside this project: the history of version control, kept releases at the host, search engines, feeds that were fetched,
     copies in web archives. They must be asked one by one.
"""


@click.command("redact", help=_HELP)
@click.argument("key")
@click.pass_context
def command(ctx: click.Context, key: str) -> int:
    """See `_HELP`, which is shown as it is laid out."""
    from briefgen.base.text import did_you_mean
    from briefgen.cli.console import Console
    from briefgen.desk.redact import traces
    from briefgen.model.records import Organisation, Person, Place
    from briefgen.model.site import split_key
    from briefgen.reading.content import read_content
    from briefgen.reading.disk import read_project

    root, console = project_of(ctx), Console()
    records = read_content(read_project(root).value).value.records
    named = {one: record for one, record in records.items() if isinstance(record, Person | Organisation | Place)}
    found = [one for one in named if key in {one, split_key(one)[1]}]
    if len(found) != 1:
        hint = (
            f"it may be {' or '.join(found)}"
            if found
            else did_you_mean(key, named) or "give the id of a person, organisation or place"
        )
        console.complain(f"there is no one record “{key}”; {hint}")
        return USAGE
    places = sorted(traces(root, named[found[0]]))
    for one in places:
        at = f"{one.path}:{one.line}" if one.line else one.path
        console.result(f"{at}: {one.what}{f' (“{one.around}”)' if one.around else ''}")
    console.result(f"{len(places)} places name {found[0]}\n\n{_AFTER}".rstrip())
    return GOOD
