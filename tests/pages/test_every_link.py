"""Every link of a site leads somewhere, whatever form its addresses have and wherever it is served."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_sites import SmallSite, dead_links

from briefgen.build import build
from briefgen.preparing import BuildOptions

TESTS = Path(__file__).parents[1]
WORLD = TESTS / "soak" / "world"
EXAMPLE = TESTS.parent
PERMALINKS = """permalinks:
  articles: ["{year}/{month}/{id}", "{section}/{id}", "articles/{id}"]
  people: "who/{id}"
  claims: "c/{id}"
  corrections: "put-right/{year}/{id}"
  pages: "about/{id}"
"""


@pytest.mark.parametrize("urls", ["folders", "flat"])
@pytest.mark.parametrize("permalinks", ["", PERMALINKS], ids=["usual", "own"])
@pytest.mark.parametrize("project", [WORLD, EXAMPLE], ids=["world", "example"])
def test_every_link_leads_somewhere(tmp_path: Path, project: Path, urls: str, permalinks: str) -> None:
    """Pages, pictures, styles and fragments are found below a sub-path, from each page at each depth."""
    root = tmp_path / "project"
    for name in ("content", "seeds", "themes"):
        if (project / name).is_dir() and not (name == "themes" and project == EXAMPLE):
            shutil.copytree(project / name, root / name)
    config = (project / "briefgen.yaml").read_text(encoding="utf-8")
    (root / "briefgen.yaml").write_text(f"{config}\nurls: {urls}\n{permalinks}", encoding="utf-8")
    built = build(root, BuildOptions(base_url="https://host/deep/down/"))
    assert built.written is not None, SmallSite(root).text(built.prepared.diagnostics)
    assert dead_links(root / "site", "/deep/down/") == []
