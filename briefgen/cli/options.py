"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from briefgen.base.dates import When

F = TypeVar("F", bound=Callable[..., Any])


class WhenType(click.ParamType["When"]):
    """A day on the command line."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> When:
        """Read the day, or say what is wrong with it."""
        from briefgen.base.dates import DateError, When, parse_when

        try:
            return value if isinstance(value, When) else parse_when(str(value))
        except DateError as error:
            self.fail(str(error), param, ctx)


class KeyType(click.ParamType[str]):
    """A record on the command line; a shell completes it with the ids there are."""

    name = "key"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Keys that begin so, or whose id does."""
        from click.shell_completion import CompletionItem

        from briefgen.desk.ids import keys_in

        try:
            root = project_of(ctx)
        except click.UsageError:
            return []
        found = dict.fromkeys(keys_in(root))
        return [
            CompletionItem(key)
            for key in found
            if key.startswith(incomplete) or key.partition(":")[2].startswith(incomplete)
        ]


def site_options(command: F) -> F:
    """Options that decide what a site is."""
    decorated: Callable[..., Any] = command
    for option in (
        click.option("--as-of", type=WhenType(), help="Build as of this day, for example 2022-04-06."),
        click.option("--drafts", is_flag=True, help="Show drafts and what is not yet due."),
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option("--base-url", callback=_address, help="Where the site will live, with its sub-path."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", "github", "sarif"]),
            default="text",
            help="How to print problems.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option("-v", "--verbose", is_flag=True, help="Tell more."),
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[return-value]


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    if not value:
        return ""
    from urllib.parse import urlsplit

    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise click.BadParameter(f"“{value}” is no address; write it whole, as in https://example.org/briefings/")
    return value


def project_of(ctx: click.Context) -> Path:
    """The project's folder: as given, else the nearest one upwards that holds a site.

    Raises a usage error when there is none.
    """
    given = Path(ctx.find_root().params.get("project") or ctx.obj or ".")
    if not given.is_dir():
        raise click.UsageError(f"there is no folder {given}")
    start = given.resolve()
    for folder in (start, *start.parents) if str(given) == "." else (start,):
        if (folder / "briefgen.yaml").is_file() or (folder / "content").is_dir():
            _finish(folder)
            return folder
    raise click.UsageError(
        f"{start} holds no briefgen project: there is neither briefgen.yaml nor a content folder. Start one with: briefgen init my-site"
    )


def _finish(root: Path) -> None:
    """Complete a change of the project's files in which an earlier command was interrupted."""
    if not os.path.exists(root / ".briefgen/amending/switch.json"):  # noqa: PTH110 - false also where one may not look
        return
    from briefgen.amending.write import recover
    from briefgen.cli.console import Console

    if told := recover(root):
        Console().remark(told)
