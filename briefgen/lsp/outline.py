"""The outline of a file: headings of a text, records of a registry. From the text alone, so that it is there while something is wrong."""

from __future__ import annotations

from typing import Literal, NamedTuple

from briefgen.base.patterns import pattern
from briefgen.lsp.cursor import yaml_lines

_HEADING = pattern(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{[^}]*\})?[ \t]*")
_FENCE = pattern(r"[ ]{0,3}(`{3,}|~{3,})")
_KEY = pattern(r"(['\"]?)([^\s#'\"\[\]{}:-][^:#'\"]*)\1[ ]*:(?:\s.*)?")
_NAME = pattern(r"[ ]+(?:name|title|term|short)[ ]*:[ ]*(['\"]?)(.*?)\1[ ]*")
_KEYS = 6
"""Keys stand above headings in a file, and hold none: they are on the lowest level."""


class Part(NamedTuple):
    """A part of a file; lines from 0."""

    name: str
    detail: str
    what: Literal["heading", "key"]
    level: int
    line: int
    last: int
    """Its last line."""


def parts(path: str, text: str) -> tuple[Part, ...]:
    """The parts of a file in order; those inside others have a higher level."""
    lines = text.split("\n")
    yaml = yaml_lines(path, lines)
    found: list[Part] = []
    fence = ""
    for number, line in enumerate(lines):
        if number in yaml:
            if (key := _KEY.fullmatch(line.rstrip())) is not None:
                found.append(Part(key[2].strip(), "", "key", _KEYS, number, number))
            elif found and not found[-1].detail and (name := _NAME.fullmatch(line.rstrip())) is not None:
                found[-1] = found[-1]._replace(detail=name[2])
            continue
        if (mark := _FENCE.match(line)) is not None:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (heading := _HEADING.fullmatch(line)) is not None and heading[2]:
            found.append(Part(heading[2], "", "heading", len(heading[1]), number, number))
    return tuple(_with_ends(found, len(lines) - 1, yaml))


def _with_ends(found: list[Part], last: int, yaml: range) -> list[Part]:
    ended: list[Part] = []
    for number, one in enumerate(found):
        end = next((other.line - 1 for other in found[number + 1 :] if other.level <= one.level), last)
        if one.what == "key" and yaml.stop - 1 >= one.line:
            end = min(end, yaml.stop - 1)
        ended.append(one._replace(last=max(one.line, end)))
    return ended
