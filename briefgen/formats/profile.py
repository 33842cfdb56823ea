"""What structured data must say to be taken: our profile of schema.org, checked on what a page would say.

A rule speaks of one type: what it needs (an error without it), what consumers advise (a remark), how long texts may be,
which numbers go together. The demands are those of Google's documentation for articles, fact checks and breadcrumbs,
of the Fact Check Tools API and of schema.org 30.0. Embedded works and people need only a name or an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

Level = Literal["error", "warning", "advice"]


@dataclass(frozen=True)
class Fault:
    """Something that a node lacks or has wrong."""

    level: Level
    """`error`: it would be rejected; `warning`: it would be cut or ignored; `advice`: it could say more."""
    path: str
    """Way to the node: `$.reviewRating`."""
    type: str
    property: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The profile of one type."""

    types: tuple[str, ...]
    needs: Mapping[str, str] = field(default_factory=dict)
    """Property to the kind of value it must have."""
    advised: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    """Kinds of values where they are given."""
    allowed: tuple[str, ...] = ()
    longest: Mapping[str, int] = field(default_factory=dict)
    """Characters."""
    length: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    """All of them or none."""
    between: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)
    """Entries of a list."""
    inside: bool = False
    """Whether it is checked wherever it stands; other types only where a page speaks of itself."""


_ORGANISATIONS = (
    "Organization", "NewsMediaOrganization", "GovernmentOrganization", "PoliticalParty", "NGO", "Corporation",
    "CollegeOrUniversity", "WorkersUnion",
)  # fmt: skip
_PEOPLE = "|".join(("Person", *_ORGANISATIONS))
_WHO = f"node:{_PEOPLE}"
_POLICIES = (
    "correctionsPolicy", "ethicsPolicy", "verificationFactCheckingPolicy", "actionableFeedbackPolicy",
    "unnamedSourcesPolicy", "diversityPolicy", "ownershipFundingInfo", "masthead", "missionCoveragePrioritiesPolicy",
    "noBylinesPolicy", "publishingPrinciples",
)  # fmt: skip
_COMMON = frozenset((
    "name", "url", "description", "image", "sameAs", "alternateName", "identifier", "inLanguage", "dateModified",
    "isPartOf", "disambiguatingDescription",
))  # fmt: skip

PROFILE: tuple[Rule, ...] = (
    Rule(
        types=("NewsArticle", "ReportageNewsArticle", "BackgroundNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"),
        needs={
            "headline": "text", "url": "address", "datePublished": "time", "author": f"list:{_WHO}",
            "publisher": "node:NewsMediaOrganization|Organization", "inLanguage": "lang",
        },
        advised={
            "dateModified": "time", "image": "list:address", "description": "text", "mainEntityOfPage": "node",
            "about": "list:node", "mentions": "list:node", "citation": "list:node:CreativeWork", "isAccessibleForFree": "bool",
        },
        allowed=(
            "articleSection", "wordCount", "contentLocation", "locationCreated", "dateline", "correction", "backstory",
            "isBasedOn", "hasPart", "speakable", "keywords", "creditText", "license", "copyrightHolder", "temporalCoverage",
            "creativeWorkStatus", "version", "publishingPrinciples",
        ),
        longest={"headline": 110},
    ),
    Rule(
        types=("ClaimReview",),
        needs={"url": "address", "claimReviewed": "text", "reviewRating": "node:Rating"},
        advised={"author": _WHO, "itemReviewed": "node:Claim", "datePublished": "time", "inLanguage": "lang"},
        values={"author": _WHO, "itemReviewed": "node:Claim", "dateModified": "time"},
        allowed=(
            "license", "sdLicense", "sdPublisher", "sdDatePublished", "associatedClaimReview", "associatedMediaReview",
            "reviewBody", "mainEntityOfPage", "citation",
        ),
        longest={"claimReviewed": 75},
    ),
    Rule(
        types=("Rating",),
        needs={"alternateName": "text"},
        advised={"ratingExplanation": "text"},
        values={"ratingValue": "int", "bestRating": "int", "worstRating": "int"},
        allowed=("ratingValue", "bestRating", "worstRating"),
        longest={"alternateName": 30},
        together=("ratingValue", "bestRating", "worstRating"),
        between={"ratingValue": ("worstRating", "bestRating")},
        inside=True,
    ),
    Rule(
        types=("Claim",),
        advised={"datePublished": "time", "author": _WHO, "firstAppearance": "node"},
        values={"author": _WHO, "appearance": "list:node"},
        allowed=("about", "citation", "contentLocation", "claimInterpreter", "appearance"),
        inside=True,
    ),
    Rule(
        types=("Person",),
        needs={"name": "text"},
        advised={"url": "address", "sameAs": "list:address", "jobTitle": "text"},
        allowed=(
            "givenName", "familyName", "honorificPrefix", "memberOf", "worksFor", "hasOccupation", "affiliation", "subjectOf",
            "birthDate", "deathDate", "nationality", "mainEntityOfPage", "knowsAbout", "knowsLanguage",
        ),
        values={"birthDate": "time", "deathDate": "time"},
    ),
    Rule(
        types=_ORGANISATIONS,
        needs={"name": "text"},
        advised={"url": "address", "logo": "node:ImageObject", "sameAs": "list:address"},
        values=dict.fromkeys(_POLICIES, "address"),
        allowed=(
            "parentOrganization", "areaServed", "foundingDate", "dissolutionDate", "contactPoint", "location", "knowsAbout",
            "knowsLanguage", *_POLICIES,
        ),
    ),
    Rule(
        types=("Place", "City", "AdministrativeArea", "Country"),
        needs={"name": "text"},
        advised={"geo": "node:GeoCoordinates", "containedInPlace": "node", "sameAs": "list:address"},
        allowed=("hasMap", "subjectOf", "address"),
    ),
    Rule(
        types=("Event",),
        needs={"name": "text"},
        advised={"startDate": "time", "location": "list:node"},
        allowed=("endDate", "about", "organizer", "superEvent"),
    ),
    Rule(
        types=("DefinedTerm",), needs={"name": "text"}, advised={"description": "text", "inDefinedTermSet": "node"},
        allowed=("termCode",),
    ),
    Rule(
        types=("BreadcrumbList",), needs={"itemListElement": "list:node:ListItem"}, at_least={"itemListElement": 2},
        allowed=("numberOfItems",),
    ),
    Rule(types=("ListItem",), needs={"position": "int", "name": "text"}, allowed=("item",), inside=True),
    Rule(
        types=("WebSite",), needs={"name": "text", "url": "address"},
        advised={"publisher": "node", "inLanguage": "lang"},
    ),
    Rule(
        types=("DataFeed",),
        needs={"name": "text", "description": "text", "dataFeedElement": "list:node:DataFeedItem"},
        advised={"dateModified": "time", "creator": "node"},
        allowed=("license", "isAccessibleForFree", "temporalCoverage", "distribution", "sdPublisher", "sdLicense"),
        length={"description": (50, 5000)},
    ),
    Rule(
        types=("DataFeedItem",), needs={"item": "list:node:ClaimReview"},
        advised={"dateCreated": "time", "dateModified": "time"}, inside=True,
    ),
    Rule(types=("CorrectionComment",), needs={"text": "text", "datePublished": "time"}, allowed=("about",), inside=True),
)  # fmt: skip
"""All rules, the more particular first."""

_RULES: Mapping[str, Rule] = {type: rule for rule in PROFILE for type in rule.types}
_DATE = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?"
)
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_OWN = frozenset({"@graph", "dataFeedElement", "item"})
"""Where a page goes on speaking of itself."""


def faults(data: Any, url: str = "") -> list[Fault]:
    """Everything that speaks against a block of structured data; `url` is the address of its page, where that is known."""
    found = list(_walk(data, "$", True))
    reviews = list(_reviews(data, "$"))
    if len(reviews) > 1 and not (isinstance(data, dict) and "dataFeedElement" in data):
        found.append(Fault("error", reviews[1][0], "ClaimReview", "", "a page may have one ClaimReview only"))
    if url:
        for path, review in reviews:
            if not _same_host(str(review.get("url", "")), url):
                found.append(Fault("error", path, "ClaimReview", "url", "url is on another host than the page"))
    for path, context in _contexts(data):
        if context != "https://schema.org":
            found.append(Fault("error", path, "", "@context", f"@context is {context!r}, not https://schema.org"))
    return found


def _contexts(data: Any) -> Iterator[tuple[str, Any]]:
    for number, top in enumerate(data if isinstance(data, list) else [data]):
        yield f"$[{number}]" if isinstance(data, list) else "$", top.get("@context") if isinstance(top, dict) else None


def _reviews(node: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for place, one in _children(node, path):
        yield from _reviews(one, place)
    if isinstance(node, dict) and "ClaimReview" in _many(node.get("@type")) and len(node) > 2:
        yield path, node


def _children(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, list):
        yield from ((f"{path}[{number}]", one) for number, one in enumerate(node))
    elif isinstance(node, dict):
        yield from ((f"{path}.{name}", one) for name, one in node.items() if isinstance(one, dict | list))


def _same_host(url: str, page: str) -> bool:
    if not (is_address(url) and is_address(page)):
        return False
    own, host = urlsplit(url).hostname or "", urlsplit(page).hostname or ""
    return bool(own) and (own == host or own.endswith(f".{host}"))


def _walk(node: Any, path: str, own: bool) -> Iterator[Fault]:
    if isinstance(node, list):
        for number, one in enumerate(node):
            yield from _walk(one, f"{path}[{number}]", own)
        return
    if not isinstance(node, dict):
        return
    found = next(((_RULES[one], one) for one in _many(node.get("@type")) if one in _RULES), None)
    if found is not None and not _is_reference(node, own):
        rule, type = found
        if own or rule.inside:
            yield from _node(node, path, rule, type)
    for name, value in node.items():
        if name != "@context" and isinstance(value, dict | list):
            yield from _walk(value, f"{path}.{name}", own and name in _OWN)


def _is_reference(node: Mapping[str, Any], own: bool) -> bool:
    """Whether it only names something that is described elsewhere."""
    return node.keys() <= {"@id", "@type"} or (
        not own and "@id" in node and node.keys() <= {"@id", "@type", "name", "url"}
    )


def _node(node: Mapping[str, Any], path: str, rule: Rule, type: str) -> Iterator[Fault]:
    def say(level: Level, property: str, message: str) -> Fault:
        return Fault(level, path, type, property, message)

    known = {*rule.needs, *rule.advised, *rule.values, *rule.allowed, *_COMMON}
    for name in node:
        if not name.startswith("@") and name not in known:
            yield say("warning", name, f"{name} is no property of {type} in the profile")
    for name in rule.needs:
        if name not in node:
            yield say("error", name, f"{name} is missing")
    brief = "@id" in node and node.keys() <= {"@id", "@type", "name", "url"}  # described elsewhere
    for name in rule.advised:
        if name not in node and not brief:
            yield say("advice", name, f"{name} is missing")
    for name, kind in {**rule.needs, **rule.advised, **rule.values}.items():
        if name in node and not _fits(node[name], kind):
            yield say("error", name, f"{name} is not {_KINDS.get(kind.rpartition(':')[0] or kind, kind)}")
    for name, most in rule.longest.items():
        if len(str(node.get(name, ""))) > most:
            yield say("warning", name, f"{name} has {len(str(node[name]))} characters, {most} are shown")
    for name, (least, most) in rule.length.items():
        if name in node and not least <= len(str(node[name])) <= most:
            yield say("error", name, f"{name} has {len(str(node[name]))} characters, {least} to {most} are wanted")
    for name, entries in rule.at_least.items():
        if len(_many(node.get(name))) < entries:
            yield say("error", name, f"{name} has fewer than {entries} entries")
    given = [name for name in rule.together if name in node]
    if given and len(given) < len(rule.together):
        yield say("error", given[0], f"{', '.join(rule.together)} go together")
    for name, (low, high) in rule.between.items():
        values = [node.get(one) for one in (low, name, high)]
        if all(_is_number(one) for one in values) and not (values[0] < values[1] + 1e-9 and values[1] <= values[2]):  # type: ignore[operator]
            yield say("error", name, f"{name} is outside {values[0]} to {values[2]}")
        if all(_is_number(one) for one in values) and not 1 <= values[0] < values[2]:  # type: ignore[operator]
            yield say("error", low, f"{low} and {high} are no scale")
    if type == "BreadcrumbList":
        yield from _breadcrumb(node, path)


def _breadcrumb(node: Mapping[str, Any], path: str) -> Iterator[Fault]:
    items = [one for one in _many(node.get("itemListElement")) if isinstance(one, dict)]
    if [one.get("position") for one in items] != list(range(1, len(items) + 1)):
        yield Fault("error", path, "BreadcrumbList", "position", "positions are not 1, 2, 3 …")
    for one in items[:-1]:
        if not one.get("item"):
            message = f"item is missing at position {one.get('position')}; only the last may lack it"
            yield Fault("error", path, "BreadcrumbList", "item", message)


_KINDS: Mapping[str, str] = {
    "text": "text", "address": "an absolute address", "time": "a date or a moment with its zone", "int": "a whole number",
    "bool": "true or false", "lang": "a language tag", "node": "an object", "list": "a list of objects",
    "list:node": "a list of such objects",
}  # fmt: skip


def _fits(value: Any, kind: str) -> bool:
    if kind.startswith("list:"):
        return bool(_many(value)) and all(_fits(one, kind[5:]) for one in _many(value))
    if kind.startswith("node"):
        if not isinstance(value, dict):
            return False
        types = _many(value.get("@type"))
        return ":" not in kind or not types or not set(types).isdisjoint(kind[5:].split("|"))
    match kind:
        case "text":
            return isinstance(value, str) and bool(value.strip()) and not _looks_like_html(value)
        case "address":
            return isinstance(value, str) and is_address(value)
        case "time":
            return isinstance(value, str) and _DATE.fullmatch(value) is not None
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "bool":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str) and _LANG.fullmatch(value) is not None


@lru_cache(maxsize=1 << 12)
def is_address(value: str) -> bool:
    """Whether a text is an absolute address on the web."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _looks_like_html(text: str) -> bool:
    """Texts are plain: an element in one would be shown as it is written. `<3` is no element."""
    return "</" in text and re.search(r"</[a-zA-Z]+>", text) is not None and text.lstrip().startswith("<")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def worst(found: Iterable[Fault]) -> list[Fault]:
    """What is more than advice."""
    return [one for one in found if one.level != "advice"]
