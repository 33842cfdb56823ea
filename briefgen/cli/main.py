"""The command line. Exit codes: 0 good, 1 content, 2 usage or configuration, 3 our bug, 4 publish refused or failed, 130 interrupted."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

from briefgen import __version__
from briefgen.base.text import did_you_mean
from briefgen.cli.examples import with_examples

GOOD, CONTENT, USAGE, BUG, REFUSED, INTERRUPTED = 0, 1, 2, 3, 4, 130

COMMANDS = {
    "init": "start a project",
    "new": "start a record",
    "draft": "propose records from a report",
    "build": "build the site",
    "serve": "show the site while you write",
    "check": "say everything that is wrong",
    "list": "list records",
    "stale": "tell what is due for another look",
    "archive": "look after copies of sources",
    "show": "show a record or a page",
    "where": "tell where a record is used",
    "graph": "draw what hangs together",
    "mentions": "show who is named in a text",
    "status": "note what is now known of a claim",
    "rename": "give a record another id",
    "merge": "make one record of two",
    "promote": "move a record out of the notes",
    "upgrade": "bring older content to today's form",
    "explain": "explain a diagnostic",
    "theme": "list, start, check and compare themes",
    "schema": "schemas for editors",
    "lsp": "help an editor",
    "doctor": "look whether all is well here",
    "mail": "print an article as an e-mail",
    "audit": "judge a built site",
    "publish": "take the site to its readers",
    "guard": "keep protected names from leaving",
    "redact": "list the places that name somebody",
    "rollback": "show an earlier release again",
    "clean": "remove what briefgen wrote",
    "completion": "complete words in your shell",
}
"""Commands in the order of the help, each with the few words that a shell shows beside it."""

COMPLETION = "_BRIEFGEN_COMPLETE"
"""Environment variable by which a shell asks for completions."""


class LazyGroup(click.Group):
    """Imports a command only when it is used, so that `briefgen --version` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"briefgen.cli.{cmd_name}").command
        return with_examples(found, cmd_name) if isinstance(found, click.Command) else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands, without importing them; options as usual."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(name, help=said) for name, said in COMMANDS.items() if name.startswith(incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            hint = did_you_mean(args[0], COMMANDS) or f"there are: {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command “{args[0]}”; {hint}")
        return super().resolve_command(ctx, args)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "--project", type=click.Path(path_type=Path), default=Path(), help="Work in this folder.")
@click.version_option(__version__, prog_name="briefgen")
@click.pass_context
def main(ctx: click.Context, project: Path) -> None:
    """Make a site of explained news briefings from Markdown and YAML."""
    ctx.obj = project


def run() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(_code())


def start() -> None:
    """`run` in a process of its own, which ends with it.

    Commands are over soon, so nothing looks for unreachable cycles (`serve` turns that on again), and at the end memory
    is left to the system: taking a large archive apart piece by piece takes a tenth of the time of a build.
    """
    gc.disable()
    code = _code()
    if _said_all():
        os._exit(code)
    sys.exit(code)


def _said_all() -> bool:
    """Whether everything printed is out; if not, the interpreter's own end deals with it."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


def _code() -> int:
    try:
        if COMPLETION in os.environ:
            import_module("briefgen.cli.completion")
        result = main.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return _quiet_end()
    except Exception:
        return _apologise(traceback.format_exc())
    return result if isinstance(result, int) else GOOD


def _quiet_end() -> int:
    """The reader of our output has left: say nothing more, also not at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return GOOD


def _apologise(trace: str) -> int:
    """Our bug: the traceback goes to a file, a short apology to the screen."""
    with tempfile.NamedTemporaryFile("w", prefix="briefgen-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(f"briefgen {__version__}, Python {sys.version}\n{trace}")
    lines = (
        "Sorry, this is a mistake in briefgen, not in your files. Nothing of your site was changed by it.",
        f"What happened is written down in {file.name}; please send it to the makers of briefgen.",
    )
    click.echo("\n".join(lines), err=True)
    return BUG
