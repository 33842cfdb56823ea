"""An office on file in front of a name is a title, whatever its words are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import SmallSite

Make = Callable[[Mapping[str, str]], SmallSite]
PEOPLE = """\
ann: {name: Ann Lee, family_name: Lee, summary: She runs the harbour., roles: [{title: Harbour Master of Merrow, office_aliases: [the Harbour Master]}]}
bo: {name: Bo Ray, family_name: Ray, summary: He ran a shop.}
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was Harbour Master Ann Lee who closed it.", ["Ann Lee"]),
        ("Harbour Master Ann Lee closed it.", ["Ann Lee"]),
        ("Ann Lee came late, said Harbour Master Lee.", ["Ann Lee", "Lee"]),
        ("It was Harbour Master Bo Ray who closed it.", ["Bo Ray"]),
        ("It was Boat Master Ann Lee who closed it.", []),
        ("They walked to the Harbour Master Ann Lee Foundation.", []),
    ],
)
def test_an_office_is_no_part_of_a_name(small_site: Make, text: str, names: list[str]) -> None:
    """Whoever holds it; words that are no office on file still make another name of it."""
    site = small_site({"people.yaml": PEOPLE, "articles/a.md": f"---\ntitle: A\ndate: 2022-04-02\n---\n{text}\n"})
    prepared = site.prepared()
    assert prepared.site is not None
    linked = prepared.site.linked["article:a"].mentions
    found = [text[one.start : one.end] for one in linked]
    assert [one for one in found if "Master" not in one] == names
