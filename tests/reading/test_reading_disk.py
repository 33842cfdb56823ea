"""Reading the disk: what is taken, what is skipped, what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from reading_project import ARTICLE, write  # type: ignore[import-not-found]

from briefgen.reading.disk import read_project


def codes(root: Path) -> list[str]:
    return [f"{one.code} {one.where.path}" for one in read_project(root).diagnostics]  # type: ignore[union-attr]


def test_an_empty_folder_is_no_project(tmp_path: Path) -> None:
    """Without `content/` there is one diagnostic that says how to begin."""
    files, (fault,) = read_project(tmp_path)
    assert (files.texts, fault.code) == ({}, "E018")
    assert "briefgen init" in fault.hint


def test_editors_leavings_and_hidden_files_are_skipped(tmp_path: Path) -> None:
    """Swap files, backups, the ledger and the probes of editors are no content."""
    names = [".x.md.swp", "x.md~", ".#x.md", "#x.md#", "4913", "Thumbs.db", ".DS_Store", ".ledger/urls", ".git/a.md"]
    write(tmp_path, {f"content/{one}": "x" for one in names} | {"content/articles/x.md": ARTICLE})
    files, diagnostics = read_project(tmp_path)
    assert (list(files.texts), files.files, diagnostics) == (["content/articles/x.md"], {}, ())


def test_pictures_are_known_by_their_digest(tmp_path: Path) -> None:
    """Equal pictures have equal digests, and nothing else of them is kept."""
    write(tmp_path, {"content/a.jpg": b"x", "content/i/b.jpg": b"x", "content/c.jpg": b"y"})
    files = read_project(tmp_path).value.files
    assert list(files) == ["a.jpg", "c.jpg", "i/b.jpg"]
    assert files["a.jpg"] == files["i/b.jpg"] != files["c.jpg"]
    assert len(files["a.jpg"]) == 32


def test_text_is_composed_and_names_too(tmp_path: Path) -> None:
    """What looks equal is equal, in texts and in paths."""
    write(tmp_path, {"content/cafe\u0301.yaml": "cafe\u0301"})
    assert read_project(tmp_path).value.texts == {"content/café.yaml": "café"}


def test_two_names_that_look_the_same(tmp_path: Path) -> None:
    """The second file is reported, not silently preferred."""
    write(tmp_path, {"content/cafe\u0301.yaml": "a: b", "content/café.yaml": "a: c"})
    if len(list((tmp_path / "content").iterdir())) == 2:
        assert codes(tmp_path) == ["E018 content/café.yaml"]


def test_a_name_that_is_no_text_can_be_spoken_of(tmp_path: Path) -> None:
    """Bytes in a file name that are not UTF-8 do not break the reading."""
    write(tmp_path, {})
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "content") + b"/\xff.yaml")).write_text("a: b")
    except OSError:
        return
    assert list(read_project(tmp_path).value.texts) == ["content/�.yaml"]


def test_links_inside_the_project_are_followed(tmp_path: Path) -> None:
    """To files and to folders."""
    write(tmp_path, {"content/people/ann.yaml": "name: Ann\n", "shared/places.yaml": "a: b"})
    (tmp_path / "content/places.yaml").symlink_to(tmp_path / "shared/places.yaml")
    (tmp_path / "content/terms").symlink_to("people")
    files, diagnostics = read_project(tmp_path)
    assert list(files.texts) == ["content/people/ann.yaml", "content/places.yaml", "content/terms/ann.yaml"]
    assert diagnostics == ()


def test_links_in_circles_or_out_of_the_project_are_refused(tmp_path: Path) -> None:
    """Each once, and the reading ends."""
    project = tmp_path / "project"
    project.mkdir()
    write(project, {"content/people/ann.yaml": "name: Ann\n"})
    (tmp_path / "secret.yaml").write_text("a: b")
    (project / "content/people/again").symlink_to("..")
    (project / "content/self.yaml").symlink_to("self.yaml")
    (project / "content/out.yaml").symlink_to(tmp_path / "secret.yaml")
    (project / "content/up").symlink_to(tmp_path)
    (project / "content/gone.yaml").symlink_to("nowhere.yaml")
    assert sorted(codes(project)) == [
        "E015 content/out.yaml",
        "E015 content/people/again",
        "E015 content/self.yaml",
        "E015 content/up",
        "E018 content/gone.yaml",
    ]


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe would never end, a folder cannot be read."""
    write(tmp_path, {"content/people.yaml/x": "a"})
    os.mkfifo(tmp_path / "content/pipe.yaml")
    os.mkfifo(tmp_path / "content/pipe.jpg")
    (tmp_path / "briefgen.yaml").mkdir()
    assert codes(tmp_path) == [
        "E018 briefgen.yaml",
        "E018 content/people.yaml",
        "E018 content/pipe.jpg",
        "E018 content/pipe.yaml",
    ]


@pytest.mark.parametrize("name", ["people.yaml", "a.jpg", "i"])
def test_what_may_not_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """With the reason the system gives."""
    write(tmp_path, {"content/people.yaml": "a: b", "content/a.jpg": b"x", "content/i/b.jpg": b"x"})

    def refuse(path: Path, *rest: object, **more: object) -> object:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return real[refused](path, *rest, **more)

    refused = {"people.yaml": "read_bytes", "a.jpg": "open", "i": "iterdir"}[name]
    real = {one: getattr(Path, one) for one in ("read_bytes", "open", "iterdir")}
    monkeypatch.setattr(Path, refused, refuse)
    (fault,) = read_project(tmp_path).diagnostics
    assert (fault.code, fault.message) == ("E018", "the file cannot be read: permission denied")


def test_line_ends_are_noted_once_for_all(tmp_path: Path) -> None:
    """Files from Windows are read as they are meant; one note names the first and counts the rest."""
    write(tmp_path, {"content/a.yaml": "a: b\r\nc: d\r\n", "content/b.yaml": "a: b\rc: d", "content/c.yaml": "a: b\n"})
    files, (note,) = read_project(tmp_path)
    assert (files.texts["content/a.yaml"], files.texts["content/b.yaml"]) == ("a: b\nc: d\n", "a: b\nc: d")
    assert (note.code, note.where.path) == ("I024", "content/a.yaml")  # type: ignore[union-attr]
    assert "and in 1 more" in note.message


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"a: b\nc: caf\xe9\n", 2, 7, "“é”"),
        (b"a: b\r\nc: caf\xe9\r\n", 2, 7, "“é”"),
        ("ж: ".encode() + b"\x81", 1, 4, "0x81 is not UTF-8"),
        (b"\xef\xbb\xbf\xff", 1, 1, "“ÿ”"),
        ("a: b".encode("utf-16"), 1, 1, "UTF-16"),
        (b"a\n\nb\0", 3, 2, "NUL"),
    ],
)
def test_the_first_wrong_byte_is_found(tmp_path: Path, data: bytes, line: int, column: int, words: str) -> None:
    """By line and column, with the letter it probably was."""
    write(tmp_path, {"content/a.yaml": data})
    fault = read_project(tmp_path).diagnostics[-1]
    assert (fault.code, fault.where.line, fault.where.column) == ("E008", line, column)  # type: ignore[union-attr]
    assert words in fault.message


def test_seeds_are_kept_as_they_are(tmp_path: Path) -> None:
    """Undecoded, since a PDF may lie among them; what is too large is only known by name."""
    write(tmp_path, {"seeds/a.txt": b"\xff", "seeds/big.pdf": b"x" * (2 * 1024 * 1024 + 1)})
    files, diagnostics = read_project(tmp_path)
    assert (files.seeds, files.unread, diagnostics) == ({"seeds/a.txt": b"\xff"}, {"seeds/big.pdf"}, ())
