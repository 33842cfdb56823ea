"""What is left of a stub is found where readers would meet it, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from briefgen.reading.left_over import left_over


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TODO say what happened\n", [(1, 1, False)]),
        ("A text with [TODO in your own words]{claim=x}.\n", [(1, 14, False)]),
        ("## TODO Quotations\n", [(1, 4, False)]),
        ("In `TODO` and\n\n```\nTODO\n```\nTODOs, METODO, Todo.\n", []),
        ("TODO SOBRE LA GUERRA. Lo SABEMOS TODO, dijo.\n", []),
        ("---\ntitle: TODO it\n# TODO ask\nsummary: (write here)  # TODO: when?\n---\nIt rained.\n", [
            (2, 8, False), (3, 3, True), (4, 10, False), (4, 26, True),
        ]),
        ("---\ntitle: 'Not # TODO yet'\n---\n", [(2, 15, False)]),
        ("---\ntitle: A\n---\nIt rained. # TODO\n", [(4, 14, False)]),
    ],
)  # fmt: skip
def test_where_it_stands(text: str, found: list[tuple[int, int, bool]]) -> None:
    assert [(one.line, one.start, one.remark) for one in left_over("content/articles/x.md", text)] == found


def test_a_registry_says_of_whom() -> None:
    text = "ann:\n  name: Ann\n'bob':\n  summary: TODO\n# TODO sort these\n"
    assert [(one.top, one.remark) for one in left_over("content/people.yaml", text)] == [("bob", False), ("bob", True)]
