"""House style and the ledger of texts after followed edits: the same is said as by a build of everything."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from small_sites import SmallSite

from briefgen.base.diagnostics import Diagnostic, sorted_diagnostics
from briefgen.reading.disk import read_texts
from briefgen.reading.texts import parse_here
from briefgen.revision import step

TEXT = "---\ntitle: Rain\ndate: 2022-04-02\nsummary: [It rained.]\n---\n{}\n"


def of_step(site: SmallSite, text: str) -> list[Diagnostic]:
    """What is said when only the edit is followed."""
    state = site.prepared().state
    assert state is not None
    done = step(state, {"content/articles/rain.md": text}, parse_here, partial(read_texts, site.root))
    assert done is not None, "the edit goes further than it should"
    return [one for found in (done.state.said.own.values()) for one in found]


def test_followed_edits_are_held_against_house_style(tmp_path: Path) -> None:
    style = "spellings: [{prefer: Kyiv, reject: [Kiev]}]\n"
    site = SmallSite.written(tmp_path, {"style.yaml": style, "articles/rain.md": TEXT.format("It rained.")})
    site.build(record=True)
    edited = TEXT.format("It rained in Kiev yesterday,  and more.").replace("[It rained.]", "[It rained in Kiev.]")
    said = {one.code for one in of_step(site, edited)}
    assert said == {"W901", "W905", "W907", "W701"}
    whole = site.with_files({"articles/rain.md": edited}).prepared().diagnostics
    assert {one.code for one in sorted_diagnostics(whole)} >= said
    assert not of_step(site, TEXT.format("It rained."))
