"""Lists, places, graphs and the rest of what a project can be asked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from small_sites import SmallSite

from briefgen.asking.graph import as_dot, as_svg, graph
from briefgen.asking.listing import ListError, rows
from briefgen.asking.project import Project, UnknownRecordError
from briefgen.asking.where import where
from briefgen.base.dates import parse_when
from briefgen.cli.completion import SHELLS
from briefgen.cli.main import main
from briefgen.desk import ids
from briefgen.reading.layout import KIND_OF_NAME

Make = Callable[[Mapping[str, str | bytes]], SmallSite]

CLAIM = """
{id}:
  statement: {id} is so.
  short: The claim {id}
  kind: event
  about: [ann]
  assertions:
    - {{by: person:ann, date: 2022-03-0{day}, mode: speech, source: talk}}
  status_history:
    - {{date: 2022-03-0{day}, status: {status}, reason: She said so., evidence: [e1]}}
  evidence:
    - {{id: e1, stance: supports, source: talk, origin: nobody in particular, origin_note: found by chance, type: statement}}
"""
FILES: Mapping[str, str] = {
    "people.yaml": "ann:\n  name: Ann Lee\n  summary: A witness.\nbob:\n  name: Bob Ray\n  weak_aliases: [Bobby]\ncy:\n  name: Cy Lo\n  draft: true\n",
    "organisations.yaml": "post:\n  name: The Post\n  kind: news-media\n  summary: A newspaper; see [[ann]].\n",
    "sources.yaml": "talk:\n  kind: conversation\n  title: A talk\n  url_missing: spoken\n  publisher: post\n  published: 2022-03-01\n",
    "claims.yaml": CLAIM.format(id="rain", day=1, status="unverified")
    + CLAIM.format(id="snow", day=3, status="disputed"),
    "articles/storm.md": "---\ntitle: A storm\ndate: 2022-04-02\ntags: [weather]\n---\nAnn Lee saw it, and [it rained]{claim=rain}. `[[ann]]` is code; [[ann|she]] is not.\n\nAnn Lee again.\n",
    "articles/storm.notes.yaml": "who:\n  - ref: ann\n    note: Saw it, says Ann Lee.\n",
    "articles/later.md": "---\ntitle: Tomorrow\ndate: 2022-05-01\n---\nNothing.\n",
    "articles/gone.md": "---\ntitle: Gone\ndate: 2022-03-01\nexpires: 2022-03-02T00:00Z\n---\nNothing.\n",
    "articles/idea.md": "---\ntitle: An idea\n---\nNothing yet.\n",
}


@pytest.fixture
def project(small_site: Make) -> Project:
    return Project.read(small_site(FILES).root, parse_when("2022-04-08"))


def keys(project: Project, what: str, *conditions: str, sort: str = "") -> list[str]:
    return [one.key for one in rows(project, what, conditions, sort, ())]


@pytest.mark.parametrize(
    ("what", "conditions", "found"),
    [
        ("drafts", (), ["article:idea", "person:cy"]),
        ("scheduled", (), ["article:later"]),
        ("expired", (), ["article:gone"]),
        ("orphans", (), ["person:bob", "claim:snow"]),
        ("stale", (), ["claim:rain", "claim:snow"]),
        ("claims", ("status=disputed",), ["claim:snow"]),
        ("claim", ("since<2022-03-02",), ["claim:rain"]),
        ("claims", ("about=ann",), ["claim:rain", "claim:snow"]),
        ("claims", ("about!=ann",), []),
        ("people", ("!summary",), ["person:bob", "person:cy"]),
        ("people", ("summary", "name~LEE"), ["person:ann"]),
        ("people", ("mentions>=2",), ["person:ann"]),
        ("articles", ("date=2022-04",), ["article:storm"]),
        ("articles", ("date>2022-04",), ["article:later"]),
        ("articles", ("tags=weather",), ["article:storm"]),
        ("sources", ("publisher=post", "published<=2022-03"), ["source:talk"]),
        ("organisations", ("kind!=organisation",), []),
    ],
)  # fmt: skip
def test_lists_hold_what_was_asked_for(
    project: Project, what: str, conditions: tuple[str, ...], found: list[str]
) -> None:
    """Every question and every kind of condition picks the right records and no others."""
    assert keys(project, what, *conditions) == found


def test_lists_are_sorted_with_gaps_last(project: Project) -> None:
    """Either way round, what has no date stands at the end."""
    assert keys(project, "articles", sort="date") == ["article:gone", "article:storm", "article:later", "article:idea"]
    assert keys(project, "articles", sort="-date") == ["article:later", "article:storm", "article:gone", "article:idea"]


@pytest.mark.parametrize(
    ("what", "condition", "words"),
    [
        ("claimz", "", "or “claims”?"),
        ("claims", "statuss=open", "did you mean “status”?"),
        ("claims", "=open", "is no condition"),
        ("articles", "date>soon", "is no date"),
    ],
)
def test_wrong_questions_are_explained(project: Project, what: str, condition: str, words: str) -> None:
    """A slip in the question gets a hint, not an empty list."""
    with pytest.raises(ListError, match=re.escape(words)):
        rows(project, what, [condition] if condition else [], "", ())


def test_where_tells_every_place_and_only_those(project: Project) -> None:
    """Fields, notes, links in fields and texts, names; code is no link; each with the line where it stands."""
    found = where(project, "person:ann")
    assert [(one.path, one.line, one.how, one.what) for one in found] == [
        ("content/articles/storm.md", 6, "mention", "Ann Lee"),
        ("content/articles/storm.md", 6, "link", "[[ann]]"),
        ("content/articles/storm.md", 8, "mention", "Ann Lee"),
        ("content/articles/storm.notes.yaml", 2, "field", "who.ref"),
        ("content/articles/storm.notes.yaml", 3, "mention", "Ann Lee"),
        ("content/claims.yaml", 6, "field", "about"),
        ("content/claims.yaml", 8, "field", "assertions.by"),
        ("content/claims.yaml", 18, "field", "about"),
        ("content/claims.yaml", 20, "field", "assertions.by"),
        ("content/organisations.yaml", 4, "link", "[[ann]] in summary"),
    ]
    texts = project.files.texts
    for one in found:
        if one.how != "mention" or one.path.endswith(".md"):
            line = texts[one.path].split("\n")[one.line - 1]
            words = one.what if one.how == "mention" else "ann"
            assert line[one.column - 1 :].removeprefix("person:").startswith(words)


@pytest.mark.parametrize(
    "wanted",
    ["person:ann", "ann", "Ann Lee", "people/ann/", "https://example.org/news/people/ann/index.html"],
)  # fmt: skip
def test_a_record_is_found_however_it_is_named(project: Project, wanted: str) -> None:
    """By key, id, name and address."""
    assert project.find(wanted) == "person:ann"


def test_an_article_is_found_by_its_file(project: Project) -> None:
    assert project.find("./content/articles/storm.md") == "article:storm"


def test_what_is_not_there_gets_the_nearest(project: Project) -> None:
    with pytest.raises(UnknownRecordError, match="did you mean “storm”"):
        project.find("article:strom")


def test_the_graph_has_what_leads_there_and_what_it_leads_to(project: Project) -> None:
    found = graph(project, "claim:rain")
    assert found.columns == (("article:storm",), ("claim:rain",), ("person:ann", "source:talk"))
    assert {(one.source, one.target): one.label for one in found.edges}[
        ("claim:rain", "person:ann")
    ] == "about, assertions.by"
    assert '"article:storm" -> "claim:rain" [label="makes the claim"]' in as_dot(found)


def test_the_drawing_is_whole_svg_with_every_name(small_site: Make) -> None:
    """Names that would be mark-up are shown as they are; nothing overlaps: all boxes have places of their own."""
    site = small_site({**FILES, "people.yaml": 'ann:\n  name: Ann <b>"Lee"</b> & Co\n'})
    drawn = ElementTree.fromstring(as_svg(graph(Project.read(site.root), "claim:rain", 2)))  # noqa: S314 - our own
    boxes = [(one.get("x"), one.get("y")) for one in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(boxes) == len(set(boxes)) >= 4
    titles = "".join(one.text or "" for one in drawn.iter("{http://www.w3.org/2000/svg}title"))
    assert 'Ann <b>"Lee"</b> & Co (person:ann)' in titles


# --- the commands ----------------------------------------------------------------------------------------------------


def briefgen(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", **more}
    return subprocess.run(
        [sys.executable, "-m", "briefgen", "-C", str(root), *arguments],
        env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_show_tells_why_a_page_would_be_made_anew(small_site: Make) -> None:
    """Right after a build, nothing; after an edit, the record that was edited."""
    root = small_site({**FILES, "/briefgen.yaml": "as_of: 2022-04-08\nurl: https://example.org/news/\n"}).root
    assert briefgen(root, "build").returncode == 0
    before = json.loads(briefgen(root, "show", "ann", "--why", "--format", "json").stdout)
    assert before["pages"][0]["why"] == []
    assert before["pages"][0]["address"] == "https://example.org/news/people/ann/"
    people = root / "content/people.yaml"
    people.write_text(people.read_text().replace("A witness.", "The witness."))
    after = json.loads(briefgen(root, "show", "people/ann/", "--why", "--format", "json").stdout)
    assert after["pages"][0]["why"] == ["the record person:ann"]
    assert {name: after["used"][-1][name] for name in ("path", "line")} == {
        "path": "content/organisations.yaml",
        "line": 4,
    }


def test_a_register_has_no_record_but_a_page(small_site: Make) -> None:
    shown = briefgen(small_site(FILES).root, "show", "/people/", "--as-of", "2022-04-08")
    assert "page people/index.html" in shown.stdout
    assert "the list of each person" in shown.stdout


def test_cells_are_no_formulas(small_site: Make) -> None:
    """A spreadsheet that opens the list computes nothing that a text says."""
    root = small_site({"people.yaml": "ann:\n  name: =HYPERLINK(1)\n"}).root
    assert "person:ann,0,'=HYPERLINK(1)" in briefgen(root, "list", "people", "--format", "csv").stdout


def test_paths_are_told_once(small_site: Make) -> None:
    assert briefgen(small_site(FILES).root, "list", "people", "--format", "paths").stdout == "content/people.yaml\n"


def test_ids_are_seen_from_outside_as_they_are_read(project: Project) -> None:
    """Completion in a shell knows the records without reading them, in the folders that reading knows."""
    assert set(ids.keys_in(project.root)) == set(project.records.records)
    assert ids._FOLDERS == KIND_OF_NAME


def test_bash_completes_commands_and_ids(small_site: Make) -> None:
    """The script works in a real bash, colons included."""
    root = small_site(FILES).root
    script = SHELLS["bash"](main, {}, "briefgen", "_BRIEFGEN_COMPLETE").source()
    script += f"""
briefgen() {{ :; }}
try() {{ COMP_LINE="$1"; COMP_POINT=${{#1}}; _briefgen_completion "$STARTER"; echo "${{COMPREPLY[*]}}"; }}
try "briefgen sho"; try "briefgen -C {root} show person:a"; try "briefgen -C {root} where sno"; try "briefgen list dr"
"""
    starter = root / "briefgen"
    starter.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from briefgen.cli.main import run; import sys; sys.argv[0]=\'briefgen\'; run()" "$@"\n'
    )
    starter.chmod(0o755)
    done = subprocess.run(
        ["bash", "--norc"],
        input=script,
        env={**os.environ, "STARTER": str(starter)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["show", "ann", "claim:snow", "drafts"]


def test_powershell_and_zsh_are_answered_in_their_forms(small_site: Make) -> None:
    root = small_site(FILES).root
    code = "import sys; sys.argv[0] = 'briefgen'; from briefgen.cli.main import run; run()"

    def ask(**more: str) -> list[str]:
        return subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **more},
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.splitlines()

    assert ask(COMP_WORDS="briefgen\nshow\nperson:a", _BRIEFGEN_COMPLETE="powershell_complete") == ["person:ann\t"]
    assert ask(COMP_WORDS="briefgen show person:a", COMP_CWORD="2", _BRIEFGEN_COMPLETE="zsh_complete") == [
        "plain",
        "person:ann",
        "_",
    ]


def test_an_address_of_ones_own_pattern_is_understood(small_site: Make) -> None:
    """Where the site decides about its addresses, `show` takes those."""
    root = small_site(
        {**FILES, "/briefgen.yaml": "as_of: 2022-04-08\npermalinks: {articles: '{year}/{month}/{id}'}\n"}
    ).root
    assert "A storm (article:storm)" in briefgen(root, "show", "/2022/04/storm/").stdout
