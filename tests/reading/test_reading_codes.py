"""Each code of the reading room, from a small broken project, at its exact place."""

from __future__ import annotations

import pytest
from reading_project import ARTICLE, Project  # type: ignore[import-not-found]

PERSON = "ann: {name: Ann}\n"
SOURCE = "s: {kind: document, title: T, url_missing: lost}\n"
CLAIM = (
    "c:\n  statement: It rained.\n  short: Rain\n  kind: event\n"
    "  assertions:\n    - {by: ann, date: 2022, mode: speech, source: s}\n"
    "  status_history:\n    - {date: 2022, status: unverified, reason: Nobody saw it.}\n"
)
WORLD = {"people.yaml": PERSON, "sources.yaml": SOURCE}
BIG = "# " + "x" * (2 * 1024 * 1024) + "\n"

UKRAINIAN = "languages: [uk]\n"
CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "E001 in one kind": (
        {"people.yaml": PERSON, "people/ann.yaml": "name: Anna\n"},
        ["E001 content/people/ann.yaml:1:1-11"],
    ),
    "E001 article": (
        {"articles/x.md": ARTICLE, "articles/2022/x.md": ARTICLE.replace("date", "id: x\ndate")},
        ["E001 content/articles/x.md:2:1-21"],
    ),
    "E001 evidence": (
        {
            **WORLD,
            "claims.yaml": CLAIM
            + "  evidence:\n"
            + "    - {id: e1, stance: supports, source: s, origin: ann, type: witness}\n" * 2,
        },
        ["E001 content/claims.yaml:11:12-14"],
    ),
    "E002": (
        {"events.yaml": "e: {title: T, date: 2022, kind: other, people: [bob]}\n"},
        ["E002 content/events.yaml:1:49-52"],
    ),
    "E002 evidence": (
        {**WORLD, "claims.yaml": CLAIM.replace("reason:", "evidence: [e1], reason:")},
        ["E002 content/claims.yaml:8:51-53"],
    ),
    "E003": ({"people.yaml": "ann:\n  name: Ann\n  sumary: Q\n"}, ["E003 content/people.yaml:3:3-9"]),
    "E004": ({"people.yaml": "ann:\n  name: Ann\n  name: Anna\n"}, ["E004 content/people.yaml:3:3-7"]),
    "E005": ({"people.yaml": "ann: {name: Ann, born: 3/4/1970}\n"}, ["E005 content/people.yaml:1:24-32"]),
    "E007": ({"people.yaml": "ann:\n\tname: Ann\n"}, ["E007 content/people.yaml:2:1-2"]),
    "E008": ({"people.yaml": b"ann:\n  name: Andr\xe9\n"}, ["E008 content/people.yaml:2:13-14"]),
    "E008 NUL": ({"people.yaml": "ann: {name: A\0nn}\n"}, ["E008 content/people.yaml:1:14-15"]),
    "E009 missing": ({"articles/x.md": "Text.\n"}, ["E009 content/articles/x.md:1:1-6"]),
    "E009 open": ({"articles/x.md": "---\ntitle: T\n"}, ["E009 content/articles/x.md:1:1-4"]),
    "E009 empty": ({"articles/x.md": "\n \n"}, ["E009 content/articles/x.md:1:1-2"]),
    "E010": ({"people.yaml": "ann: {born: 1970}\n"}, ["E010 content/people.yaml:1:1-4"]),
    "E010 nothing": ({"people.yaml": "ann:\n"}, ["E010 content/people.yaml:1:1-4"]),
    "E010 date": (
        {"articles/x.md": "---\ntitle: T\nstatus: published\n---\n"},
        ["E010 content/articles/x.md:3:9-18"],
    ),
    "E010 figure": (
        {**WORLD, "claims.yaml": CLAIM.replace("kind: event", "kind: figure")},
        ["E010 content/claims.yaml:4:9-15"],
    ),
    "E010 assertions": (
        {**WORLD, "claims.yaml": CLAIM.replace(":\n    - {by: ann, date: 2022, mode: speech, source: s}", ": []")},
        ["E010 content/claims.yaml:5:3-13"],
    ),
    "E010 own status": (
        {"/briefgen.yaml": "claims:\n  statuses:\n    odd: {label: Odd}\n"},
        ["E010 briefgen.yaml:3:5-8"],
    ),
    "E011": ({"people.yaml": "ann: {name: 2022}\n"}, ["E011 content/people.yaml:1:13-17"]),
    "E011 file": ({"people.yaml": "- ann\n"}, ["E011 content/people.yaml:1:1-6"]),
    "E011 record": ({"people.yaml": "ann: Ann\n"}, ["E011 content/people.yaml:1:1-4"]),
    "E012": ({"people.yaml": "ann: {name: Ann, privacy: secret}\n"}, ["E012 content/people.yaml:1:27-33"]),
    "E012 address": (
        {"people.yaml": "ann: {name: Ann, links: [{label: Site, url: www.example.org}]}\n"},
        ["E012 content/people.yaml:1:45-60"],
    ),
    "E012 picture": (
        {"people.yaml": "ann: {name: Ann, image: {src: a.jpg, alt: '', credit: Bob}}\n", "a.jpg": b"x"},
        ["E012 content/people.yaml:1:43-45"],
    ),
    "E012 zone": ({"/briefgen.yaml": "timezone: Europe/Londn\n"}, ["E012 briefgen.yaml:1:11-23"]),
    "E012 menu": ({"/briefgen.yaml": "menu: [claims, peple]\n"}, ["E012 briefgen.yaml:1:16-21"]),
    "E013 key": ({"people.yaml": "Ann Lee: {name: Ann}\n"}, ["E013 content/people.yaml:1:1-8"]),
    "E013 file": ({"people/Ann Lee.yaml": "name: Ann\n"}, ["E013 content/people/Ann Lee.yaml:1:1-0"]),
    "E013 id": ({"people.yaml": "ann: {name: Ann, id: anna}\n"}, ["E013 content/people.yaml:1:22-26"]),
    "E013 language": ({"articles/x.uk.md": ARTICLE}, ["E013 content/articles/x.uk.md:1:1-0"]),
    "E013 inline": (
        {"articles/x.md": ARTICLE, "articles/x.notes.yaml": "who:\n  - inline: {name: 王}\n"},
        ["E013 content/articles/x.notes.yaml:2:5-11"],
    ),
    "E013 status": ({"/briefgen.yaml": "claims: {statuses: {Odd: {set: F}}}\n"}, ["E013 briefgen.yaml:1:21-24"]),
    "E014": (
        {
            "people.yaml": PERSON,
            "organisations.yaml": "ann: {name: ANN, kind: ngo}\n",
            "claims.yaml": CLAIM,
            "sources.yaml": SOURCE,
        },
        ["E014 content/claims.yaml:6:12-15"],
    ),
    "E015 absolute": (
        {"people.yaml": "ann: {name: Ann, image: {src: /a.jpg, alt: A, credit: Bob}}\n"},
        ["E015 content/people.yaml:1:31-37"],
    ),
    "E015 outside": (
        {"sources.yaml": SOURCE.replace("lost}", "lost, text: seeds/../../a.txt}")},
        ["E015 content/sources.yaml:1:56-73"],
    ),
    "E017": ({"articles/a.md": BIG}, ["E017 content/articles/a.md:1:1-0"]),
    "E017 seed": (
        {"sources.yaml": SOURCE.replace("lost}", "lost, text: seeds/a.txt}"), "/seeds/a.txt": BIG},
        ["E017 content/sources.yaml:1:56-67"],
    ),
    "E018": ({"people.yaml/x.yaml": "a: b\n"}, ["E018 content/people.yaml:1:1-0"]),
    "E019 circle": ({"people.yaml": "ann: &a\n  name: *a\n"}, ["E019 content/people.yaml:2:9-11"]),
    "E019 many": (
        {
            "people.yaml": "a: &a [1,2,3,4,5,6,7,8,9]\n"
            + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
            + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d]\n"
        },
        ["E019 content/people.yaml:5:5-7"],
    ),
    "W020 file": ({"peoples.yaml": PERSON}, ["W020 content/peoples.yaml:1:1-0"]),
    "W020 folder": ({"artcles/x.md": ARTICLE}, ["W020 content/artcles/x.md:1:1-0"]),
    "W020 notes": (
        {"articles/x.md": ARTICLE, "articles/y.notes.yaml": "who: []\n"},
        ["W020 content/articles/y.notes.yaml:1:1-0"],
    ),
    "W020 body": (
        {"sources/s.md": "---\nkind: document\ntitle: T\nurl_missing: lost\n---\nText.\n"},
        ["W020 content/sources/s.md:6:1-0"],
    ),
    "I022": ({"people.yaml": "ann: {name: Ann, language: en}\n"}, ["I022 content/people.yaml:1:18-26"]),
    "E023 picture": (
        {"people.yaml": "ann: {name: Ann, image: {src: a.jpg, alt: A, credit: Bob}}\n"},
        ["E023 content/people.yaml:1:31-36"],
    ),
    "E023 text": (
        {"sources.yaml": SOURCE.replace("lost}", "lost, text: seeds/a.txt}")},
        ["E023 content/sources.yaml:1:56-67"],
    ),
    "E023 notes": (
        {"articles/x.md": ARTICLE.replace("date", "notes: content/y.notes.yaml\ndate")},
        ["E023 content/articles/x.md:3:8-28"],
    ),
    "I024": ({"people.yaml": "ann:\r\n  name: Ann\r\n"}, ["I024 content/people.yaml:1:1-0"]),
    "I025": ({"people.yaml": "\ufeffann:\n  name: Ann\n"}, ["I025 content/people.yaml:1:1-0"]),
    "E028": (
        {"places.yaml": "a: {name: A, kind: city, parent: b}\nb: {name: B, kind: city, parent: a}\n"},
        ["E028 content/places.yaml:1:34-35"],
    ),
    "E029 life": (
        {"people.yaml": "ann: {name: Ann, born: 1970, died: 1960-05}\n"},
        ["E029 content/people.yaml:1:36-43"],
    ),
    "E029 role": (
        {"people.yaml": "ann:\n  name: Ann\n  roles:\n    - {title: T, from: 2022-05, to: 2022-04}\n"},
        ["E029 content/people.yaml:4:37-44"],
    ),
    "E029 notes": (
        {"articles/x.md": ARTICLE, "articles/x.notes.yaml": "timeline: {from: 2022-05, to: 2022-04}\n"},
        ["E029 content/articles/x.notes.yaml:1:31-38"],
    ),
    "E031 record": ({"people.yaml": "ann: {name: Ann, accept: {W999: x}}\n"}, ["E031 content/people.yaml:1:27-31"]),
    "E031 site": ({"/briefgen.yaml": "checks: {W999: off}\n"}, ["E031 briefgen.yaml:1:10-14"]),
    "W033": ({"people.yaml": f"ann: {{name: Ann, summary: {'x' * 281}}}\n"}, ["W033 content/people.yaml:1:27-308"]),
    "W033 points": (
        {"articles/x.md": ARTICLE.replace("date", "summary: [a, b, c, d, e, f]\ndate")},
        ["W033 content/articles/x.md:3:26-27"],
    ),
    "E034 embargo": (
        {"articles/x.md": ARTICLE.replace("date", "status: embargoed\ndate")},
        ["E034 content/articles/x.md:3:9-18"],
    ),
    "E034 draft": (
        {"articles/x.md": ARTICLE.replace("date", "draft: true\nstatus: published\ndate")},
        ["E034 content/articles/x.md:4:9-18"],
    ),
    "E034 no draft": (
        {"articles/x.md": ARTICLE.replace("date", "draft: false\nstatus: draft\ndate")},
        ["E034 content/articles/x.md:4:9-14"],
    ),
    "E407": (
        {"/briefgen.yaml": "publish:\n  live: {kind: netlify, site: s, token: abc}\n"},
        ["E407 briefgen.yaml:2:34-39"],
    ),
    "E012 kind": (
        {"/briefgen.yaml": "publish:\n  live: {kind: foldr, path: x}\n"},
        ["E012 briefgen.yaml:2:16-21"],
    ),
    "E012 port": (
        {"people.yaml": "ann: {name: Ann, links: [{label: Site, url: 'https://a:b/'}]}\n"},
        ["E012 content/people.yaml:1:45-59"],
    ),
    "E011 head": ({"people/ann.yaml": "Ann\n"}, ["E011 content/people/ann.yaml:1:1-4"]),
    "E011 notes": (
        {"articles/x.md": ARTICLE, "articles/x.notes.yaml": "- ann\n"},
        ["E011 content/articles/x.notes.yaml:1:1-6"],
    ),
    "E301 in a block of YAML": (
        {"people.yaml": "ann:\n  name: Ann\n  bio: |\n    See [it](javascript:x).\n"},
        ["E301 content/people.yaml:4:14-26"],
    ),
    "E034 withdrawn": (
        {"articles/x.md": ARTICLE.replace("date", "status: withdrawn\ndate")},
        ["E034 content/articles/x.md:3:9-18"],
    ),
    "E034 speaker": ({**WORLD, "claims.yaml": CLAIM.replace("by: ann, ", "")}, ["E034 content/claims.yaml:6:7-44"]),
    "E034 source": ({"sources.yaml": "s: {kind: document, title: T}\n"}, ["E034 content/sources.yaml:1:1-2"]),
    "E034 note": (
        {"articles/x.md": ARTICLE, "articles/x.notes.yaml": "who:\n  - {note: Who?}\n"},
        ["E034 content/articles/x.notes.yaml:2:5-17"],
    ),
    "E502 minor": (
        {"people.yaml": "ann: {name: Ann, minor: true, privacy: public}\n"},
        ["E502 content/people.yaml:1:40-46"],
    ),
    "E411": ({"/briefgen.yaml": "extensions: [nobody]\n"}, ["E411 briefgen.yaml:1:14-20"]),
    "W810": (
        {"/briefgen.yaml": UKRAINIAN, "people.yaml": PERSON, "people.uk.yaml": "an: {name: Енн}\n"},
        ["W810 content/people.uk.yaml:1:1-3"],
    ),
    "W810 file": (
        {"/briefgen.yaml": UKRAINIAN, "people.yaml": PERSON, "people/an.uk.yaml": "name: Енн\n"},
        ["W810 content/people/an.uk.yaml:1:1-10"],
    ),
    "W811": (
        {"/briefgen.yaml": UKRAINIAN, "people.yaml": PERSON, "people.uk.yaml": "ann:\n  words: {Mayor: мер}\n"},
        ["W811 content/people.uk.yaml:2:11-16"],
    ),
    "E003 translation": (
        {"/briefgen.yaml": UKRAINIAN, "people.yaml": PERSON, "people.uk.yaml": "ann: {statement: Вона}\n"},
        ["E003 content/people.uk.yaml:1:7-16"],
    ),
    "W020 translation": (
        {"people.yaml": PERSON, "people.uk.yaml": "ann: {name: Енн}\n"},
        ["W020 content/people.uk.yaml:1:1-0"],
    ),
    "E034 two texts": (
        {"people/ann.md": "---\nname: Ann\nbio: One.\n---\nTwo.\n"},
        ["E034 content/people/ann.md:5:1-0"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES.keys())
def test_a_fault_is_told_once_at_its_place(
    project: Project, files: dict[str, str | bytes], expected: list[str]
) -> None:
    """Each broken project gives exactly its one diagnostic, with line and columns."""
    assert project(files).places == expected


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES.keys())
def test_every_message_ends_with_a_way_out(
    project: Project, files: dict[str, str | bytes], expected: list[str]
) -> None:
    """No diagnostic leaves its reader without advice."""
    assert all(one.hint for one in project(files).diagnostics)
