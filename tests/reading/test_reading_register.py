"""The register of codes: complete for this room, and worth reading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_reading_codes import CASES  # type: ignore[import-not-found]

import briefgen.reading
from briefgen.base.codes import CODES, Code

ROOM = [one for one in Path(briefgen.reading.__path__[0]).glob("*.py") if not one.name.startswith("markdown")]


def test_every_code_of_this_room_is_registered_and_has_a_broken_project() -> None:
    """No code is made up on the spot, and none is without a test."""
    used = {code for one in ROOM for code in re.findall(r'"([EWI][0-9]{3})"', one.read_text())}
    assert used <= CODES.keys()
    # Codes that need files of other kinds have their project beside those of the other rooms.
    elsewhere = {one.name for one in (Path(__file__).parents[1] / "diagnostics").iterdir()}
    assert used <= {one.split()[0] for _, places in CASES.values() for one in places} | elsewhere


@pytest.mark.parametrize("code", CODES.values(), ids=CODES.keys())
def test_an_explanation_says_what_it_means_and_how_to_mend_it(code: Code) -> None:
    """Two to five sentences, and the level of the letter."""
    assert re.fullmatch(r"[EWI][0-9]{3}", code.code)
    assert {"E": "error", "W": "warning", "I": "note"}[code.code[0]] == code.level
    plain = re.sub(r"`[^`]*`|“[^”]*”", "x", code.explanation)
    assert 2 <= len(re.findall(r"[.:?](?:\s|$)", plain)) <= 7
    assert code.explanation.endswith((".", "`"))
    assert not code.title.endswith(".")
