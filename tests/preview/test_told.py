"""The line of a file that a problem speaks of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.base.diagnostics import Diagnostic, Mark, Related, Spot
from briefgen.preview.told import LINE_SHOWN, told


def parts(text: str, column: int, end: int = 0, line: int = 1) -> tuple[str, str, str]:
    (one,) = told((Diagnostic("E001", Mark("a.md", line, column, end), "wrong"),), {"a.md": text}.get)
    return one.before, one.stretch, one.after


def test_a_line_comes_in_three_parts() -> None:
    assert parts("first\ntitel: x\r\n", 1, 6, line=2) == ("", "titel", ": x")
    assert parts("abc", 2) == ("a", "b", "c")
    assert parts("abc", 4) == ("abc", "", "")
    assert parts("abc", 1, 4) == ("", "abc", "")


def test_there_may_be_no_line() -> None:
    """A file that is not there, a line behind the end, a record instead of a place."""
    assert parts("abc", 1, line=7) == ("", "", "")
    (one,) = told((Diagnostic("E001", Spot("person:ada"), "wrong"),), {}.get)
    assert (one.place, one.stretch) == ("person:ada", "")


@given(st.text(alphabet="ab ", max_size=500), st.integers(1, 600), st.integers(0, 700))
def test_a_long_line_is_cut_around_the_place(text: str, column: int, end: int) -> None:
    """What is shown is the line or a stretch of it, with the place in it, and never too long."""
    before, stretch, after = parts(text, column, end)
    whole = before + stretch + after
    assert whole.removeprefix("…").removesuffix("…") in text
    assert text[column - 1 :].startswith(stretch)
    assert len(whole) <= 2 * LINE_SHOWN + 2
    assert len(text) > LINE_SHOWN or whole == text


def test_errors_come_first_and_second_places_are_named() -> None:
    warning = Diagnostic("W001", Mark("a.md"), "later", level="warning")
    error = Diagnostic(
        "E001", Mark("b.md"), "first", "mend it", (Related(Mark("c.md", 3, 4), "here too"),), level="error"
    )
    found = told((warning, error), {}.get)
    assert [one.level for one in found] == ["error", "warning"]
    assert (found[0].hint, found[0].related) == ("mend it", ("c.md:3:4: here too",))
