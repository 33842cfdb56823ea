"""Diagnostics as SARIF 2.1.0 (OASIS standard of 27 March 2020), which code hosts and editors show beside the lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from briefgen import __version__
from briefgen.base.codes import CODES
from briefgen.base.diagnostics import Diagnostic, Mark, Related, Spot
from briefgen.base.digest import digest_texts

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "note": "note", "off": "none"}


def as_sarif(found: Sequence[Diagnostic]) -> str:
    """The whole document: one run, with the rules that were met."""
    codes = list(dict.fromkeys(one.code for one in found))
    numbers = {code: number for number, code in enumerate(codes)}
    driver = {"name": "briefgen", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(one, numbers[one.code]) for one in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    known = CODES[code]
    return {
        "id": f"BG-{code}",
        "shortDescription": {"text": f"{known.title[:1].upper()}{known.title[1:]}"},
        "fullDescription": {"text": known.explanation},
        "help": {"text": known.explanation},
        "defaultConfiguration": {"level": _LEVELS[known.level]},
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
