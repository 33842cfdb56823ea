"""Published texts that change without a word to readers (W701): what counts as a change, and what as a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sites import SmallSite

LEDGER = "content/.ledger/texts.txt"
HEAD = "title: Rain\ndate: 2022-04-02\n"
BODY = 'It rained -- "all day", [[ann]] said.'


def site(root: Path, head: str = HEAD, body: str = BODY, name: str = "Ann Lee", **more: str) -> SmallSite:
    files = {f"{key}.yaml": text for key, text in more.items()}
    return SmallSite.written(
        root,
        {
            "articles/rain.md": f"---\n{head}---\n{body}\n",
            "articles/draft.md": "---\ntitle: Not yet\n---\nNothing.\n",
            "people.yaml": f"ann: {{name: {name}, summary: A witness.}}\n",
            **files,
        },
    )


def is_told(one: SmallSite) -> bool:
    return any(found.code == "W701" for found in one.prepared().diagnostics)


def test_a_line_for_each_published_article(tmp_path: Path) -> None:
    site(tmp_path).build(record=True)
    lines = (tmp_path / LEDGER).read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["article:rain"]
    assert lines[0].endswith(" 0 0")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, False),
        ({"body": "It rained – “all  day”, [[ann]] said."}, False),
        ({"name": "Anna Lee"}, False),
        ({"body": BODY.replace("all", "half the")}, True),
        ({"head": HEAD.replace("Rain", "Rain again")}, True),
        ({"head": f"{HEAD}standfirst: New.\n"}, True),
    ],
)
def test_what_counts_as_a_change(tmp_path: Path, change: dict[str, str], told: bool) -> None:
    """Words that readers see count; how marks are set and what others are called does not."""
    site(tmp_path).build(record=True)
    assert is_told(site(tmp_path, **change)) is told


def test_a_word_to_readers_is_enough_and_publishing_begins_anew(tmp_path: Path) -> None:
    site(tmp_path).build(record=True)
    changed = {"body": "It hailed."}
    log = HEAD + "changelog: [{date: 2022-04-03, kind: update, note: It hailed.}]\n"
    correction = "hail: {target: article:rain, date: 2022-04-03, kind: correction, text: It hailed.}\n"
    assert is_told(site(tmp_path, **changed))
    assert not is_told(site(tmp_path, head=log, **changed))
    assert not is_told(site(tmp_path, corrections=correction, **changed))
    (tmp_path / "content/corrections.yaml").unlink()
    site(tmp_path, head=log, **changed).build(record=True)
    assert is_told(site(tmp_path, head=log, body="It snowed."))


def test_the_ledger_merges(tmp_path: Path) -> None:
    """What a merge has left behind is no fault, and other articles keep their lines."""
    site(tmp_path).build(record=True)
    ledger = tmp_path / LEDGER
    kept = ledger.read_text()
    ledger.write_text(f"<<<<<<< ours\narticle:gone 00 1 2\n{kept}=======\n>>>>>>> theirs\n")
    assert not is_told(site(tmp_path))
    site(tmp_path).build(record=True)
    assert "article:gone 00 1 2\n" in ledger.read_text()
