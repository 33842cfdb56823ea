"""What is due: open claims, articles that lag behind, drafts, and the calendar."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from small_sites import SmallSite

from briefgen.asking.project import Project
from briefgen.asking.stale import as_calendar, stale
from briefgen.base.dates import parse_when
from briefgen.cli.main import main

CLAIM = """\
{id}:
  statement: It rained.
  short: "Rain; {id}, or {long}"
  kind: event
  assertions: [{{by: ann, date: 2022-04-01, mode: interview, source: diary}}]
  {more}
  status_history: [{{date: 2022-04-01, status: unverified, reason: Nobody saw it., by: bea}}{entry}]
"""
MOVED = ", {date: 2022-04-06, status: disputed, reason: One did.}"


def project(root: Path) -> Project:
    claims = CLAIM.format(id="open", more="", entry="", long="é" * 20) + CLAIM.format(
        id="moved", more="review_by: 2022-05-01", entry=MOVED, long="x"
    )
    SmallSite.written(
        root,
        {
            "claims.yaml": claims,
            "people.yaml": "ann: {name: Ann Lee, summary: A witness.}\n",
            "authors.yaml": "bea: {name: Bea}\n",
            "sources.yaml": "diary: {kind: webpage, title: Diary, url: 'https://example.org/'}\n",
            "articles/rain.md": "---\ntitle: Rain\ndate: 2022-04-02\nauthors: [bea]\n---\n[It rained]{claim=moved}.\n",
            "articles/later.md": "---\ntitle: Later\ndraft: true\n---\nNothing.\n",
        },
    )
    return Project.read(root, parse_when("2022-04-09"))


def test_the_board(tmp_path: Path) -> None:
    read = project(tmp_path)
    found = stale(read.resolved, read.site)
    assert [(one.key, one.due, one.owner) for one in found.claims] == [
        ("claim:open", date(2022, 4, 8), "bea"),
        ("claim:moved", date(2022, 5, 1), "bea"),
    ]
    assert "overdue" in found.claims[0].why
    assert [one.key for one in found.moved] == ["article:rain"]
    assert [one.key for one in found.sources] == ["source:diary"]
    assert [one.key for one in found.drafts] == ["article:later"]
    # What is overdue is what the checks warn of, and what `briefgen list stale` lists.
    late = {one.key for one in found.calendar if one.due is not None and one.due < found.day}
    assert late == {one.record for one in read.said if one.code == "W216"}


def test_the_calendar_is_one(tmp_path: Path) -> None:
    read = project(tmp_path)
    text = as_calendar(stale(read.resolved, read.site).calendar, date(2022, 4, 9))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20220408" in unfolded
    assert f"SUMMARY:Rain\\; open\\, or {'é' * 20} (claim:open)" in unfolded


def test_the_command(tmp_path: Path) -> None:
    project(tmp_path)

    def said(*words: str) -> str:
        return (
            CliRunner()
            .invoke(main, ["-C", str(tmp_path), "stale", "--as-of", "2022-04-09", *words], standalone_mode=False)
            .output
        )

    assert [one["key"] for one in json.loads(said("--format", "json", "--days", "5"))["calendar"]] == ["claim:open"]
    assert "article:later" in said()
    assert said("--owner", "bea").count("claim:") >= 2
    assert "claim:" not in said("--owner", "nobody")
