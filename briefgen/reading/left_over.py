"""What was left to be done when a stub was written, and is still there: `TODO`, and “(write here)”.

Found in the text of a file as it stands, so that nothing that has neither word is looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefgen.base.patterns import pattern

_WORDS = pattern(r"(?<![\w`])TODO(?![\w`])|\(write here\)")
_LOUD = pattern(r"[A-Z\u00C0-\u00DE]{2,}")
_NEXT = pattern(r"^[\s:,.!?]*(\w+)")
_BEFORE = pattern(r"(\w+)[\s:,.!?]*$")
_TOP = pattern(r"^(?:'([^'\n]+)'|\"([^\"\n]+)\"|([^\s#'\"-][^:\n]*))\s*:")
_FENCE = pattern(r"^\s*(?:```|~~~)")


class Left(NamedTuple):
    """Words that somebody meant to replace."""

    line: int
    """From 1, as columns."""
    start: int
    end: int
    remark: bool
    """Whether they stand in a comment of YAML, which readers never see."""
    top: str
    """The key at the margin that they stand under; empty in a text."""


def left_over(path: str, text: str) -> Iterator[Left]:
    """All such words of a file. Code is left alone, and so is a headline in capitals, where TODO is Spanish for “all”."""
    if "TODO" not in text and "(write here)" not in text:
        return
    in_yaml, in_code, top = not path.endswith(".md"), False, ""
    for number, line in enumerate(text.split("\n"), 1):
        if path.endswith(".md") and line.rstrip() == "---" and (number == 1 or in_yaml):
            in_yaml = number == 1
            continue
        if not in_yaml and _FENCE.match(line):
            in_code = not in_code
        if in_yaml and (key := _TOP.match(line)):
            top = next(one for one in key.groups() if one is not None).strip()
        for found in _WORDS.finditer(line) if not in_code else ():
            if found[0] == "TODO" and _is_loud(line[: found.start()], line[found.end() :]):
                continue
            remark = in_yaml and _in_comment(line[: found.start()])
            yield Left(number, found.start() + 1, found.end() + 1, remark, top if in_yaml else "")


def _is_loud(before: str, after: str) -> bool:
    """Whether the word beside it is in capitals as well."""
    sides = (_BEFORE.search(before), _NEXT.match(after))
    return any(one is not None and _LOUD.fullmatch(one[1]) for one in sides)


def _in_comment(before: str) -> bool:
    quote = ""
    for at, one in enumerate(before):
        if quote:
            quote = "" if one == quote else quote
        elif one in "\"'" and (not at or before[at - 1] in " [{,:"):
            quote = one
        elif one == "#" and (not at or before[at - 1].isspace()):
            return True
    return False
