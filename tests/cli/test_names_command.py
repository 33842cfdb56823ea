"""`briefgen check --names` and `briefgen new KIND --from NAME`: from an unknown name to a record, as an editor does it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.desk.new_from import romanised, split_name

STORM = """\
---
title: Storm
date: 2022-04-02
---
It rained, said Joe Biden. Hanna Maliar was wet. Joe Biden
left. He was with Ms Malyar.

Ганна Маляр прийшла.
"""
SNOW = """\
---
title: Snow
draft: true
---
It snowed, said President Biden. Joe Biden was cold, and the Ministry of Culture was shut.
"""
PEOPLE = """\
hanna-malyar:
  name: Hanna Malyar
  family_name: Malyar
  aliases: [Anna Malyar]
  summary: A minister.
"""


def briefgen(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefgen", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def written(project: Path, done: subprocess.CompletedProcess[str]) -> str:
    """The text of the record that was started."""
    assert done.returncode == 0, done.stderr
    return (project / done.stdout.strip()).read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/storm.md").write_text(STORM, encoding="utf-8")
    (tmp_path / "content/articles/snow.md").write_text(SNOW, encoding="utf-8")
    (tmp_path / "content/people.yaml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_is_ordered_by_how_often(project: Path) -> None:
    """Who stands most often comes first, drafts and short forms included, each with a place and what to type."""
    done = briefgen("check", "--names", cwd=project)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "times  articles  name                 first place                     to add a record",
        '    4         2  Joe Biden            content/articles/snow.md:5:34   briefgen new person --from "Joe Biden"',
        '    1         1  Hanna Maliar         content/articles/storm.md:5:28  did you mean “Hanna Malyar”? If not: briefgen new person --from "Hanna Maliar"',
        '    1         1  Ministry of Culture  content/articles/snow.md:5:62   briefgen new organisation --from "Ministry of Culture"',
        '    1         1  Ганна Маляр          content/articles/storm.md:8:1   did you mean “Hanna Malyar”? If not: briefgen new person --from "Ганна Маляр"',
    ]


def test_the_list_for_programs(project: Path) -> None:
    """`--format json` gives the same as one JSON document."""
    found = json.loads(briefgen("check", "--names", "--format", "json", cwd=project).stdout)
    assert found[0] == {
        "name": "Joe Biden",
        "times": 4,
        "articles": 2,
        "path": "content/articles/snow.md",
        "line": 5,
        "column": 34,
        "near": None,
        "kind": "person",
        "command": 'briefgen new person --from "Joe Biden"',
    }
    assert found[1]["near"] == "Hanna Malyar"


def test_a_long_list_is_cut(project: Path) -> None:
    """Fifty names are shown, and how many more there are; `--all` and programs get them all."""
    names = " ".join(f"He met Joe Bi{chr(97 + n // 26)}{chr(97 + n % 26)}n." for n in range(60))
    (project / "content/articles/storm.md").write_text(STORM + names, encoding="utf-8")
    done = briefgen("check", "--names", cwd=project)
    assert len(done.stdout.splitlines()) == 51
    assert "more; --all lists them" in done.stderr
    every = briefgen("check", "--names", "--all", cwd=project)
    assert len(every.stdout.splitlines()) > 60
    assert every.stderr == ""
    found = json.loads(briefgen("check", "--names", "--format", "json", cwd=project).stdout)
    assert len(found) == len(every.stdout.splitlines()) - 1


def test_nothing_unknown(tmp_path: Path) -> None:
    """Where every name is on file, that is said."""
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/storm.md").write_text(STORM.partition("It")[0] + "It rained.\n", encoding="utf-8")
    done = briefgen("check", "--names", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "every name in the articles is on file\n")


def test_a_list_that_may_be_wrong_says_so(project: Path) -> None:
    """With a registry that cannot be read, people on file look unknown: the list says so."""
    (project / "content/people.yaml").write_text("ann: [", encoding="utf-8")
    done = briefgen("check", "--names", cwd=project)
    assert done.returncode == 0
    assert "not everything could be read" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"), [(("--all",), "--names"), (("--names", "--format", "github"), "text or json")]
)
def test_options_that_do_not_fit(project: Path, arguments: tuple[str, ...], words: str) -> None:
    """Options that mean nothing together end with 2 and say why."""
    done = briefgen("check", *arguments, cwd=project)
    assert done.returncode == 2
    assert words in done.stderr


def test_the_command_of_the_list_works(project: Path) -> None:
    """What the list proposes can be typed as it is, and the name is off the list."""
    found = json.loads(briefgen("check", "--names", "--format", "json", cwd=project).stdout)
    wanted = [one for one in found if not one["near"]]
    for one in wanted:
        assert briefgen(*shlex.split(one["command"])[1:], cwd=project).returncode == 0, one
    left = json.loads(briefgen("check", "--names", "--format", "json", cwd=project).stdout)
    assert left == [one for one in found if one not in wanted]
    levels = {one["level"] for one in json.loads(briefgen("check", "--format", "json", cwd=project).stdout)}
    assert "error" not in levels


# --- a record from a name --------------------------------------------------------------------------------------------


def test_a_person_is_filled_in(project: Path) -> None:
    """The file has the name taken apart, and as comments the places where it stands."""
    assert written(project, briefgen("new", "person", "--from", "Joe Biden", cwd=project)) == (
        'name: "Joe Biden"\n'
        'sort_name: "Biden, Joe"  # check which is the family name\n'
        "honorific:           # Mr, Ms, Dr\n"
        'family_name: "Biden"\n'
        "roles: []            # - {title: …, short: …, from: 2022-01-01}\n"
        "summary:             # one or two sentences for cards\n"
        "\n"
        "# “Joe Biden” in the articles:\n"
        "#   content/articles/snow.md:5: Joe Biden was cold, and the Ministry of Culture was shut.\n"
        "#   content/articles/storm.md:5: It rained, said Joe Biden.\n"
        "#   content/articles/storm.md:5: Joe Biden left.\n"
    )


def test_a_cyrillic_name_is_romanised(project: Path) -> None:
    """Id and name are in Latin letters, and the words of the texts are kept, so that they are found."""
    done = briefgen("new", "person", "--from", "Юрій Нечуй-Левицький", cwd=project)
    text = written(project, done)
    assert done.stdout == "content/people/yurii-nechui-levytskyi.yaml\n"
    assert text.startswith('name: "Yurii Nechui-Levytskyi"\nnames: {uk: "Юрій Нечуй-Левицький"}\n')
    assert 'family_name: "Nechui-Levytskyi"\n' in text


def test_a_cyrillic_name_stays_on_a_cyrillic_site(project: Path) -> None:
    """Where the site is written in Ukrainian, only the id is romanised."""
    (project / "briefgen.yaml").write_text("lang: uk\n", encoding="utf-8")
    done = briefgen("new", "person", "--from", "Юрій Левицький", cwd=project)
    assert written(project, done).startswith('name: "Юрій Левицький"\nsort_name: "Левицький, Юрій"')
    assert done.stdout == "content/people/yurii-levytskyi.yaml\n"


def test_name_and_words_may_differ(project: Path) -> None:
    """With a name in house style, the words of the texts become another name of the record."""
    text = written(project, briefgen("new", "person", "Joseph R. Biden", "--from", "Joe Biden", cwd=project))
    assert text.startswith('name: "Joseph R. Biden"\naliases: ["Joe Biden"]\nsort_name: "Biden, Joseph R."')
    text = written(project, briefgen("new", "person", "Xi Jinping", "--from", "习近平", cwd=project))
    assert text.startswith('name: "Xi Jinping"\naliases: ["习近平"]\n')
    assert "stands in no article" in text


@pytest.mark.parametrize(
    ("kind", "words", "begins"),
    [
        ("organisation", "Ministry of Culture", 'name: "Ministry of Culture"\nkind: other'),
        ("place", "Joe Biden", 'name: "Joe Biden"\nkind: city'),
        (
            "event",
            "Bucha massacre",
            'draft: true          # take this line out when the record is ready\ntitle: "Bucha massacre"',
        ),
        (
            "term",
            "Маляр",
            'draft: true          # take this line out when the record is ready\nterm: "Maliar"\naliases: ["Маляр"]',
        ),
    ],
)
def test_other_kinds(project: Path, kind: str, words: str, begins: str) -> None:
    """Whatever is found in texts by its name can be started from it."""
    assert written(project, briefgen("new", kind, "--from", words, cwd=project)).startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("person", "--from", "Hanna Malyar"),
            "on file already, as a name of person:hanna-malyar (content/people.yaml)",
        ),
        (
            ("person", "--from", "Anna Malyar"),
            "on file already, as a name of person:hanna-malyar (content/people.yaml)",
        ),
        (("person", "Hanna Malyar", "--from", "Hanna Maliar"), "on file already"),
        (("person", "--from", "Hanna-Malyar"), "if it is the same, add “Hanna-Malyar” to its aliases"),
        (("person", "--from", "习近平"), 'briefgen new person "Name" --from "习近平"'),
        (("person", "--from", " \x1b "), "--from needs a name"),
        (("claim", "--from", "Joe Biden"), "--from goes with person"),
        (("person",), "Missing argument 'NAME'"),
    ],
)
def test_what_cannot_be_started(project: Path, arguments: tuple[str, ...], words: str) -> None:
    """A name on file, an id in use, and a name without Latin letters end with 2, and nothing is written."""
    done = briefgen("new", *arguments, cwd=project)
    assert done.returncode == 2
    assert words in done.stderr
    assert sorted(one.name for one in (project / "content").iterdir()) == ["articles", "people.yaml"]


def test_a_file_is_never_overwritten(project: Path) -> None:
    """A second time nothing is written."""
    path = project / briefgen("new", "person", "--from", "Joe Biden", cwd=project).stdout.strip()
    path.write_text("name: Mine\n", encoding="utf-8")
    assert briefgen("new", "person", "--from", "Joe Biden", cwd=project).returncode == 2
    assert path.read_text(encoding="utf-8") == "name: Mine\n"


@pytest.mark.parametrize("words", ['Ann "Bo" Lee', "Ann $(id) Lee", "Ann `id` Lee", "Ann\nLee: x # y", "Ann \x1b[31mLee\x07", "{Ann}: [Lee]", "Ann \\x Lee"])  # fmt: skip
def test_any_name_makes_a_file_that_can_be_read(project: Path, words: str) -> None:
    """Quotes, braces, colons and control characters from a text neither break the file nor reach the terminal."""
    article = STORM + f"\nIt rained, said {words.replace(chr(10), ' ')}.\n"
    (project / "content/articles/storm.md").write_text(article, encoding="utf-8")
    done = briefgen("new", "person", "--from", words, cwd=project)
    text = written(project, done)
    assert all(one.isprintable() or one == "\n" for one in text + done.stdout + done.stderr)
    found = json.loads(briefgen("check", "--format", "json", cwd=project).stdout)
    assert {one["code"] for one in found if one["path"] == done.stdout.strip()} <= {"BG-W032", "BG-I107"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Joe Biden", ("Joe", "Biden", "")),
        ("Biden", ("", "Biden", "")),
        ("Ursula von der Leyen", ("Ursula", "von der Leyen", "")),
        ("Charles de Gaulle", ("Charles", "de Gaulle", "")),
        ("Vincent Van Gogh", ("Vincent", "Van Gogh", "")),
        ("Bashar al-Assad", ("Bashar", "al-Assad", "")),
        ("Mohammed bin Salman", ("Mohammed", "bin Salman", "")),
        ("Martin Luther King Jr", ("Martin Luther", "King", "Jr")),
        ("J. K. Rowling", ("J. K.", "Rowling", "")),
    ],
)
def test_names_are_taken_apart(name: str, parts: tuple[str, str, str]) -> None:
    """The family name is the last word, with its particles."""
    assert split_name(name) == parts


@given(st.text())
def test_any_text_is_romanised_and_taken_apart(text: str) -> None:
    """Nothing is lost of a name that has two words, and nothing fails."""
    latin = romanised(text)
    assert " ".join(filter(None, split_name(latin))) == " ".join(latin.split())
