"""What may stand in a field, in words, and how to write it: the second half of every message about a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

from briefgen.base.dates import When
from briefgen.base.text import did_you_mean
from briefgen.reading.shapes import Annotation, bare, branches, fields, origin, shape, shape_of

_SHAPE_WORDS = {
    "text": "text",
    "yes/no": "true or false",
    "number": "a number",
    "list": "a list",
    "mapping": "a group of keys",
    "nothing": "empty",
}

_ADDRESS = (
    "the file’s name makes the address; `permalinks` in briefgen.yaml gives all articles addresses of another form"
)
ELSEWHERE = {
    **dict.fromkeys(("permalink", "slug", "url"), (_ADDRESS, "")),
    "aliases": ("older addresses of a page are its `redirect_from`", "redirect_from"),
    **dict.fromkeys(("category", "categories"), ("write `section`, or `tags`", "section")),
    **dict.fromkeys(
        ("description", "excerpt"),
        ("write `standfirst`, a sentence below the title, or `summary`, a list of key points", "standfirst"),
    ),
    "layout": ("templates are the theme’s: briefgen theme eject takes one over", ""),
}
"""What to write for keys that other generators know in front of a text, and the key that there must be for it."""


def choices(expected: Annotation | None) -> str:
    """What a field may hold: `text or a list`."""
    words = list(dict.fromkeys(map(_choice, _ways(expected)))) or ["written differently"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def given_words(given: object) -> str:
    """What was written instead."""
    if isinstance(given, bool):
        return f"“{_as_yaml(given)}”"
    return f"the number {given}" if isinstance(given, (int, float)) else _SHAPE_WORDS[shape_of(given)]


def short(given: object) -> str:
    """A value that fits into a message."""
    text = str(given)
    return text if len(text) <= 60 else text[:59] + "…"


def allowed(expected: Annotation | None) -> list[str]:
    """The words a field may hold, and what else it may be."""
    words = [str(word) for one in _ways(expected) if _is_word(one) for word in get_args(bare(one))]
    return words + [_choice(one) for one in _ways(expected) if not _is_word(one)]


def words_hint(given: str, words: Sequence[str]) -> str:
    """All words that are possible, the likeliest first."""
    listed = f"write {', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else f"write {''.join(words)}"
    near = did_you_mean(given, words) if len(given) > 1 else ""
    return f"{near} {listed}".strip()


def type_hint(expected: Annotation | None, given: object) -> str:
    """How to write a value of the right kind."""
    shapes = [shape(one) for one in _ways(expected)]
    written = shape_of(given)
    if "list" in shapes:
        one_value = written in {"text", "number"}
        groups = one_value and next((found for one in _ways(expected) if (found := _group_in(one))), "")
        if groups:
            return f"write a list of groups: [{groups}]"
        return f"write a list: [{short(given)}]" if one_value else "begin each item of the list with “- ”"
    if "yes/no" in shapes and isinstance(given, str):
        return _yes_no_hint(given)
    if any(bare(one) is When for one in _ways(expected)):
        return "write 2022, 2022-04, 2022-04-02 or 2022-04-02T19:30+01:00"
    if "text" in shapes:
        return _text_hint(given)
    return _mapping_hint(expected) if "mapping" in shapes else ""


def _group_in(one: Annotation) -> str:
    """What stands in a list of groups of keys, its needed keys shown; empty for any other list."""
    inner = next(iter(get_args(bare(one))), None) if shape(one) == "list" else None
    if inner is None or len(branches(inner)) != 1 or shape(inner) != "mapping" or not isinstance(bare(inner), type):
        return ""
    needed = [name for name, field in fields(bare(inner)).items() if field.required]
    return f"{{{', '.join(f'{name}: …' for name in needed)}}}" if needed else ""


def _ways(expected: Annotation | None) -> tuple[Annotation, ...]:
    return () if expected is None else branches(expected)


def _is_word(annotation: Annotation) -> bool:
    return bool(origin(bare(annotation)) is Literal)


def _choice(one: Annotation) -> str:
    kind: Any = bare(one)
    words: dict[Any, str] = {When: "a date", int: "a whole number"}
    if _is_word(one) and len(get_args(kind)) == 1:
        return f"“{get_args(kind)[0]}”"
    return words.get(kind) or _SHAPE_WORDS[shape(one)]


def _text_hint(given: object) -> str:
    if isinstance(given, (bool, int, float)):
        return f'write it in quotes: "{_as_yaml(given)}"'
    letter = "[" if isinstance(given, list) else "{"
    return f"write one text; a text that begins with {letter} must be in quotes"


def _as_yaml(given: object) -> str:
    return str(given).lower() if isinstance(given, bool) else str(given)


def _yes_no_hint(given: str) -> str:
    if given.lower() in {"true", "yes", "on", "y"}:
        return "write true"
    return "write false" if given.lower() in {"false", "no", "off", "n"} else "write true or false"


def _mapping_hint(expected: Annotation) -> str:
    kind = next(bare(one) for one in branches(expected) if shape(one) == "mapping")
    if origin(kind) is dict:
        return "write {name: value}"
    needed = [one.written for one in fields(kind).values() if one.required] or list(fields(kind))[:2]
    return f"write {{{', '.join(f'{one}: …' for one in needed)}}}"
