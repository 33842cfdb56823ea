"""`briefgen draft` in a project: what it writes is sound, new, and knows what is on file."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

from briefgen.cli.main import run
from briefgen.drafting.foreign import is_english

SEED = Path(__file__).parents[2] / "seeds" / "drafting" / "2024-02-02-strike.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content/people").mkdir(parents=True)
    (tmp_path / "content/people/bello.yaml").write_text(
        "name: Samuel A. Bello\naliases: [Samuel Bello]\nsummary: The minister.\nroles:\n"
        "  - {title: Minister of Education, short: education minister, from: 2023-05-01}\n",
        encoding="utf-8",
    )
    (tmp_path / "content/sources.yaml").write_text(
        "desk: {kind: webpage, title: A list, url: 'https://example.org/', publisher: Desk, published: 2024-01-30}\n",
        encoding="utf-8",
    )
    (tmp_path / "content/claims.yaml").write_text(
        "unpaid:\n  statement: Twelve thousand teachers have not been paid since November.\n  short: Unpaid teachers\n"
        "  kind: event\n  assertions: [{by: bello, date: 2024-01-30, mode: interview, source: desk}]\n"
        "  status_history: [{date: 2024-01-30, status: disputed, reason: Numbers differ.}]\n",
        encoding="utf-8",
    )
    (tmp_path / "briefgen.yaml").write_text("title: Test\n", encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / SEED.name).write_bytes(SEED.read_bytes())
    return tmp_path


def typed(folder: Path, *words: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["briefgen", *words])
        with pytest.raises(SystemExit) as left:
            run()
    return int(left.value.code or 0)


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_stubs_pass_the_check_and_stay_off_the_site(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(project, "draft", f"seeds/{SEED.name}") == 0
    assert (project / "content/people/grace-adeyemi.yaml").is_file()
    for options in ((), ("--drafts",)):
        assert typed(project, "check", *options) == 0
        told = capsys.readouterr()
        assert " error " not in told.out + told.err
    assert typed(project, "build") == 0
    assert not (project / "site/people/grace-adeyemi").exists()
    assert b"Adeyemi" not in b"".join(one.read_bytes() for one in (project / "site").rglob("*.html"))


def test_what_is_there_stays_as_it_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(project)
    typed(project, "draft", f"seeds/{SEED.name}")
    first = content(project)
    assert {path: first[path] for path in before} == before
    assert "on file: Samuel Bello is person:bello" in capsys.readouterr().out
    assert not (project / "content/people/samuel-bello.yaml").exists()
    assert "{ref: bello}" in first["content/articles/2024-02-02-strike.notes.yaml"].decode()
    assert typed(project, "draft", f"seeds/{SEED.name}") == 2
    assert "--id" in capsys.readouterr().err
    assert typed(project, "draft", f"seeds/{SEED.name}", "--id", "second") == 0
    later = content(project)
    assert {path: later[path] for path in first} == first
    assert "content/articles/second.md" in later
    assert "content/people/grace-adeyemi-2.yaml" not in later


def test_a_dry_run_writes_nothing_and_names_the_same_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(project)
    assert typed(project, "draft", f"seeds/{SEED.name}", "--dry-run") == 0
    dry = capsys.readouterr()
    assert content(project) == before
    assert "would be written" in dry.err
    typed(project, "draft", f"seeds/{SEED.name}")
    assert capsys.readouterr().out == dry.out


def test_a_file_in_the_way_is_left_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = project / "content/articles/2024-02-02-strike.notes.yaml"
    notes.parent.mkdir()
    notes.write_text("who: []\n", encoding="utf-8")
    typed(project, "draft", f"seeds/{SEED.name}")
    assert notes.read_text(encoding="utf-8") == "who: []\n"
    assert "left alone" in capsys.readouterr().err


def test_less_sure_proposals_can_be_left_out(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(project, "draft", f"seeds/{SEED.name}", "--dry-run", "--least", "sure")
    told = capsys.readouterr().out
    assert "  sure  " in told
    assert "  guess  " not in told
    assert "  likely  " not in told


def test_quotations_of_the_stubs_stand_in_the_seed(project: Path) -> None:
    typed(project, "draft", f"seeds/{SEED.name}")
    source = (project / "content/sources/2024-02-02-strike.yaml").read_text(encoding="utf-8")
    assert 'text: "seeds/2024-02-02-strike.md"' in source


def test_check_tells_what_a_text_touches(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(project, "check", f"seeds/{SEED.name}", "--as-of", "2024-02-02", "--format", "json") == 0
    told = {one["key"]: one for one in json.loads(capsys.readouterr().out)}
    assert told["claim:unpaid"]["status"] == "disputed since 2024-01-30"
    assert "12,000 teachers" in told["claim:unpaid"]["sentence"]
    assert told["person:bello"]["status"] == "education minister"
    assert typed(project, "check", f"seeds/{SEED.name}") == 0
    assert "claim:unpaid [disputed since 2024-01-30]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.pdf", b"%PDF", "no kind"),
        ("x.txt", b"\xff\xfe", "UTF-8"),
        ("x.docx", b"no", "docx"),
        ("x.txt", b" ", "no text"),
    ],
)
def test_what_cannot_be_read_is_told(
    project: Path, name: str, data: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / name).write_bytes(data)
    assert typed(project, "draft", name) == 2
    assert said in capsys.readouterr().err


def test_a_stub_that_is_published_as_it_is_stops_the_build(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever takes `draft: true` out and nothing else is told of every file, and no site is written."""
    assert typed(project, "draft", f"seeds/{SEED.name}") == 0
    capsys.readouterr()
    stubs = [one for one in (project / "content").rglob("2024-02-02-strike.*") if ".notes" not in one.name]
    stubs += (project / "content/claims").glob("*.yaml")
    for path in (project / "content").rglob("*.*"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(one for one in lines if not one.startswith("draft: true")), encoding="utf-8")
    assert typed(project, "check", "--format", "json") == 1
    found = {(one["code"], one["path"]) for one in json.loads(capsys.readouterr().out)}
    assert {path for code, path in found if code == "BG-E036"} >= {
        one.relative_to(project).as_posix() for one in stubs if "TODO" in one.read_text(encoding="utf-8").split("\n---\n")[-1]
        and one.parent.name != "sources"
    }  # fmt: skip
    assert ("BG-I038", "content/people/grace-adeyemi.yaml") in found
    assert typed(project, "build") == 1
    assert not (project / "site").exists()


REPORTS = {
    "uk": "Міст закрито\n\nЗаступниця міністра України Олена Сокіл заявила в суботу, що міст через річку закрито. «Ми працюємо», — "
    "сказав голова Чернігівської ради Петро Вовк. За даними ООН, понад 4 мільйони людей залишили країну.\n",
    "ru": "Мост закрыт\n\nПресс-секретарь президента России Олег Сомов заявил, что мост закрыт. По словам министра, 12 человек ранены. "
    "«Пока рано говорить», — сказал Сомов журналистам в субботу.\n",
    "fr": "Le pont est fermé\n\nLa ministre Hélène Faucon a déclaré samedi que le pont était fermé. « Nous travaillons », a dit "
    "le maire Pierre Leloup aux journalistes. Selon la mairie, plus de 400 personnes ont quitté la ville en mars.\n",
    "de": "Die Brücke ist gesperrt\n\nDie Ministerin Helene Falk sagte am Samstag, die Brücke sei gesperrt. „Wir arbeiten daran“, so "
    "Bürgermeister Peter Wolf vor der Presse. Nach Angaben der Stadt haben mehr als 400 Menschen den Ort verlassen.\n",
}


@pytest.mark.parametrize("lang", REPORTS)
def test_a_report_that_is_not_in_english_gives_guesses_and_no_claims(
    project: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the rules cannot read they do not make up; names are proposed without what stands in front of them."""
    (project / "seeds/far.txt").write_text(REPORTS[lang], encoding="utf-8")
    assert typed(project, "draft", "seeds/far.txt") == 0
    told = capsys.readouterr()
    assert "the rules know English only" in told.err
    assert sorted(one.name for one in (project / "content").glob("claims/*")) == []
    people = {
        one.read_text(encoding="utf-8")
        for one in (project / "content/people").glob("*.yaml")
        if one.name != "bello.yaml"
    }
    wanted = {
        "uk": ("Олена Сокіл", "Петро Вовк"),
        "ru": ("Олег Сомов",),
        "fr": ("Hélène Faucon",),
        "de": ("Peter Wolf",),
    }[lang]
    for name in wanted:
        assert any(re.search(f'(?m)^name: ".*{name}"$', text) for text in people), name
    assert all(text.startswith("# guess") and "России" not in text.split("\n")[3] for text in people)
    assert typed(project, "check", "--drafts") == 0


@pytest.mark.parametrize(
    "report", sorted((Path(__file__).parents[2] / "seeds/drafting").glob("*")), ids=lambda one: one.name
)
def test_the_reports_of_the_desk_read_as_english(report: Path) -> None:
    assert is_english([report.read_text(encoding="utf-8")])


def test_a_town_in_capitals_is_the_town(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = "PASSAU, May 14 (Desk) - Anna Huber said on Tuesday that 3,400 people had been evacuated from Passau.\n"
    (project / "2024-05-14-flood.txt").write_text(report, encoding="utf-8")
    assert typed(project, "draft", "2024-05-14-flood.txt") == 0
    assert (project / "content/places/passau.yaml").is_file()
    assert not (project / "content/organisations/passau.yaml").exists()
    capsys.readouterr()
    assert typed(project, "check") == 0, capsys.readouterr().err


def test_a_draft_makes_no_reference_ambiguous(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A topic and a place of one id on file: the draft says which it means, and takes no id that others go by."""
    (project / "content/topics.yaml").write_text("linz: {title: Floods in Linz, summary: Water.}\n", encoding="utf-8")
    (project / "content/places.yaml").write_text(
        "linz: {name: Linz, kind: city, country: AT, summary: A city.}\n", encoding="utf-8"
    )
    (project / "content/terms").mkdir()
    (project / "content/terms/vienna.yaml").write_text("term: vienna lager\ndefinition: A beer.\n", encoding="utf-8")
    report = "Anna Huber said on Tuesday that 3,400 people in Linz had been taken to Vienna.\n"
    (project / "2024-05-14-flood.txt").write_text(report, encoding="utf-8")
    assert typed(project, "draft", "2024-05-14-flood.txt") == 0
    assert (project / "content/places/vienna-place.yaml").is_file()
    capsys.readouterr()
    assert typed(project, "check") == 0, capsys.readouterr().err


def test_a_document_of_boxes_in_boxes_is_read_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text box is a paragraph inside a paragraph: its words come once, and depth costs no time."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    depth = 60_000
    box = "<w:p><w:r><w:t>Anna Huber said that the river had fallen in Linz.</w:t></w:r></w:p>"
    body = "<w:p>" * depth + box + "</w:p>" * depth
    with zipfile.ZipFile(project / "flood.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document {word}><w:body>{body}</w:body></w:document>")
    assert typed(project, "draft", "flood.docx", "--dry-run") == 0
    assert "skeleton with 1 claim\n" in capsys.readouterr().out
