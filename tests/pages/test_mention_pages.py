"""Long lists in pages whose addresses last: numbered from the oldest entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st
from small_sites import SmallSite

from briefgen.base.paging import page_count, page_of
from briefgen.pages.mentions import pager

Make = Callable[[Mapping[str, str]], SmallSite]

lengths = st.integers(0, 60)
sizes = st.integers(1, 9)


def newest_first(length: int) -> tuple[int, ...]:
    """Entries by age: the highest is the newest."""
    return tuple(range(length, 0, -1))


def pages(length: int, size: int) -> list[tuple[int, ...]]:
    """The list's own page, then the numbered ones."""
    return [page_of(newest_first(length), size, number) for number in range(page_count(length, size) + 1)]


@given(lengths, sizes)
def test_every_entry_stands_on_exactly_one_page(length: int, size: int) -> None:
    """Going through the pages from the newest to the oldest, a reader meets every entry once, in order."""
    first, *numbered = pages(length, size)
    assert (*first, *(one for page in reversed(numbered) for one in page)) == newest_first(length)


@given(lengths, sizes)
def test_pages_are_full(length: int, size: int) -> None:
    """A numbered page is always full, and the first one never holds less than a page nor as much as two."""
    first, *numbered = pages(length, size)
    assert all(len(page) == size for page in numbered)
    assert len(first) == length if length < size else size <= len(first) < 2 * size


@given(lengths, sizes)
def test_a_new_entry_changes_only_the_first_page(length: int, size: int) -> None:
    """A numbered page, once it is there, never changes: a link to it shows the same entries next year."""
    _, *before = pages(length, size)
    first, *after = pages(length + 1, size)
    assert after[: len(before)] == before
    assert len(after) - len(before) <= 1
    assert length + 1 in first


@given(lengths, sizes)
def test_the_pager_leads_through_all_pages(length: int, size: int) -> None:
    """“Older” leads from the list's own address to the oldest page step by step, and “newer” leads back."""
    total = page_count(length, size)
    addresses = ["own", *(f"page/{n}" for n in range(1, total + 1))]
    found = {addresses[number]: pager(number, total, addresses.__getitem__) for number in range(total + 1)}
    way, at = ["own"], found["own"]
    while at is not None and at.older:
        assert found[at.older] is not None
        assert found[at.older].newer == way[-1]
        way.append(at.older)
        at = found[at.older]
    assert sorted(way) == sorted(addresses)
    if total:
        assert found["own"] is not None
        assert (found["own"].number, found["own"].total) == (total + 1, total + 1)


def test_every_sentence_that_mentions_somebody_is_shown_once(small_site: Make) -> None:
    """A person's page shows each sentence of an article that names the person, however often it does so."""
    text = "Ann Lee spoke. Ms Lee said that Ms Lee was tired.\n\nIt rained. Then Ms Lee left.\n"
    person = "ann: {name: Ann Lee, family_name: Lee, honorific: Ms, summary: A witness.}\n"
    site = small_site({"people.yaml": person, "articles/a.md": f"---\ntitle: A\ndate: 2022-04-02\n---\n{text}"})
    (mention,) = site.view("people/ann/").mentions
    assert mention.count == 4
    assert [mention.sentence_html, *mention.more] == [
        "<mark>Ann Lee</mark> spoke.",
        "<mark>Ms Lee</mark> said that Ms Lee was tired.",
        "Then <mark>Ms Lee</mark> left.",
    ]
