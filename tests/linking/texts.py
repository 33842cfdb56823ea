"""Small texts and registries for tests of linking: what was found in an article, in short form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from small_sites import SmallSite, told

Make = Callable[[Mapping[str, str | bytes]], SmallSite]

JOHNSON = """\
boris-johnson:
  name: Boris Johnson
  summary: Prime Minister of the United Kingdom.
  honorific: Mr
  family_name: Johnson
  roles:
    - {title: Prime Minister, from: 2019-07-24, to: 2022-09-06, office_aliases: [the Prime Minister]}
"""
OTHER_JOHNSON = """\
joseph-johnson:
  name: Joseph Johnson
  summary: His brother.
  honorific: Mr
  family_name: Johnson
"""
KYIV = "kyiv: {name: Kyiv, kind: city, summary: The capital.}\n"
REGION = "kyiv-region: {name: Kyiv region, kind: region, summary: The land around it.}\n"


def article(body: str, head: str = "") -> str:
    return f"---\ntitle: Storm\ndate: 2022-04-02\n{head}---\n{body}\n"


class Hit(NamedTuple):
    """One mention, as a test writes it down."""

    words: str
    target: str
    linked: bool = True
    found_by: str = "strong"


class Reading(NamedTuple):
    """What was found in the article `storm`."""

    hits: list[Hit]
    codes: list[str]
    """Codes of diagnostics with what they point at, notes on unused records left out."""

    @property
    def targets(self) -> list[tuple[str, str]]:
        """Words and target of each mention."""
        return [(one.words, one.target) for one in self.hits]


def read(site: SmallSite, key: str = "article:storm") -> Reading:
    """Link the site and tell what was found in one of its texts."""
    prepared = site.prepared()
    document, linked = prepared.site.documents[key], prepared.site.linked[key]
    hits = [
        Hit(document.passages[one.passage].text[one.start : one.end], one.target, one.linked, one.found_by)
        for one in linked.mentions
    ]
    codes = [one.partition(" ")[0] for one in told(prepared.diagnostics) if not one.startswith("I107")]
    return Reading(hits, codes)
