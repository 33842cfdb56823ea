"""Files that records name: found, missing, or outside the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_project import Project, read, write  # type: ignore[import-not-found]


def test_texts_behind_sources_are_read_only_when_named(project: Project) -> None:
    """A seed in another encoding matters to the source that names it, and to nobody else."""
    line = "{0}: {{kind: document, title: T, url_missing: lost, text: seeds/{0}.txt}}\n"
    found = project(
        {
            "sources.yaml": line.format("a") + line.format("b"),
            "/seeds/a.txt": "Cafe\u0301\r\n",
            "/seeds/b.txt": b"caf\xe9",
            "/seeds/c.txt": b"\xff",
        }
    )
    assert found.records.source_texts == {"source:a": "Café\n"}
    assert found.places == ["E008 seeds/b.txt:1:4-5"]
    assert "“é”" in found.diagnostics[0].message


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("images/brige.jpg", "did you mean “images/bridge.jpg”?"),
        ("bridge.jpg", "did you mean “images/bridge.jpg”?"),
        ("zzz.png", "the path begins below content/"),
        ("https://example.org/a.jpg", "put the file into the project"),
    ],
)
def test_a_missing_picture_is_looked_for(project: Project, path: str, hint: str) -> None:
    """A similar name, or the same name in another folder, is suggested."""
    found = project(
        {"people.yaml": f"ann: {{name: Ann, image: {{src: '{path}', alt: A, credit: B}}}}\n", "images/bridge.jpg": b"x"}
    )
    assert hint in found.only("E023").hint


@pytest.mark.parametrize(
    "path", ["../a.jpg", "a/../../a.jpg", "/etc/passwd", "C:\\a.jpg", "\\\\host\\a.jpg", "~/a.jpg"]
)
def test_a_path_out_of_the_project_is_refused(project: Project, path: str) -> None:
    """However it is written."""
    assert project({"people.yaml": f"ann: {{name: Ann, image: {{src: '{path}', alt: A, credit: B}}}}\n"}).only("E015")


def test_a_picture_that_could_not_be_read_is_not_missing(tmp_path: Path) -> None:
    """Its own diagnostic says all there is to say."""
    write(tmp_path, {"content/people.yaml": "ann: {name: Ann, image: {src: a.jpg, alt: A, credit: B}}\n"})
    (tmp_path / "content/a.jpg").symlink_to("/etc/hostname")
    assert [one.code for one in read(tmp_path).diagnostics] == ["E015"]
