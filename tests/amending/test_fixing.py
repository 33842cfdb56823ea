"""`briefgen check --fix`: only the letters that are meant change, at exact places, and nothing is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from small_sites import NOW, SmallSite

from briefgen.amending import write as writing
from briefgen.amending.fix import fixes
from briefgen.amending.plan import write
from briefgen.amending.write import recover
from briefgen.asking.project import Project
from briefgen.base.dates import parse_when

STYLE = """\
spellings:
  - {prefer: Kyiv, reject: [Kiev, Kijew], allow_phrases: [chicken Kiev]}
  - {prefer: co-operate, reject: [cooperate]}
honorifics: {dots: never}
relative_dates: false
"""
WRONG = {
    "Kiev": "Kyiv",
    "Kijew": "Kyiv",
    "cooperate": "co-operate",
    "Cooperate": "Co-operate",
    "Mr. Grey": "Mr Grey",
    "a  gap": "a gap",
}
RIGHT = (
    "chicken Kiev", "“in Kiev”", "`Kiev`", "[Kiev](https://example.org/Kiev)", "Kiever", "[[ann]]", "*late*", "**Rain**",
    "[It rained]{claim=rain}", "Straße", "Київ", "naïve", "“Mr. Grey”", "--", "...", "'tis", "😀",
)  # fmt: skip
CLAIM = "rain: {statement: It rained., short: rain, kind: event, assertions: [{by: ann, date: 2022-04-02, mode: interview, source: diary}], status_history: [{date: 2022-04-02, status: unverified, reason: Nobody saw it.}]}\n"


@st.composite
def texts(draw: Callable[..., object]) -> tuple[str, str]:
    """A text, and what it is to become."""
    before, after = [], []
    for _ in range(draw(st.integers(1, 4))):  # type: ignore[arg-type,call-overload]
        words: list[str] = draw(st.lists(st.sampled_from([*WRONG, *RIGHT, "and", "rain,"]), min_size=1, max_size=9))  # type: ignore[assignment]
        start = str(draw(st.sampled_from(["", "- ", "> ", "## ", "| a |\n|---|\n| "])))
        gap = str(draw(st.sampled_from([" ", " ", "\n" if not start else " "])))
        if gap == "\n":
            words = [word for word in words if word != "--"]  # alone on a line, it makes a heading of those above
        # What was said stays; so does a heading whose address would be another one.
        mended = [
            WRONG.get(word, word)
            if not start or start[0] in "-|" or word == "a  gap" or (start == "## " and word == "Mr. Grey")
            else word
            for word in words
        ]
        before.append(start + gap.join(["So", *words]))
        after.append(start + gap.join(["So", *mended]))
    return "\n\n".join(before) + "\n", "\n\n".join(after) + "\n"


def project(root: Path, body: str, title: str, ends: str = "\n") -> SmallSite:
    article = f"---\n# Kiev stays in comments\ntitle: {title}  # Kiev\ndate: 2022-04-02\n---\n{body}".replace(
        "\n", ends
    )
    return SmallSite.written(
        root,
        {
            "style.yaml": STYLE,
            "people.yaml": "ann: {name: Ann Lee, summary: A witness.}\n",
            "sources.yaml": "diary: {kind: document, title: Kiev diary, url_missing: on paper}\n",
            "claims.yaml": CLAIM,
            "articles/rain.md": article.encode(),
        },
    )


def mended(root: Path) -> str:
    found = Project.read(root, parse_when(NOW))
    write(root, found, fixes(found).change)
    return (root / "content/articles/rain.md").read_bytes().decode()


@settings(
    max_examples=25, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck), deadline=None
)
@given(
    text=texts(),
    ends=st.sampled_from(["\n", "\r\n"]),
    title=st.sampled_from(["Rain", "Rain in Kiev", "'Rain in Kiev'", '"Cooperate"', "[Kiev"]),
)
def test_only_what_is_meant_changes(
    text: tuple[str, str], ends: str, title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands around it: mark-up, other alphabets, comments, line ends; and once is enough."""
    root = tmp_path_factory.mktemp("fix")
    if title.startswith("["):
        title = "Rain, [Kiev]"
    before, after = text
    # A claim may be marked once in a text only.
    for one in (before, after):
        if one.count("{claim=rain}") > 1:
            before, after = (re.sub(r"\[It rained\]\{claim=rain\}", "It rained", each) for each in text)
            break
    site = project(root, before, title, ends)
    others = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and path.suffix == ".yaml"}
    wanted_title = title.replace("Kiev", "Kyiv").replace("Cooperate", "Co-operate")
    wanted = f"---\n# Kiev stays in comments\ntitle: {wanted_title}  # Kiev\ndate: 2022-04-02\n---\n{after}".replace(
        "\n", ends
    )
    assert not [one for one in site.check().diagnostics if one.level == "error"]
    assert mended(root) == wanted
    assert mended(root) == wanted
    assert others == {path: path.read_bytes() for path in others}


def test_a_long_heading_keeps_its_address(tmp_path: Path) -> None:
    """However far behind the addresses of its links the word stands; the rest of the file is mended."""
    link = "[Rain](https://example.org/a-long-way-to-the-rain-in-spring)"
    heading = f"## Who {link} will, {link}, cooperate"
    project(tmp_path, f"{heading}\n\nSo Kiev.\n", "Rain")
    assert mended(tmp_path).endswith(f"{heading}\n\nSo Kyiv.\n")


def test_all_files_or_those_that_can_be_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off while files are switched, the next command finishes; no file is ever a half one."""
    site = project(tmp_path, "So Kiev.\n", "Rain")
    site.with_files({f"articles/{name}.md": f"---\ntitle: {name}\ndate: 2022-04-02\n---\nSo Kiev.\n" for name in "abc"})
    paths = sorted((tmp_path / "content/articles").glob("*.md"))
    before = [path.read_bytes() for path in paths]
    after = [one.replace(b"So Kiev", b"So Kyiv") for one in before]
    real, times = writing.os.replace, 0

    class Cut(BaseException):
        """The power fails."""

    def replace(source: str, target: str) -> None:
        nonlocal times
        times += 1
        if times == 3:
            raise Cut
        real(source, target)

    monkeypatch.setattr(writing.os, "replace", replace)
    with pytest.raises(Cut):
        mended(tmp_path)
    assert all(path.read_bytes() in {one, other} for path, one, other in zip(paths, before, after, strict=True))
    monkeypatch.undo()
    recover(tmp_path)
    assert [path.read_bytes() for path in paths] == after


@pytest.mark.parametrize(
    ("title", "there"),
    [
        ('"The mayor\'s \\"rain\\""', '"The mayor\'s \\"rain\\""'),  # letters stand for others: left alone
        ("'The mayor''s rain'", "'The mayor''s rain'"),
        ('The mayor\'s "rain"', "The mayor’s “rain”"),
        (">-\n  The mayor's\n  rain", ">-\n  The mayor’s\n  rain"),
    ],
)
def test_fields_in_every_style_of_yaml(tmp_path: Path, title: str, there: str) -> None:
    project(tmp_path, "It rained.\n", title)
    path = tmp_path / "content/articles/rain.md"
    path.write_text(path.read_text().replace("  # Kiev\n", "\n"))
    assert f"title: {there}\n" in mended(tmp_path)


def test_what_is_accepted_or_off_stays(tmp_path: Path) -> None:
    site = project(tmp_path, "So Kiev. Mr. Grey.\n", "Rain")
    site.with_files({"/briefgen.yaml": "checks: {W902: 'off'}\n"})
    path = tmp_path / "content/articles/rain.md"
    path.write_text(path.read_text().replace("date:", "accept: {W901: a name of old}\ndate:"))
    assert "So Kiev. Mr. Grey." in mended(tmp_path)


def test_spellings_of_records_are_mended_everywhere(tmp_path: Path) -> None:
    """W103 is told once for the same words; all places are mended."""
    site = project(tmp_path, "It rained in Lvov. Lvov was wet. “Lvov,” she said.\n", "Rain")
    site.with_files(
        {
            "places.yaml": "lviv: {name: Lviv, kind: city, country: UA, summary: A city., house_style: {reject: {Lvov: the Russian form}, allow_in: [quote]}}\n"
        }
    )
    assert "It rained in Lviv. Lviv was wet. “Lvov,” she said." in mended(tmp_path)
