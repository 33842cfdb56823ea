"""What drafting proposes: values, each with the sentence that it came from and how sure the rule is."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Sure = Literal["sure", "likely", "guess"]
"""`sure`: the words say so. `likely`: a rule that is right mostly. `guess`: look before you keep it."""
NameKind = Literal["person", "place", "organisation"]
SURENESS: tuple[Sure, ...] = ("sure", "likely", "guess")


class Report(Struct, frozen=True):
    """A report as plain text."""

    title: str
    """Headline; empty when the file tells none."""
    paragraphs: tuple[str, ...]
    """Texts of its blocks in reading order, without mark-up."""
    date: str = ""
    """Day of publication as `YYYY-MM-DD`; empty when the file tells none."""
    publisher: str = ""
    """Who published it, as far as the file tells."""
    url: str = ""
    """Its address, as far as the file tells."""


class Sentence(Struct, frozen=True):
    """One sentence of a report; what stands in quotation marks is never split."""

    text: str
    paragraph: int
    """Counted from 0."""
    starts_paragraph: bool = False


class Point(Struct, frozen=True):
    """What a gazetteer knows of a place."""

    name: str
    """The gazetteer's name."""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    lat: float | None = None
    """Latitude in degrees."""
    lon: float | None = None
    """Longitude in degrees."""
    geonames: int = 0
    """Id at GeoNames; 0 for none."""
    population: int = 0
    names: tuple[tuple[str, str], ...] = ()
    """Other spellings by language."""
    kind: Literal["country", "region", "city", "town", "settlement"] = "city"
    rivals: int = 0
    """Other places of the same name."""


class Name(Struct, frozen=True):
    """Somebody or something that the report names."""

    kind: NameKind
    name: str
    """Fullest form in the report."""
    sentence: str
    """Where it stands first."""
    sure: Sure
    rule: str
    """Why, in words."""
    forms: tuple[str, ...] = ()
    """Other forms in the report."""
    times: int = 1
    role: str = ""
    """A post in front of or behind the name."""
    honorific: str = ""
    """`Mr`, `Ms` …"""
    sort: str = ""
    """For organisations and places: the content model's kind."""
    point: Point | None = None
    """What the gazetteer knows."""


class Speaker(Struct, frozen=True):
    """Who says something."""

    label: str
    """As the report calls them."""
    name: str = ""
    """The `Name` that speaks, when there is one."""
    kind: str = ""
    """Its kind."""
    sure: Sure = "sure"


class Quotation(Struct, frozen=True):
    """Words in quotation marks."""

    words: str
    speaker: Speaker | None
    verb: str
    sentence: str
    sure: Sure
    rule: str


class Number(Struct, frozen=True):
    """A figure."""

    value: float
    comparator: Literal["exactly", "at-least", "at-most", "about"]
    unit: str
    words: str
    """As written."""
    sentence: str


class Day(Struct, frozen=True):
    """A date."""

    words: str
    when: str
    """As EDTF; empty when the report does not tell which day is meant."""
    sentence: str
    sure: Sure


class Claim(Struct, frozen=True):
    """Something that may be true or not, and who says it."""

    statement: str
    """In the report's words, without the words of attribution; short."""
    kind: str
    """Of the content model: event, figure, pledge …"""
    speaker: Speaker | None
    """None: the report says it in its own voice."""
    verb: str
    mode: str
    """How it was said, of the content model."""
    hedge: str
    quote: str
    """The exact words, at most a short quotation."""
    date: str
    """When it was said, as EDTF; empty when not told."""
    figure: Number | None
    about: tuple[str, ...]
    """Names in it."""
    sentence: str
    sure: Sure
    rule: str


class Draft(Struct, frozen=True):
    """Everything proposed from one report."""

    report: Report
    names: tuple[Name, ...]
    quotations: tuple[Quotation, ...]
    numbers: tuple[Number, ...]
    days: tuple[Day, ...]
    claims: tuple[Claim, ...]
    english: bool = True
    """False for a report in a language of which only names, figures and days are read."""

    def of(self, kind: NameKind) -> tuple[Name, ...]:
        """Names of one kind."""
        return tuple(one for one in self.names if one.kind == kind)
