"""Projects in every layout that a writer may choose, and what must be true of them after a change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import strategies as st
from small_sites import SmallSite

from briefgen.amending.plan import Change, write
from briefgen.asking.project import Project
from briefgen.base.dates import parse_when

NOW = parse_when("2022-04-08")
OLD, NEW = "ann-lee", "anna-lee"


@st.composite
def projects(draw: Callable[..., object]) -> dict[str, bytes]:
    """Files of a project in which `person:ann-lee` is named in every way there is, in layouts drawn at random."""

    def pick(*ways: str) -> str:
        return str(draw(st.sampled_from(ways)))

    def ref() -> str:
        return pick("ann-lee", "person:ann-lee", "'ann-lee'", '"person:ann-lee"')

    def listed(key: str, indent: str, *others: str) -> str:
        items = [ref(), *others]
        if draw(st.booleans()):
            return f"{indent}{key}: [{', '.join(items)}]{pick('', '  # flow')}\n"
        lines = "".join(f"{indent}{pick('', '  ')}- {one}{pick('', '  # who')}\n" for one in items[:1])
        dash = re.match(r" *", lines)
        return f"{indent}{key}:{pick('', ' # list')}\n{lines}" + "".join(
            f"{dash[0] if dash else indent}- {one}\n" for one in others
        )

    comment = pick("", "# about ann-lee, who is known\n")
    inner = pick("", "  # a comment inside\n")
    redirect = pick("", "  redirect_from: [a-lee]\n", "  redirect_from:\n    - a-lee  # older\n", "  redirect_from:\n")
    body = f"  name: Ann Lee\n{inner}{redirect}  summary: >-\n    A witness\n    of storms.\n"
    flow = '{name: Ann Lee, summary: "A witness, of storms."}'
    files: dict[str, str] = {}
    bob = "bob-ray:\n  name: Bob Ray\n  summary: Knows [[ann-lee]] and [[person:ann-lee|her]], not `[[ann-lee]]`.\n"
    key = pick("ann-lee", '"ann-lee"')
    margin = re.sub("(?m)^  ", "", body)
    match pick("mapping", "flow", "own", "markdown", "with id"):
        case "mapping":
            files["people.yaml"] = f"# The people\n{comment}{key}:\n{body}\n{bob}"
        case "flow":
            files["people.yaml"] = f"{bob}\n{comment}ann-lee: {flow}  # in braces\n"
        case "own":
            files["people.yaml"] = bob
            files["people/ann-lee.yaml"] = comment + margin
        case "markdown":
            files["people.yaml"] = bob
            files["people/ann-lee.md"] = f"---\n{comment}{margin}---\nA life. See [[bob-ray]].\n"
        case _:
            files["people.yaml"] = bob
            files["people/somebody.yaml"] = f"{comment}id: {key}  # hers\n{margin}"
    files["sources.yaml"] = f"talk:\n  kind: conversation\n  title: A talk\n  url_missing: spoken\n  author: {ref()}\n"
    files["claims.yaml"] = (
        f"rain:\n  statement: It rained.\n  short: Rain\n  kind: event\n{listed('about', '  ')}  assertions:\n"
        f"    - by: {ref()}  # she\n      date: 2022-03-01\n      mode: speech\n      source: talk\n  status_history:\n"
        f"    - date: 2022-03-01\n      status: unverified\n      reason: So says [[{pick('ann-lee', 'person:ann-lee')}]].\n"
    )
    files["events.yaml"] = (
        f"storm:\n  title: The storm\n  date: 2022-03-01\n  kind: disaster\n{listed('people', '  ', 'bob-ray')}"
    )
    files["articles/storm.md"] = (
        f"---\ntitle: A storm  # headline\ndate: 2022-04-02\nmentions:\n  cast: [{ref()}]\n---\n"
        "Ann Lee saw it. [It rained]{claim=rain}, said [[ann-lee]]; ask [[ person:ann-lee | her ]].\n\n"
        "| a | b |\n| --- | --- |\n| [[ann-lee\\|she]] | `[[ann-lee]]` |\n\n```\n[[ann-lee]]\n```\n"
    )
    files["articles/storm.notes.yaml"] = f"who:\n  - ref: {ref()}\n    note: Saw it; [[ann-lee]].\n"
    files["/briefgen.yaml"] = f"title: News\ncast: [{ref()}]  # known to all\n"
    ending, mark = pick("\n", "\n", "\r\n"), b"\xef\xbb\xbf" if draw(st.booleans()) else b""
    return {name: mark + text.replace("\n", ending).encode() for name, text in files.items()}


def made(root: Path, files: Mapping[str, bytes]) -> Project:
    """The project, read from an empty folder."""
    return read(SmallSite.written(root, files).root)


def read(root: Path) -> Project:
    project = Project.read(root, NOW)
    assert project.errors == ()
    return project


def done(project: Project, change: Change) -> Project:
    """The project after the change was written."""
    write(project.root, project, change)
    return read(project.root)


def on_disk(root: Path) -> dict[str, bytes]:
    """Every file but those of the store."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".briefgen" not in path.parts
    }


def comment_words(files: Mapping[str, bytes]) -> Counter[str]:
    """Every comment, by its words."""
    found: Counter[str] = Counter()
    for name, data in files.items():
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if name.endswith(".md"):
            text = text.split("\n---\n")[0]
        found.update(one.strip() for one in re.findall(r"(?m)(?:^|\s)#+ *([^#\n]+)$", text))
    return found
