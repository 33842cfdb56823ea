"""Starts a record: a file with all required keys, never over an existing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from briefgen.base.text import slug
from briefgen.desk.init import quoted
from briefgen.model.records import PLURALS

_TEMPLATES: Mapping[str, str] = {
    "article": """\
---
title: {name}
date: {today}
draft: true          # take this line out to publish
standfirst:
topics: []
---

""",
    "page": """\
---
title: {name}
summary:
---

""",
    "person": """\
name: {name}
sort_name:           # Family name, Given name
honorific:           # Mr, Ms, Dr
family_name:
roles: []            # - {{title: …, short: …, from: 2022-01-01}}
summary:             # one or two sentences for cards
""",
    "organisation": """\
name: {name}
kind: other          # government ministry office military party company news-media news-agency ngo …
country:             # two letters, for example UA
summary:
""",
    "place": """\
name: {name}
kind: city           # country region district city town village settlement area building site …
parent:
country:
# coordinates: {{lat: 50.45, lon: 30.52, precision: settlement}}
summary:
""",
    "event": """\
draft: true          # take this line out when the record is ready
title: {name}
date: {today}
kind: other          # military diplomatic political legal humanitarian announcement disaster …
status: reported     # confirmed needs sources
places: []
people: []
summary:
""",
    "claim": """\
draft: true          # take this line out when the record is ready
statement: {name}
short: {short}
kind: event          # event figure allegation denial quote background media pledge prediction assessment opinion …
about: []
assertions:
  - by_label: (write here) who says so, or use by with the id of a person or organisation
    date: {today}
    mode: press-statement
    source: {todo}
status_history:
  - date: {today}
    status: unverified
    reason: (write here) why, in one sentence for readers
""",
    "source": """\
draft: true          # take this line out when the record is ready
kind: news-article
title: {name}
url_missing: (write here) replace by url
publisher:
published: {today}
accessed: {today}
""",
    "term": """\
draft: true          # take this line out when the record is ready
term: {name}
definition: (write here) what it means, in one or two sentences
""",
    "topic": """\
draft: true          # take this line out when the record is ready
title: {name}
summary: (write here) one or two sentences
status: ongoing
""",
    "correction": """\
draft: true          # take this line out when the record is ready
target: (write here) kind and id, for example article:x
date: {today}
kind: correction
text: {name}
""",
    "author": """\
name: {name}
role:
""",
}
SHORT = 60


class NewError(Exception):
    """The record cannot be started; the message says why."""


def kinds() -> Iterable[str]:
    """Kinds of record that can be started."""
    return _TEMPLATES


def start_record(root: Path, kind: str, name: str, today: str) -> Path:
    """Write a new record's file; its path. Raises `NewError` when it exists or the name gives no id."""
    path = path_of(root, kind, slug(name), name)
    write_new(path, template(kind, name, today))
    return path


def path_of(root: Path, kind: str, id: str, name: str) -> Path:
    """The file of a new record. Raises `NewError` when there is no id, or the record is there."""
    if not id:
        raise NewError(
            f"no id can be made from “{name}”; give a name with Latin letters, and add the other spelling in the file"
        )
    path = root / "content" / PLURALS[kind] / (f"{id}.md" if kind in {"article", "page"} else f"{id}.yaml")
    if _taken(root, kind, id, path):
        raise NewError(f"there is a record {kind}:{id} already; choose another name")
    return path


def template(kind: str, name: str, today: str) -> str:
    """A new record's text."""
    return _TEMPLATES[kind].format(name=quoted(name), short=quoted(name[:SHORT]), today=today, todo="todo-source-id")


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _taken(root: Path, kind: str, id: str, path: Path) -> bool:
    """Whether the id is in use: as a file of its own, or as a key of the kind's registry."""
    if path.exists():
        return True
    registry = root / "content" / f"{PLURALS[kind]}.yaml"
    return registry.is_file() and any(
        line.startswith(f"{id}:") for line in registry.read_text(encoding="utf-8", errors="replace").splitlines()
    )
