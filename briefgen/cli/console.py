"""Everything that is printed: results on standard output, progress and diagnostics on standard error.

Colour only when somebody watches; a closed pipe ends quietly.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from briefgen.base.diagnostics import Diagnostic, Level, Mark, Related, Spot

_COLOURS = {"error": "31", "warning": "33", "note": "36", "off": "2"}
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
PROGRESS_STEP = 20
"""Pages between two signs of progress."""
SHOWN = 200
"""Diagnostics printed as text; the rest is counted."""


class Console:
    """Where the command line speaks."""

    def __init__(self, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.said = ""
        """All that was printed on standard error, to be said again when nothing has changed."""

    def result(self, text: str) -> None:
        """What the command was asked for."""
        print(text)  # noqa: T201

    def say(self, text: str) -> None:
        """Something to know, unless it is to be quiet."""
        if not self.quiet:
            self._tell(text)

    def remark(self, text: str) -> None:
        """Something about this one run, which is not said again when nothing has changed."""
        if not self.quiet:
            print(f"{self.painted('note', '36')}: {text}", file=sys.stderr)  # noqa: T201

    def _tell(self, text: str) -> None:
        self.said += f"{text}\n"
        print(text, file=sys.stderr)  # noqa: T201

    def complain(self, text: str) -> None:
        """A mistake in how the command was used."""
        print(f"{self.painted('error', '31;1')}: {text}", file=sys.stderr)  # noqa: T201

    def progress(self, done: int, total: int, things: str = "pages") -> None:
        """How far the work is, on one line that is wiped at the end; only when somebody watches."""
        if self.quiet or sys.stderr is None or not sys.stderr.isatty() or (done % PROGRESS_STEP and done != total):
            return
        line = "" if done == total else f"{done} of {total} {things}"
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

    def painted(self, text: str, colour: str, stream: TextIO | None = None) -> str:
        """The text in a colour when somebody watches the stream."""
        return f"\x1b[{colour}m{text}\x1b[0m" if _watched(stream or sys.stderr) else text

    def diagnostics(self, found: Sequence[Diagnostic], form: str, source: Callable[[str], str | None]) -> None:
        """Print diagnostics: as text on standard error; as annotations, or one JSON or SARIF document, on standard output."""
        if form == "json":
            self.result(json.dumps([as_json(one) for one in found], ensure_ascii=False, indent=2))
        elif form == "sarif":
            from briefgen.cli.sarif import as_sarif

            self.result(as_sarif(found))
        elif form == "github":
            for one in found:
                self.result(as_github(one))
        else:
            for one in [one for one in found if self._worth_telling(one)][:SHOWN]:
                self._tell(self.as_text(one, source))
            if len(found) > SHOWN:
                self.say(f"… and {len(found) - SHOWN} more")

    def _worth_telling(self, one: Diagnostic) -> bool:
        return one.level == "error" or not self.quiet

    def as_text(self, one: Diagnostic, source: Callable[[str], str | None]) -> str:
        """A diagnostic with its source line and carets, as people read it."""
        level: Level = one.level or "error"
        where = printable(place_of(one.where))
        lines = [
            f"{self.painted(where, '1')}: {self.painted(level, _COLOURS[level] + ';1')} BG-{one.code}: {printable(one.message)}"
        ]
        lines += excerpt(one.where, source, lambda carets: self.painted(carets, _COLOURS[level]))
        if one.hint:
            lines.append(f"      = {printable(one.hint)}")
        lines += [f"      = {place_of(related.where)}: {printable(related.message)}" for related in one.related]
        return "\n".join(lines)


def _watched(stream: TextIO | None) -> bool:
    if stream is None:
        return False
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def place_of(where: Mark | Spot) -> str:
    """`file:line:column`, as editors and terminals make clickable."""
    if isinstance(where, Spot):
        return where.record
    return f"{where.path}:{where.line}:{where.column}" if where.path else "briefgen"


LINE_SHOWN = 120
"""Characters of a source line that are shown around the place."""


def excerpt(where: Mark | Spot, source: Callable[[str], str | None], paint: Callable[[str], str]) -> list[str]:
    """The line of the file, and carets under the stretch."""
    text = source(where.path) if isinstance(where, Mark) else None
    if text is None or not isinstance(where, Mark):
        return []
    lines = text.split("\n")
    if where.line > len(lines) or not lines[where.line - 1].strip():
        return []
    line = lines[where.line - 1].rstrip("\r")
    start = max(0, where.column - 1)
    cut = max(0, start - LINE_SHOWN // 2) if len(line) > LINE_SHOWN else 0
    shown = line[cut : cut + LINE_SHOWN].replace("\t", " ")
    width = max(1, min((where.end_column or where.column + 1) - where.column, len(shown) - (start - cut)))
    number = f"{where.line:5}"
    return [f"{number} │ {printable(shown)}", f"{' ' * len(number)} │ {' ' * (start - cut)}{paint('^' * width)}"]


def printable(text: str) -> str:
    """Text without characters that would steer a terminal; line breaks stay."""
    return "".join(one if one.isprintable() or one == "\n" else "�" for one in text)


def as_json(one: Diagnostic) -> dict[str, object]:
    """A diagnostic as JSON."""
    return {
        "code": f"BG-{one.code}",
        "level": one.level,
        **_json_place(one.where),
        "message": one.message,
        "hint": one.hint or None,
        "record": one.record or None,
        "related": [_json_related(related) for related in one.related],
    }


def _json_related(related: Related) -> dict[str, object]:
    return {**_json_place(related.where), "message": related.message}


def _json_place(where: Mark | Spot) -> dict[str, object]:
    if isinstance(where, Spot):
        return {"path": None, "line": None, "column": None, "end_column": None}
    return {"path": where.path, "line": where.line, "column": where.column, "end_column": where.end_column or None}


def as_github(one: Diagnostic) -> str:
    """A diagnostic as a workflow command, which GitHub shows beside the line of a pull request."""
    where = one.where if isinstance(one.where, Mark) else Mark("briefgen.yaml")
    properties = [f"file={_property(where.path)}", f"line={where.line}", f"col={where.column}"]
    if where.end_column:
        properties.append(f"endColumn={where.end_column}")
    properties.append(f"title=BG-{one.code}")
    text = one.message + (f" ({one.hint})" if one.hint else "")
    return f"::{_GITHUB[one.level or 'error']} {','.join(properties)}::{_data(text)}"


def _data(text: str) -> str:
    """Escaping of workflow commands: GitHub's toolkit, `core/src/command.ts`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
