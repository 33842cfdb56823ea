"""A store that machines share saves work, changes no byte, and fails no build whatever happens to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import SmallSite

from briefgen.base.memo import Memo
from briefgen.build import Built, build
from briefgen.cli.main import run
from briefgen.output.memo import FileMemo
from briefgen.output.shared import FEW, MANY, SharedMemo, SharedStore, StoreError, packed, unpacked
from briefgen.preparing import BuildOptions

FILES = {
    "/briefgen.yaml": "title: T\nas_of: 2022-04-08\n",
    "people.yaml": "".join(f"ann-{n}: {{name: Ann Lee{n}, summary: One.}}\n" for n in range(9)),
    **{
        f"articles/storm-{n}.md": f"---\ntitle: Storm {n}\ndate: 2022-04-02\n---\nAnn Lee{n % 9} *spoke* {n} times.\n"
        for n in range(FEW + 6)
    },
}


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(tmp_path / "shared store")
    else:
        memory = fsspec.filesystem("memory")
        yield f"memory://store-{os.getpid()}"
        memory.store.clear()
        memory.pseudo_dirs[:] = [""]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(root: Path, store: str = "") -> Built:
    SmallSite.written(root, FILES)
    found = build(root, BuildOptions(jobs=1, store=store))
    assert found.written is not None
    return found


def packs(store: str) -> list[str]:
    system, path = fsspec.core.url_to_fs(store)
    return sorted(one for one in system.find(path) if one.endswith(".pack"))


def memo(folder: Path, store: str, generator: str = "g") -> SharedMemo:
    return SharedMemo(FileMemo(folder, "texts", generator), SharedStore(store, generator), "texts")


def keys(count: int, first: int = 0) -> list[bytes]:
    return [number.to_bytes(16, "big") for number in range(first, first + count)]


def filled(one: Memo, wanted: list[bytes]) -> None:
    one.expect(wanted)
    for key in wanted:
        if one.get(key) is None:
            one.put(key, b"value " + key)


def test_another_machine_finds_what_one_has_found(tmp_path: Path, store: str) -> None:
    one, two = memo(tmp_path / "one", store), memo(tmp_path / "two", store)
    filled(one, keys(FEW))
    one.save()
    two.expect(keys(FEW))
    assert [two.get(key) for key in keys(FEW)] == [b"value " + key for key in keys(FEW)]
    assert len(packs(store)) == 1


def test_what_was_found_far_away_is_near_the_next_time(tmp_path: Path, store: str) -> None:
    one, two = memo(tmp_path / "one", store), memo(tmp_path / "two", store)
    filled(one, keys(FEW))
    one.save()
    filled(two, keys(FEW))
    two.save()
    near = FileMemo(tmp_path / "two", "texts", "g")
    assert all(near.get(key) is not None for key in keys(FEW))
    assert len(packs(store)) == 1, "what came from the store is not sent back"


def test_another_briefgen_gets_nothing(tmp_path: Path, store: str) -> None:
    one, two = memo(tmp_path / "one", store), memo(tmp_path / "two", store, "another")
    filled(one, keys(FEW))
    one.save()
    two.expect(keys(FEW))
    assert two.get(keys(1)[0]) is None


def test_few_values_are_not_looked_for_and_not_sent(tmp_path: Path) -> None:
    """Not even the folder is made."""
    one = memo(tmp_path / "one", str(tmp_path / "store"))
    filled(one, keys(FEW - 1))
    one.save()
    assert not (tmp_path / "store").exists()


def test_many_packs_are_put_together(tmp_path: Path, store: str) -> None:
    for turn in range(MANY + 1):
        one = memo(tmp_path / f"machine {turn}", store)
        filled(one, keys(FEW + turn * 2))
        one.save()
        assert len(packs(store)) <= MANY
    assert len(packs(store)) == 1
    last = memo(tmp_path / "last", store)
    last.expect(keys(FEW + MANY * 2))
    assert all(last.get(key) for key in keys(FEW + MANY * 2))


def test_two_machines_at_once_lose_nothing(tmp_path: Path, store: str) -> None:
    one, two = memo(tmp_path / "one", store), memo(tmp_path / "two", store)
    filled(one, keys(FEW))
    filled(two, keys(FEW, first=10))
    one.save()
    two.save()
    third = memo(tmp_path / "third", store)
    third.expect(keys(FEW + 10))
    assert all(third.get(key) for key in keys(FEW + 10))


@given(st.dictionaries(st.binary(min_size=16, max_size=16), st.binary(max_size=99), max_size=9), st.data())
def test_a_pack_that_is_not_whole_is_passed_over(values: dict[bytes, bytes], data: st.DataObject) -> None:
    name, whole = packed("texts", values)
    assert unpacked(name, whole) == values
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    assert unpacked(name, flipped) is None
    assert unpacked(name, whole[:at]) is None
    assert unpacked(name.replace("texts", "../x"), whole) is None


# --- builds -----------------------------------------------------------------------------------------------------


def test_sites_are_the_same_with_and_without_and_texts_come_from_the_store(tmp_path: Path, store: str) -> None:
    built(tmp_path / "plain")
    built(tmp_path / "first", store)
    before = packs(store)
    assert len(before) == 2
    found = built(tmp_path / "second", store)
    assert packs(store) == before, "nothing was new"
    assert found.remarks == ()
    assert tree(tmp_path / "plain/site") == tree(tmp_path / "first/site") == tree(tmp_path / "second/site")


def test_a_damaged_store_is_passed_over_with_a_note(tmp_path: Path, store: str) -> None:
    built(tmp_path / "first", store)
    system, _ = fsspec.core.url_to_fs(store)
    for path in packs(store):
        system.pipe_file(path, system.cat_file(path)[:-5])
    found = built(tmp_path / "second", store)
    assert tree(tmp_path / "first/site") == tree(tmp_path / "second/site")
    assert [one.partition(": ")[2] for one in found.remarks] == ["2 files are damaged and were passed over"]


def test_values_that_are_nonsense_are_made_again(tmp_path: Path) -> None:
    """Whole packs, right names, and values that no briefgen has written."""
    store = str(tmp_path / "store")
    built(tmp_path / "first", store)
    system, _ = fsspec.core.url_to_fs(store)
    for path in packs(store):
        kind = Path(path).name.partition("-")[0]
        values = unpacked(Path(path).name, system.cat_file(path))
        assert values is not None
        system.rm_file(path)
        name, data = packed(kind, dict.fromkeys(values, b"\x93nonsense"))
        system.pipe_file(str(Path(path).parent / name), data)
    built(tmp_path / "second", store)
    assert tree(tmp_path / "first/site") == tree(tmp_path / "second/site")


def test_a_store_that_cannot_be_reached_is_remarked_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file stands where the folder should be. The note is about this run: it is not said again when nothing changes."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    SmallSite.written(tmp_path / "project", FILES)
    words = ["briefgen", "-C", str(tmp_path / "project"), "build", "--store", str(tmp_path / "file/below")]
    monkeypatch.setattr(sys, "argv", words)
    told = []
    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            run()
        assert left.value.code == 0
        told.append(capsys.readouterr().err)
    assert told[0].count("note: the shared store") == 1
    assert "the build went on without it" in told[0]
    assert "shared store" not in told[1]


def test_a_store_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SmallSite.written(tmp_path / "project", FILES)
    monkeypatch.setenv("BRIEFGEN_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(sys, "argv", ["briefgen", "-C", str(tmp_path / "project"), "build", "-q"])
    with pytest.raises(SystemExit) as left:
        run()
    assert left.value.code == 0
    assert len(packs(str(tmp_path / "store"))) == 2


@pytest.mark.parametrize("store", ["nosuch://bucket", "nosuch://me:secret@bucket/x"])
def test_an_address_that_nobody_knows_is_a_wrong_option(tmp_path: Path, store: str) -> None:
    with pytest.raises(StoreError, match="is no shared store") as found:
        built(tmp_path / "project", store)
    assert "secret" not in str(found.value)


def test_without_fsspec_the_message_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(StoreError, match=r'pip install "briefgen\[dask\]"'):
        built(tmp_path / "project", str(tmp_path / "store"))


def test_a_clean_build_asks_no_store(tmp_path: Path) -> None:
    SmallSite.written(tmp_path / "project", FILES)
    build(tmp_path / "project", BuildOptions(jobs=1, clean=True, store=str(tmp_path / "store")))
    assert not (tmp_path / "store").exists()
