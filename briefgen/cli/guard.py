"""`briefgen guard`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from briefgen.cli.main import CONTENT, GOOD, USAGE
from briefgen.cli.options import project_of

_HELP = """Keep names that must not be published from leaving.

The names stand in private/protected.yaml, under labels, and in records with `privacy: protected`. Every build looks
for them in every file before it writes anything.
"""
_CHECK = """Look through a folder for protected names: site/, or any other.
"""
_EXPORT = """Write the names so that a machine can look for them without knowing them.

They become keyed digests in content/.ledger/protected.txt, which may be committed. The key stands in the environment
variable BRIEFGEN_GUARD_KEY, here and, as a secret, on that machine. Without the key nobody can guess the names from
the file; labels can be read.
"""


@click.group("guard", help=_HELP)
def command() -> None:
    """See `_HELP`."""


def _unshown(_: str) -> None:
    """No line of the list is shown."""


@command.command("check", help=_CHECK)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> int:
    """See `_CHECK`, which is shown as it is laid out."""
    from briefgen.cli.console import Console
    from briefgen.output.write import OutputFaultError
    from briefgen.preparing import read_private_files
    from briefgen.reading.content import read_content
    from briefgen.reading.disk import read_project
    from briefgen.reading.protected import guard_of, protected_records

    root, console = project_of(ctx), Console()
    place = folder or root / "site"
    try:
        records = read_content(read_project(root).value).value.records
        guard, said = guard_of(read_private_files(root), protected_records(records))
    except OutputFaultError as error:
        console.complain(str(error))
        return USAGE
    console.diagnostics(said, "text", _unshown)
    if said or guard is None:
        if guard is None and not said:
            console.complain(
                "there is nobody to protect: no private/protected.yaml, and no record with `privacy: protected`"
            )
        return USAGE
    files = sorted(one for one in place.rglob("*") if one.is_file()) if place.is_dir() else []
    count = 0
    for path in files:
        for leak in guard.leaks(path.relative_to(place).as_posix(), path.read_bytes()):
            count += 1
            console.result(f"{leak.path}: {leak.label}, in {leak.where}{f': “{leak.around}”' if leak.around else ''}")
    console.result(f"{len(files)} files looked through, {count or 'no'} name{'' if count == 1 else 's'} found")
    return CONTENT if count else GOOD


@command.command("export", help=_EXPORT)
@click.pass_context
def export(ctx: click.Context) -> int:
    """See `_EXPORT`, which is shown as it is laid out."""
    from briefgen.cli.console import Console
    from briefgen.guard.guard import exported
    from briefgen.output.published import put
    from briefgen.reading.disk import read_private
    from briefgen.reading.protected import KEYED, LIST, SECRET, SHORTEST_SECRET, protected_list

    root, console = project_of(ctx), Console()
    secret, text = os.environ.get(SECRET, ""), read_private(root, LIST)
    if text is None:
        console.complain(f"there is no {LIST}; write `label: Name` into it, and keep it out of version control")
        return USAGE
    if len(secret) < SHORTEST_SECRET:
        console.complain(
            f"{SECRET} must hold a key of at least {SHORTEST_SECRET} characters; make one with: "
            'python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
        return USAGE
    people, said = protected_list(text)
    console.diagnostics(said, "text", _unshown)
    if said:
        return CONTENT
    put(root / KEYED, exported(people, secret.encode("utf-8")))
    console.result(f"{KEYED}: {len(people)} {'person' if len(people) == 1 else 'people'}, as keyed digests")
    return GOOD
