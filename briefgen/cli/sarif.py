"""Diagnostics as SARIF 2.1.0 (OASIS standard of 27 March 2020), which code hosts and editors show beside the lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from briefgen import __version__
from briefgen.base.codes import CODES
from briefgen.base.diagnostics import Diagnostic, Mark, Related, Spot
from briefgen.base.digest import digest_texts

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "note": "note", "off": "none"}


class Rule(NamedTuple):
    """A kind of finding."""

    id: str
    title: str
    text: str
    """What it means and what to do."""
    level: str
    """error, warning or note."""


class Told(NamedTuple):
    """A finding in a file."""

    rule: str
    level: str
    message: str
    path: str
    line: int


def document(rules: Sequence[Rule], found: Sequence[Told]) -> str:
    """The whole document about findings that are no diagnostics of a project."""
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    results = [
        {
            "ruleId": one.rule,
            "ruleIndex": numbers[one.rule],
            "level": one.level,
            "message": {"text": one.message},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": quote(one.path)}, "region": {"startLine": one.line}}}
            ],
            "partialFingerprints": {"briefgen/v1": digest_texts((one.rule, one.path, one.message))},
        }
        for one in found
    ]
    return _document([_described(rule) for rule in rules], results)


def as_sarif(found: Sequence[Diagnostic]) -> str:
    """The whole document: one run, with the rules that were met."""
    codes = list(dict.fromkeys(one.code for one in found))
    numbers = {code: number for number, code in enumerate(codes)}
    return _document([_rule(code) for code in codes], [_result(one, numbers[one.code]) for one in found])


def _document(rules: Sequence[Any], results: Sequence[Any]) -> str:
    run = {
        "tool": {"driver": {"name": "briefgen", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    known = CODES[code]
    return _described(Rule(f"BG-{code}", known.title, known.explanation, known.level))


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": f"{rule.title[:1].upper()}{rule.title[1:]}"},
        "fullDescription": {"text": rule.text},
        "help": {"text": rule.text},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(one: Diagnostic, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": f"BG-{one.code}",
        "ruleIndex": rule,
        "level": _LEVELS[one.level or "error"],
        "message": {"text": one.message + (f" ({one.hint})" if one.hint else "")},
        "locations": [_location(one.where)],
        # The same finding after lines have moved: what is told, not where.
        "partialFingerprints": {"briefgen/v1": digest_texts((one.code, _path(one.where), one.record, one.message))},
    }
    if one.related:
        result["relatedLocations"] = [_related(number, each) for number, each in enumerate(one.related, 1)]
    return result


def _related(number: int, one: Related) -> dict[str, Any]:
    return {"id": number, **_location(one.where), "message": {"text": one.message}}


def _location(where: Mark | Spot) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(_path(where))}}
    if isinstance(where, Mark) and where.path:
        region = {"startLine": where.line, "startColumn": where.column}
        if where.end_column > where.column:
            region["endColumn"] = where.end_column
        physical["region"] = region
    return {"physicalLocation": physical}


def _path(where: Mark | Spot) -> str:
    """The file; what has none is said of the site record."""
    return where.path if isinstance(where, Mark) and where.path else "briefgen.yaml"
