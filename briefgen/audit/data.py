"""Structured data of all pages: against schema.org's vocabulary, the profile of those who read it, and the page itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from briefgen.audit.findings import Finding
from briefgen.audit.page import Page
from briefgen.audit.site import Site
from briefgen.audit.vocabulary import DATATYPES, lineage, vocabulary
from briefgen.formats.profile import faults, is_address

_TIME = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
_DEEP = "is nested too deeply to be read"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_LEVELS = {"error": "data-profile", "warning": "data-cut", "advice": "data-advice"}


def check_data(site: Site) -> Iterator[Finding]:
    """Every block of JSON-LD on every page."""
    known: set[str] = set()
    named: list[tuple[str, int, str]] = []
    for page in site.pages.values():
        for text, at in page.json_ld:
            line = page.line(at)
            try:
                block = json.loads(text)
            except ValueError as error:
                yield Finding("data-json", page.path, line, str(error))
                continue
            except RecursionError:
                yield Finding("data-json", page.path, line, _DEEP)
                continue
            if "</" in text:
                yield Finding("data-json", page.path, line, "“</” must be escaped in a script")
            try:
                yield from list(_block(site, page, block, line, known, named))
            except RecursionError:
                yield Finding("data-json", page.path, line, _DEEP)
    for path, line, id in named:
        if id not in known and site.locate(path, id)[0] not in {"external", "elsewhere"}:
            yield Finding("data-dangling", path, line, id)


def _block(
    site: Site, page: Page, block: Any, line: int, known: set[str], named: list[tuple[str, int, str]]
) -> Iterator[Finding]:
    url = site.url(page.path)
    for one in faults(block, url):
        yield Finding(_LEVELS[one.level], page.path, line, f"{one.path} {one.type}: {one.message}")
    for place, node in _nodes(block, "$"):
        id = node.get("@id")
        if isinstance(id, str):
            try:
                full = urljoin(url, id)
            except ValueError as error:
                yield Finding("data-vocabulary", page.path, line, f"{place}: @id is no address: {error}")
                continue
            if node.keys() - {"@id", "@context"}:
                known.add(full)
            else:
                named.append((page.path, line, full))
                continue
        yield from (
            Finding("data-vocabulary", page.path, line, f"{place}: {what}") for what in _in_vocabulary(node, place)
        )
    yield from (Finding("data-hidden", page.path, line, what) for what in _hidden(page, block))


def _nodes(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _nodes(one, f"{place}[{number}]")
    elif isinstance(value, dict):
        if "@graph" not in value:
            yield place, value
        for name, one in value.items():
            if name == "@reverse" and isinstance(one, dict):
                for property, node in one.items():
                    yield from _nodes(node, f"{place}.@reverse.{property}")
            elif isinstance(one, dict | list) and name != "@context":
                yield from _nodes(one, f"{place}.{name}")


def _types(node: dict[str, Any]) -> list[str]:
    return [re.sub(r"^(https?://schema\.org/|schema:)", "", str(one)) for one in _many(node.get("@type"))]


def _in_vocabulary(node: dict[str, Any], place: str) -> Iterator[str]:
    types = _types(node)
    if not types:
        if "@value" not in node:
            yield "an object without @type"
        return
    unknown = [one for one in types if one not in vocabulary().types]
    yield from (f"there is no type “{one}”" for one in unknown)
    if unknown:
        return
    above = frozenset().union(*(lineage(one) for one in types))
    yield from _reversed(node, types, above)
    for name, value in node.items():
        if name.startswith("@"):
            continue
        known = vocabulary().properties.get(name)
        if known is None:
            yield f"there is no property “{name}”"
            continue
        # A role stands between a thing and the value of a property, and says the property once more.
        is_role = "Role" in above and place.rpartition(".")[2].partition("[")[0] == name
        if above.isdisjoint(known.domains) and not is_role:
            yield f"“{name}” is no property of {types[0]}"
        for one in _many(value):
            if what := _value(one, known.ranges):
                yield f"“{name}” {what}"


def _reversed(node: dict[str, Any], types: list[str], above: frozenset[str]) -> Iterator[str]:
    """What others say of this node: it is the value of their property."""
    said = node.get("@reverse")
    for name, values in said.items() if isinstance(said, dict) else ():
        known = vocabulary().properties.get(name)
        if known is None:
            yield f"there is no property “{name}”"
            continue
        if "Role" not in above and "Thing" not in known.ranges and above.isdisjoint(known.ranges):
            yield f"“{name}” is never a {types[0]}"
        for one in _many(values):
            theirs = _types(one) if isinstance(one, dict) else []
            if theirs and frozenset().union(*(lineage(each) for each in theirs)).isdisjoint(known.domains):
                yield f"“{name}” is no property of {theirs[0]}"


def _value(value: Any, ranges: frozenset[str]) -> str:
    """What is wrong with a value; empty when nothing is."""
    data = ranges & DATATYPES
    if value in ("", None) or value == [] or value == {}:
        return "is empty"
    if isinstance(value, dict):
        types = _types(value)
        above = frozenset().union(*(lineage(one) for one in types)) if types else frozenset()
        fits = not types or "Role" in above or "Thing" in ranges or not above.isdisjoint(ranges)
        return "" if fits else f"is a {types[0]}, not {' or '.join(sorted(ranges))}"
    if isinstance(value, bool):
        return "" if "Boolean" in data else "is true or false"
    if isinstance(value, int | float):
        return "" if data & {"Number", "Integer", "Float", "Text"} or ranges & {"QuantitativeValue"} else "is a number"
    if not isinstance(value, str) or data & {"Text", "PronounceableText", "CssSelectorType", "XPathType"}:
        return ""
    if data & {"Date", "DateTime"} and "URL" not in data:
        return "" if _TIME.fullmatch(value) else f"is no date: “{value[:40]}”"
    if data & {"Number", "Integer", "Float"} and not ranges - DATATYPES:
        return "" if _NUMBER.fullmatch(value) else f"is no number: “{value[:40]}”"
    if "URL" in data:
        return "" if is_address(value) else f"is no absolute address: “{value[:60]}”"
    return ""


def _hidden(page: Page, block: Any) -> Iterator[str]:
    """What must be seen on the page: headline and authors of its article, claim and verdict of its review."""
    wanted: list[tuple[str, Any]] = []
    tops = _many(block)
    for top in tops:
        for node in _many(top.get("@graph", top) if isinstance(top, dict) else top):
            if not isinstance(node, dict):
                continue
            above = frozenset().union(*(lineage(one) for one in _types(node)), frozenset())
            if "ClaimReview" in above:
                rating = node.get("reviewRating")
                wanted += [("claimReviewed", node.get("claimReviewed"))]
                wanted += [("alternateName", rating.get("alternateName"))] if isinstance(rating, dict) else []
            elif "Article" in above:
                wanted += [("headline", node.get("headline"))]
                wanted += [("author", one.get("name")) for one in _many(node.get("author")) if isinstance(one, dict)]
    if wanted:
        seen = page.visible()
        for what, text in wanted:
            if isinstance(text, str) and " ".join(text.lower().split()) not in seen:
                yield f"{what} “{text[:60]}” does not stand on the page"


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
