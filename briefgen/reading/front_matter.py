"""The YAML at the head of a Markdown file, between two lines of three hyphens."""

from __future__ import annotations

from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic, Mark

SMALLEST = "---\ntitle: What happened\ndate: 2022-04-02\n---\nWhat happened, in a few words."
"""The smallest article there is."""

_FENCE = "---"


class FrontMatter(Struct, frozen=True):
    """A Markdown file in its two parts."""

    yaml: str
    """The head, on the lines where it stands in the file."""
    body: str
    body_line: int
    """Line of the file on which the body begins."""


def split_front_matter(path: str, text: str) -> Checked[FrontMatter | None]:
    """Take a Markdown file apart; without a head it cannot be read."""
    if not text.strip():
        return _fault(path, 1, "the file is empty")
    end = text.find("\n---", 3)
    if text.startswith("---\n") and text.startswith("\n---\n", end):
        # Both fences are bare, as nearly always: an empty line for the first keeps every other line where it is.
        return Checked(FrontMatter("\n" + text[4 : end + 1], text[end + 5 :], text.count("\n", 0, end + 1) + 2))
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return _fault(path, 1, "the front matter is missing: the first line must be “---”", len(lines[0]))
    for number in range(1, len(lines)):
        if lines[number].rstrip() == _FENCE:
            head = "\n" + "".join(line + "\n" for line in lines[1:number])
            return Checked(FrontMatter(head, "\n".join(lines[number + 1 :]), number + 2))
    return _fault(path, 1, "the front matter that begins here is never closed by a second line “---”", len(_FENCE))


def _fault(path: str, line: int, message: str, length: int = 0) -> Checked[FrontMatter | None]:
    mark = Mark(path, line, 1, max(length, 1) + 1)
    hint = f"the smallest article looks like this:\n{SMALLEST}"
    return Checked(None, (Diagnostic("E009", mark, message, hint),))
