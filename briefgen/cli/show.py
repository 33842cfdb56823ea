"""`briefgen show`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import KeyType, WhenType, project_of

if TYPE_CHECKING:
    from briefgen.asking.show import PageShown, Shown
    from briefgen.base.dates import When

LINE = 100
"""Letters of a value that are shown."""
PLACES = 12
"""Places where it is used, unless all are asked for."""


@click.command("show")
@click.argument("wanted", metavar="KEY|URL", type=KeyType())
@click.option("--why", is_flag=True, help="Tell why the next build would make its page anew.")
@click.option("--all", "every", is_flag=True, help="Show every place and everything its page is made of.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder, when not site/.")
@click.option("--as-of", type=WhenType(), help="Show it as of this day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.pass_context
def command(
    ctx: click.Context, wanted: str, why: bool, every: bool, output: Path | None, as_of: When | None, form: str
) -> int:
    """Show a record or a page: what it is, where it is used, what its page is made of."""
    from briefgen.asking.project import UnknownRecordError
    from briefgen.asking.show import show
    from briefgen.cli.asked import read
    from briefgen.cli.console import Console, printable
    from briefgen.linking.uses import UseError
    from briefgen.preparing import BuildOptions, prepare

    console, root = Console(), project_of(ctx)
    target = output.resolve() if output is not None else root / "site"
    try:
        project = read(console, root, as_of)
        found = show(project, prepare(root, BuildOptions(as_of=as_of)), target, wanted, why)
    except (UnknownRecordError, UseError, ValueError) as error:
        console.complain(str(error.args[0]))
        return USAGE
    if form == "json":
        console.result(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return GOOD
    for line in _as_text(found, every):
        console.result(printable(line))
    return GOOD


def _as_json(found: Shown) -> dict[str, Any]:
    return {
        "key": found.key or None,
        "name": found.name,
        "file": found.file or None,
        "facts": found.facts,
        "used": [
            {
                "path": one.path,
                "line": one.line,
                "column": one.column,
                "record": one.by,
                "how": one.how,
                "what": one.what,
            }
            for one in found.used
        ],
        "pages": [
            {
                "path": one.path,
                "address": one.address,
                "template": one.template,
                "made_of": list(one.made_of),
                **({} if one.why is None else {"why": list(one.why)}),
            }
            for one in found.pages
        ],
    }


def _as_text(found: Shown, every: bool) -> Iterator[str]:
    yield f"{found.name} ({found.key})" if found.key else found.name
    if found.file:
        yield f"  written in  {found.file}"
    yield from _facts(found.facts, every)
    if found.key:
        yield f"used in {len(found.used)} place{'' if len(found.used) == 1 else 's'}"
        shown = found.used if every else found.used[:PLACES]
        yield from (f"  {one.path}:{one.line}:{one.column}  {one.by}  {one.how}: {one.what}" for one in shown)
        if len(shown) < len(found.used):
            yield f"  … and {len(found.used) - len(shown)} more; --all shows them"
    if found.key and not found.pages:
        yield "no page of its own"
    for page in found.pages:
        yield from _page(page, every)


def _facts(facts: Mapping[str, Any], every: bool) -> Iterator[str]:
    from briefgen.asking.listing import cell

    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        text = cell(value)
        yield f"  {name:<{width}}  {text if every or len(text) <= LINE else text[: LINE - 1] + '…'}"


def _page(page: PageShown, every: bool) -> Iterator[str]:
    yield f"page {page.path}"
    yield f"  address   {page.address or '/'}"
    yield f"  template  {page.template}"
    if page.why is not None:
        if page.why:
            yield "  would be made anew, because of"
            yield from (f"    {one}" for one in page.why)
        else:
            yield "  would not be made anew: nothing that it shows has changed"
    shown = page.made_of if every else page.made_of[:PLACES]
    yield "  made of"
    yield from (f"    {one}" for one in shown)
    if len(shown) < len(page.made_of):
        yield f"    … and {len(page.made_of) - len(shown)} more; --all shows them"
