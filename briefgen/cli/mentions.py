"""`briefgen mentions`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from briefgen.base.dates import When
from briefgen.base.diagnostics import Mark
from briefgen.cli.console import Console, printable
from briefgen.cli.main import GOOD, USAGE
from briefgen.cli.options import WhenType, project_of
from briefgen.linking.archive import Traced
from briefgen.linking.passages import mark_of
from briefgen.model.mention import FoundBy, Mention
from briefgen.preparing import BuildOptions, trace

_WHY: Mapping[FoundBy, str] = {
    "explicit": "linked by hand",
    "assigned": "settled in the front matter (mentions: as)",
    "strong": "a full name",
    "weak": "a short form, after the full name",
    "office": "the office held on that day",
    "rejected-spelling": "a spelling that the house style rejects",
    "term": "a word of the glossary",
}
_LINKED, _COUNTED, _REJECTED = "32;1", "36", "2"


@click.command("mentions")
@click.argument("article", required=False)
@click.option("--as-of", type=WhenType(), help="Read the text as of this day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option(
    "--registry",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Names from elsewhere, as JSON lines.",
)
@click.option(
    "--texts", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Texts from elsewhere, as JSON lines."
)
@click.pass_context
def command(
    ctx: click.Context, article: str | None, as_of: When | None, form: str, registry: Path | None, texts: Path | None
) -> int:
    """Show who is named in a text, why, and what was not linked.

    ARTICLE is an id or the path of a file. With --registry and --texts, names from outside a project are looked for
    in texts from outside: one JSON object a line goes in and comes out.
    """
    if registry is not None or texts is not None:
        if article is not None or registry is None or texts is None:
            raise click.UsageError("give either ARTICLE, or both --registry and --texts")
        return _outside(registry, texts)
    if article is None:
        raise click.UsageError("name an article, for example: briefgen mentions content/articles/storm.md")
    console = Console()
    try:
        key, origin, found, names = trace(project_of(ctx), BuildOptions(as_of=as_of), article)
    except (LookupError, ValueError) as error:
        console.complain(str(error.args[0]))
        return USAGE
    if form == "json":
        console.result(json.dumps(_as_json(key, origin.path, found), ensure_ascii=False, indent=2))
    else:
        for line in _as_text(console, key, origin.path, found, names):
            console.result(line)
    return GOOD


# --- one text of the project --------------------------------------------------------------------------------------


def _place(found: Traced, path: str, passage: int, start: int, end: int) -> Mark:
    return mark_of(found.document.passages[passage], path, start, end)


def _words(found: Traced, passage: int, start: int, end: int) -> str:
    return found.document.passages[passage].text[start:end]


def _why(mention: Mention) -> str:
    if mention.linked or mention.found_by == "explicit":
        return _WHY[mention.found_by]
    return f"{_WHY[mention.found_by]}; counted, not linked here"


def _as_json(key: str, path: str, found: Traced) -> dict[str, object]:
    return {
        "record": key,
        "path": path,
        "as_of": found.day.lower.isoformat(),
        "passages": [one.text for one in found.document.passages],
        "mentions": [
            {
                **_json_place(found, path, one.passage, one.start, one.end),
                "target": one.target,
                "found_by": one.found_by,
                "linked": one.linked,
                "place": one.place,
                "why": _why(one),
            }
            for one in found.mentions
        ],
        "rejected": [
            {
                **_json_place(found, path, one.passage, one.start, one.end),
                "candidates": list(one.keys),
                "why": one.reason,
            }
            for one in sorted(found.rejected)
        ],
    }


def _json_place(found: Traced, path: str, passage: int, start: int, end: int) -> dict[str, object]:
    mark = _place(found, path, passage, start, end)
    return {
        "text": _words(found, passage, start, end),
        "line": mark.line,
        "column": mark.column,
        "passage": passage,
        "start": start,
        "end": end,
    }


def _as_text(console: Console, key: str, path: str, found: Traced, names: Mapping[str, str]) -> Iterator[str]:
    yield f"{path} ({key}), as of {found.day.lower.isoformat()}\n"
    for number in range(len(found.document.passages)):
        yield f"{_marked(console, found, number)}\n"
    yield f"{_count(len(found.mentions), 'mention')}"
    for one in found.mentions:
        mark = _place(found, path, one.passage, one.start, one.end)
        words = printable(_words(found, one.passage, one.start, one.end))
        target = f"{names.get(one.target, '')} ({one.target})".strip()
        yield f"  {mark.line}:{mark.column}  {words} → {target}: {_why(one)}"
    if found.rejected:
        yield f"\n{_count(len(found.rejected), 'name')} not linked"
    for miss in sorted(found.rejected):
        mark = _place(found, path, miss.passage, miss.start, miss.end)
        words = printable(_words(found, miss.passage, miss.start, miss.end))
        keys = " or ".join(miss.keys)
        yield f"  {mark.line}:{mark.column}  {words}{f' ({keys})' if keys else ''}: {miss.reason}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _marked(console: Console, found: Traced, number: int) -> str:
    """A passage with its mentions in brackets, and in colours when somebody watches."""
    text = found.document.passages[number].text
    marks = sorted(
        [
            (one.start, one.end, _LINKED if one.linked else _COUNTED, one.target)
            for one in found.mentions
            if one.passage == number
        ]
        + [(one.start, one.end, _REJECTED, "") for one in found.rejected if one.passage == number]
    )
    pieces: list[str] = []
    at = 0
    for start, end, colour, target in marks:
        if start < at:
            continue
        words = printable(text[start:end])
        label = f"[{words} → {target}]" if target else f"[{words}?]"
        pieces += (printable(text[at:start]), console.painted(label, colour, sys.stdout))
        at = end
    return "".join((*pieces, printable(text[at:])))


# --- texts from outside -------------------------------------------------------------------------------------------


def _outside(registry: Path, texts: Path) -> int:
    from briefgen.linking.outside import OutsideLinker, every
    from briefgen.reading.outside import OutsideError, read_registry, read_texts

    console = Console()
    try:
        linker = OutsideLinker(read_registry(registry))
        for id, found, left in every(read_texts(texts), linker):
            mentions = [one._asdict() for one in found]
            console.result(json.dumps({"id": id, "mentions": mentions}, ensure_ascii=False))
            for one in left:
                named = f" ({', '.join(one.entities)})" if one.entities else ""
                console.say(printable(f"{id}:{one.start}-{one.end}: “{one.words}”{named}: {one.reason}"))
    except OutsideError as error:
        console.complain(printable(str(error)))
        return USAGE
    return GOOD
