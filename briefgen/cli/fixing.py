"""`briefgen check --fix`: the difference is shown, then made if that is wanted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.amended import show
from briefgen.cli.console import Console, printable
from briefgen.cli.main import GOOD, USAGE

if TYPE_CHECKING:
    from briefgen.base.dates import When


def mend(console: Console, root: Path, as_of: When | None, yes: bool) -> int:
    """Show what can be mended, ask, and mend it."""
    from briefgen.amending.fix import fixes
    from briefgen.amending.plan import differences, write
    from briefgen.amending.write import AmendError
    from briefgen.asking.project import Project

    try:
        project = Project.read(root, as_of)
        fixed = fixes(project)
        for path in fixed.left:
            console.say(printable(f"{path} is left alone: more would change there than letters; mend it by hand"))
        if not fixed.change.texts:
            console.say("nothing to mend without thinking; briefgen check tells the rest")
            return GOOD
        show(console, differences(project, fixed.change))
        files = len(fixed.change.texts)
        told = f"{', '.join(f'{code} {times} times' if times > 1 else code for code, times in fixed.codes.items())}"
        counted = f"{files} file{'' if files == 1 else 's'}"
        if not yes and not _agreed(counted):
            console.say(f"{counted} would change ({told}); nothing was written. Do it with --yes")
            return GOOD
        write(root, project, fixed.change)
    except (AmendError, ValueError) as error:
        console.complain(printable(str(error.args[0])))
        return USAGE
    console.say(f"{counted} changed ({told})")
    return GOOD


def _agreed(counted: str) -> bool:
    """Whether somebody sits there and says yes."""
    return sys.stdin.isatty() and click.confirm(f"Change {counted}?", default=False, err=True)
