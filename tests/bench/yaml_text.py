"""YAML as a desk writes it: plain words where they may stand plain, one key a line, short lists on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

_PLAIN = re.compile(r"[^\W\d_](?:[^:#,\n\"'\[\]{}]|[:,](?=\S)|, )*|\d{4}(-\d{2}){0,2}")
"""Commas are meant for block values; none of our short lists has one."""
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def as_yaml(value: Mapping[str, object]) -> str:
    """A mapping as a file or front matter."""
    return "".join(f"{line}\n" for line in _mapping(value))


def _mapping(value: Mapping[str, object]) -> Iterator[str]:
    for key, one in value.items():
        if isinstance(one, Mapping):
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(one))
        elif isinstance(one, list) and any(isinstance(item, Mapping) or " " in str(item) for item in one):
            yield f"{key}:"
            yield from (f"  {line}" for line in _items(one))
        elif isinstance(one, list):
            yield f"{key}: [{', '.join(map(_scalar, one))}]"
        else:
            yield f"{key}: {_scalar(one)}"


def _items(values: list[object]) -> Iterator[str]:
    for one in values:
        lines = list(_mapping(one)) if isinstance(one, Mapping) else [_scalar(one)]
        yield f"- {lines[0]}"
        yield from (f"  {line}" for line in lines[1:])


def _scalar(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) is not None and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
