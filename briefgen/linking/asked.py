"""What texts asked about names besides the names that stand in them, so that new names are put only to whom they concern.

A name that stands in a text is found by looking for it. But a text also asks whether words that look like a name are
one, or nearly one, and whom `[[Some name]]` means. These words are noted while a text is linked. When names change,
only texts whose words may now be answered otherwise are linked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from briefgen.linking.near import form_of

OF_FIELDS = ""
"""Stands for all short fields of records in place of a text's key."""
Choose = Callable[[Iterable[str]], Iterable[str]]
"""Gives those of some words that are meant."""


def in_one(asked: Iterable[str]) -> str:
    """Words as they are kept for a text: each once, as names are looked up, a line for each."""
    return "\n".join(sorted({form_of(words) for words in asked} - {""}))


def joined(one: str, other: str) -> str:
    """What two texts asked together."""
    return "\n".join(filter(None, (one, other)))


def by_word(asked: Mapping[str, str]) -> dict[str, list[str]]:
    """The keys of the texts that asked about each of the words."""
    found: dict[str, list[str]] = {}
    for key, words in asked.items():
        for word in words.split("\n") if words else ():
            found.setdefault(word, []).append(key)
    return found


class Asked:
    """Who asked about which words."""

    def __init__(self, before: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> None:
        """`before` are keys of texts by word; `texts` what was noted for texts, perhaps for some of those again."""
        self._before = before
        self.texts = texts

    def after(self, texts: Mapping[str, str]) -> Asked:
        """The same when some texts were linked again. What they asked before is not forgotten, which does no harm."""
        return Asked(self._before, {**self.texts, **texts})

    def about(self, choose: Choose) -> set[str]:
        """Keys of the texts that asked about one of the words which `choose` gives."""
        return {key for index in (self._before, self._now) for word in choose(index) for key in index[word]}

    @cached_property
    def _now(self) -> Mapping[str, Sequence[str]]:
        return by_word(self.texts)
