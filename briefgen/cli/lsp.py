"""`briefgen lsp`."""

from __future__ import annotations

import gc
import sys

import click

from briefgen.base.dates import When
from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import WhenType


@click.command("lsp")
@click.option(
    "--stdio", is_flag=True, help="Speak on standard input and output, as it always does; many editors say so."
)
@click.option("--as-of", type=WhenType(), help="Look at the site as of this day, for example 2022-04-06.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
def command(stdio: bool, as_of: When | None, strict: bool) -> int:
    """Help an editor: mistakes while you type, completion, cards, go to a record, rename.

    Editors start it by themselves (docs/editors.md); it speaks the Language Server Protocol on standard input and output.
    """
    try:
        import pygls  # noqa: F401 - an optional part
    except ImportError:
        from briefgen.cli.console import Console

        Console().complain("the language server needs a further part: pip install 'briefgen[lsp]'")
        return USAGE
    from briefgen.lsp.server import serve
    from briefgen.preparing import BuildOptions

    gc.enable()  # it runs as long as the editor (`cli.main.start`)
    # Two threads work beside the one that answers: it gets its turn sooner.
    sys.setswitchinterval(0.001)
    serve(BuildOptions(as_of=as_of, drafts=True, strict=strict))
    return GOOD
