"""Diagnostics for programs: SARIF, for code hosts and editors."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sarif_pydantic import Sarif

SITES = Path(__file__).parents[1] / "diagnostics"


def check(site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefgen", "-C", str(site), *options, "--as-of", "2022-04-08"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def unknown(value: Any) -> Iterator[str]:
    """Keys that the standard does not have, anywhere in the document."""
    if isinstance(value, BaseModel):
        yield from value.model_extra or ()
        for name in type(value).model_fields:
            yield from unknown(getattr(value, name))
    elif isinstance(value, list):
        for one in value:
            yield from unknown(one)


@pytest.mark.parametrize("code", ["E002", "E001", "E016", "W104"])
def test_sarif_is_what_the_standard_says(code: str) -> None:
    """A document of version 2.1.0 with no key of our own, whose results name rule, level, file, line and columns."""
    done = check(SITES / code, "check", "--format", "sarif")
    log = Sarif.model_validate_json(done.stdout)
    # The model of that library lacks this one key of the standard (3.14.17).
    assert set(unknown(log)) <= {"columnKind"}
    told = json.loads(check(SITES / code, "check", "--format", "json").stdout)
    run = json.loads(done.stdout)["runs"][0]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    for result, one in zip(run["results"], told, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert (result["ruleId"], result["level"]) == (one["code"], one["level"])
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (one["path"], one["line"])
        assert place["region"]["startColumn"] == one["column"]
        assert len(result.get("relatedLocations", [])) == len(one["related"])
    assert done.returncode == (1 if code.startswith("E") else 0)


def test_a_finding_is_known_again_after_lines_have_moved(tmp_path: Path) -> None:
    """Hosts tell new findings from old ones by their fingerprints, which do not depend on the line."""
    article = tmp_path / "content/articles/a.md"
    article.parent.mkdir(parents=True)
    prints = []
    for above in ("", "One more line.\n\n"):
        article.write_text(f"---\ntitle: A\ndate: 2022-04-02\n---\n{above}See [[nobody]].\n", encoding="utf-8")
        run = json.loads(check(tmp_path, "check", "--format", "sarif").stdout)["runs"][0]
        prints.append([one["partialFingerprints"] for one in run["results"] if one["ruleId"] == "BG-E002"])
    assert prints[0] == prints[1] != []


def test_build_prints_sarif_as_well(tmp_path: Path) -> None:
    """A build says nothing else on standard output, so that it can be stored as it is."""
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/a.md").write_text("---\ntitle: A\ndate: 2022-04-02\n---\nIt rained.\n")
    done = check(tmp_path, "build", "--format", "sarif")
    assert json.loads(done.stdout)["runs"][0]["results"] == []
    assert (tmp_path / "site/index.html").is_file()
