"""Snippets for VS Code: whole records and the parts that are written most, from a few letters.

A snippet is a text with places to fill, in the notation of VS Code: `${1:words}`, `${2|one,other|}`, `$0` for where the
writer goes on. With the places left as they are, each is right by the rules of reading.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

FILE = ".vscode/briefgen.code-snippets"
_DAY = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"
_FACTS = "event,allegation,denial,quote,reported-position,background,media"
_MODES = (
    "press-statement,social-post,official-readout,official-statistics,interview,broadcast,video-address,speech,"
    "document,anonymous-briefing,reported-speech,own-reporting,court,parliament,leaked"
)
_STATUSES = "unverified,checking,corroborated,confirmed,disputed,misleading,unsupported,refuted,outdated,withdrawn"


class Snippet(NamedTuple):
    """A text that a few letters become."""

    scope: str
    """The language of the files in which it is offered: `yaml` or `markdown`."""
    about: str
    body: str


SNIPPETS: Mapping[str, Snippet] = {
    "bg-article": Snippet(
        "markdown",
        "The head of an article; a draft until you take out that line",
        f"""\
---
title: ${{1:What happened}}
date: {_DAY}
draft: true
standfirst: ${{2:One sentence that says what this is about.}}
summary: [${{3:What is known, in one sentence.}}]
---
$0
""",
    ),
    "bg-link": Snippet("markdown", "A link to a record, with its own name or other words", "[[${1:id}]]$0"),
    "bg-claim": Snippet(
        "markdown", "Mark the passage that makes a claim", "[${1:${TM_SELECTED_TEXT:the passage}}]{claim=${2:id}}$0"
    ),
    "bg-person": Snippet(
        "yaml",
        "A person, in a registry such as people.yaml",
        """\
${1:some-person}:
  name: ${2:Some Person}
  sort_name: ${3:Person, Some}
  honorific: ${4|Ms,Mr,Dr|}
  summary: ${5:Who this is, in one sentence.}
$0
""",
    ),
    "bg-role": Snippet(
        "yaml",
        "A role of a person",
        "- {title: ${1:Mayor of Some Town}, short: ${2:mayor}, from: ${3:2021-05-01}}$0",
    ),
    "bg-organisation": Snippet(
        "yaml",
        "An organisation, in organisations.yaml",
        """\
${1:some-organisation}:
  name: ${2:Some Organisation}
  kind: ${3|government,ministry,office,military,party,company,news-media,news-agency,ngo,intergovernmental,court,local-government,platform,union,university,armed-group,other|}
  summary: ${4:What it does, in one sentence.}
$0
""",
    ),
    "bg-place": Snippet(
        "yaml",
        "A place, in places.yaml",
        """\
${1:some-town}:
  name: ${2:Some Town}
  kind: ${3|town,city,village,settlement,country,region,district,neighbourhood,area,building,site,water,route|}
  coordinates: {lat: ${4:50.45}, lon: ${5:30.52}, precision: ${6|settlement,district,region,country,obscured,exact|}}
  summary: ${7:Where it is, in one sentence.}
$0
""",
    ),
    "bg-event": Snippet(
        "yaml",
        "An event, in events.yaml",
        f"""\
${{1:some-event}}:
  title: ${{2:What happened}}
  date: {_DAY}
  kind: ${{3|other,military,diplomatic,political,legal,humanitarian,announcement,disaster|}}
  status: ${{4|reported,planned,cancelled,disputed|}}
  summary: ${{5:What happened, in one sentence.}}
$0
""",
    ),
    "bg-claim-record": Snippet(
        "yaml",
        "A claim, in claims.yaml: who says it, and what we know",
        f"""\
${{1:some-claim}}:
  statement: ${{2:What is claimed, in one sentence.}}
  short: ${{3:A few words}}
  kind: ${{4|{_FACTS}|}}
  assertions:
    - by_label: ${{5:Who says so}}
      date: {_DAY}
      mode: ${{6|{_MODES}|}}
      source: ${{7:some-source}}
  status_history:
    - date: {_DAY}
      status: unverified
      reason: ${{8:Why, in one sentence for readers.}}
$0
""",
    ),
    "bg-figure": Snippet(
        "yaml",
        "The kind and the number of a claim about a figure",
        """\
kind: figure
figure: {value: ${1:100}, unit: ${2:people}}
$0
""",
    ),
    "bg-status": Snippet(
        "yaml",
        "A new status of a claim, at the end of its status_history",
        f"- {{date: {_DAY}, status: ${{1|{_STATUSES}|}}, reason: '${{2:Why, in one sentence for readers.}}'}}$0",
    ),
    "bg-evidence": Snippet(
        "yaml",
        "Evidence for or against a claim",
        """\
- id: ${1:e1}
  stance: ${2|supports,refutes,context|}
  source: ${3:some-source}
  origin: ${4:Who it comes from first}
  type: ${5|statement,document,official-record,official-statistics,assessment,photo,video,satellite,audio,data,witness,expert,own-reporting|}
$0
""",
    ),
    "bg-source": Snippet(
        "yaml",
        "A source, in sources.yaml",
        f"""\
${{1:some-source}}:
  kind: ${{2|news-article,news-video,social-post,official-statement,official-record,official-statistics,document,dataset,broadcast,interview,book,paper,court-record,webpage|}}
  title: ${{3:What it is called}}
  url: ${{4:https://example.org/page}}
  published: {_DAY}
  accessed: {_DAY}
$0
""",
    ),
    "bg-term": Snippet(
        "yaml",
        "A word of the glossary, in terms.yaml",
        """\
${1:some-term}:
  term: ${2:some term}
  definition: ${3:What it means, in one sentence.}
$0
""",
    ),
    "bg-topic": Snippet(
        "yaml",
        "A topic, in topics.yaml",
        """\
${1:some-topic}:
  title: ${2:Some topic}
  summary: ${3:What it is about, in one sentence.}
  status: ${4|ongoing,developing,dormant,closed|}
$0
""",
    ),
    "bg-correction": Snippet(
        "yaml",
        "A correction, in corrections.yaml",
        f"""\
${{1:some-correction}}:
  target: article:${{2:some-article}}
  date: {_DAY}
  kind: ${{3|correction,clarification,update,editors-note|}}
  was: ${{4:what it said}}
  now: ${{5:what it says}}
  text: ${{6:What was wrong and what is right, in full sentences.}}
$0
""",
    ),
    "bg-changelog": Snippet(
        "yaml",
        "A line of an article’s changelog",
        f"- {{date: {_DAY}, kind: ${{1|update,rewrite,claim-status,new-section|}}, note: '${{2:What has changed, for readers.}}'}}$0",
    ),
}


def as_text() -> str:
    """The file of snippets as VS Code reads it."""
    made = {
        one.about: {"prefix": name, "scope": one.scope, "description": one.about, "body": one.body.split("\n")}
        for name, one in SNIPPETS.items()
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
