"""From an address to a file: the right one, and never one outside the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.preview.addresses import below, content_type, find, is_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site beside which a secret lies, with links that lead to it."""
    around = tmp_path_factory.mktemp("around")
    site = around / "site"
    for name in ("index.html", "people/ada/index.html", "flat.html", "pictures/a b.png", "people/ü/index.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("page", encoding="utf-8")
    (around / "secret.html").write_text("secret", encoding="utf-8")
    (around / "index.html").write_text("secret", encoding="utf-8")
    (around / "site-of-another").mkdir()
    (around / "site-of-another/index.html").write_text("secret", encoding="utf-8")
    (site / "out").symlink_to(around)
    (site / "out.html").symlink_to(around / "secret.html")
    (site / "loop").symlink_to(site / "loop")
    return site


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("", "index.html"),
        ("people/ada/", "people/ada/index.html"),
        ("flat", "flat.html"),
        ("flat.html", "flat.html"),
        ("pictures/a b.png", "pictures/a b.png"),
        ("people/ü/", "people/ü/index.html"),
    ],
)
def test_addresses_find_their_files(folder: Path, address: str, file: str) -> None:
    assert find(folder, address) == folder / file


@pytest.mark.parametrize(
    "address",
    ["people/ada", "people", "gone", "gone/", "flat/", "index.html/", "out", "out/", "out.html", "out/secret.html",
     "loop", "loop/", "..", "../", "../secret.html", "people/../../secret.html", "./index.html", "/index.html",
     "//index.html", "people//ada/", "..\\secret.html", "people\\..\\..\\secret.html", "index.html\0", "\0", "/etc/passwd",
     "x" * 5000],
)  # fmt: skip
def test_other_addresses_find_nothing(folder: Path, address: str) -> None:
    """Folders without their slash, files that are not there, and every way out of the folder."""
    assert find(folder, address) is None


_PARTS = st.sampled_from(
    ["..", ".", "", "/", "\\", "%2e", "%2e%2e", "%2f", "%5c", "%00", "out", "people", "ada", "index.html", "site", "secret.html",
     "site-of-another", "flat", "~", "C:", "ü"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=40), st.lists(_PARTS, max_size=8).map("/".join), st.lists(_PARTS, max_size=8).map("".join)
    )
)
def test_no_address_leaves_the_folder(folder: Path, path: str) -> None:
    """Whatever is asked for, what is found is a file of the site, and no link leads out."""
    for wanted in (path, below("/", f"/{path}"), below("/", f"/{path}/")):
        found = find(folder, wanted or "")
        if found is not None:
            real = Path(os.path.realpath(found))
            assert real.is_relative_to(folder.resolve())
            assert real.is_file()
            assert real.read_text(encoding="utf-8") == "page"


def test_only_what_is_below_the_root_is_of_the_site() -> None:
    assert below("/briefings/", "/briefings/people/ada/") == "people/ada/"
    assert below("/briefings/", "/briefings/") == ""
    assert below("/briefings/", "/briefings") is None
    assert below("/briefings/", "/briefings-old/") is None
    assert below("/", "/%C3%BC/") == "ü/"
    assert below("/ü/", "/%C3%BC/x") == "x"
    assert below("/", "/%252e%252e/") == "%2e%2e/"


def test_folders_without_their_slash_are_known(folder: Path) -> None:
    assert is_folder(folder, "people/ada")
    assert not is_folder(folder, "people")
    assert not is_folder(folder, "")
    assert not is_folder(folder, "..")


def test_content_types() -> None:
    """By ending, in whatever case, and the same on every system."""
    assert content_type(Path("a/B.HTML")) == "text/html; charset=utf-8"
    assert content_type(Path("a.js")) == "text/javascript; charset=utf-8"
    assert content_type(Path("a.unheard-of")) == "application/octet-stream"
