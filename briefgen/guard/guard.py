"""Names that must not appear, and where they do all the same."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from briefgen.base.digest import digest_texts
from briefgen.guard.readings import readings
from briefgen.guard.spelling import in_cases, original, spelt, words_of

SHORTEST = 4
"""Letters of the shortest name that is looked for: shorter ones stand in too many words."""
_LONG = 8
"""Letters from which a name written in one word is found inside longer words: `photo-veraholm2`."""
_UNSPACED = "\u0e00"
"""Scripts from here on write no blanks between words, mostly."""


class Protected(Struct, frozen=True):
    """Somebody whose names must not appear."""

    label: str
    """What is said instead when something is found: never a name."""
    names: tuple[str, ...]


class Leak(Struct, frozen=True):
    """A protected name in a file."""

    path: str
    """The file, below the output folder."""
    label: str
    """Whose name."""
    where: str
    """In which reading of the file."""
    around: str = ""
    """Words around it in the one spelling, the name blacked out."""


class Guard:
    """Looks for names in files. Equal names make equal guards."""

    def __init__(self, protected: Iterable[Protected], keyed: Keyed | None = None) -> None:
        self._forms: dict[str, str] = {}
        for one in protected:
            for name in one.names:
                for form in forms_of(name):
                    self._forms.setdefault(form, one.label)
        self._keyed = keyed

    def __bool__(self) -> bool:
        return bool(self._forms) or self._keyed is not None

    @cached_property
    def digest(self) -> str:
        """Stands for everything that is looked for. It is a plain digest: for the desk's own store, never for others."""
        keyed = [*sorted(self._keyed.digests), *map(str, self._keyed.letters)] if self._keyed is not None else []
        return digest_texts(("guard 1", *sorted(f"{form}\0{label}" for form, label in self._forms.items()), *keyed))

    @cached_property
    def _search(self) -> AhoCorasick | None:
        return AhoCorasick(list(self._forms)) if self._forms else None

    def leaks(self, path: str, data: bytes) -> tuple[Leak, ...]:
        """Every protected name in a file, each person once."""
        found: dict[str, Leak] = {}
        for where, text in readings(path, data):
            for label, around in self.in_text(text):
                found.setdefault(label, Leak(path, label, where, around))
        return tuple(found.values())

    def in_text(self, text: str) -> Iterator[tuple[str, str]]:
        """Labels of the names in a text, each with the words around it."""
        plain = spelt(text)
        labels = list(self._forms.values())
        found: list[tuple[str, int, int]] = []
        if self._search is not None:
            for number, start, end in self._search.find_matches_as_indexes(plain, overlapping=True):
                first = plain.count(" ", 0, start + 1) - 1
                found.append((labels[number], max(0, first), first + len(plain[start:end].split())))
        if self._keyed is not None:
            found += self._keyed.found(plain)
        if found:
            yield from _with_surroundings(original(text), found)


def _with_surroundings(words: Sequence[str], found: Sequence[tuple[str, int, int]]) -> Iterator[tuple[str, str]]:
    """The words on either side of each name; every name among them is blacked out."""
    hidden = {number for _, first, last in found for number in range(first, last)}
    for label, first, last in found:
        shown: list[str] = []
        for number in range(max(0, first - _WORDS), min(len(words), last + _WORDS)):
            word = "███" if number in hidden else words[number]
            if word != "███" or shown[-1:] != [word]:
                shown.append(word)
        yield label, " ".join(shown)


_WORDS = 4
"""Words shown on either side."""


_WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe"}
)
"""Letters as they are written where they are lacking: Juergen for Jürgen, beside Jurgen."""


def forms_of(name: str) -> tuple[str, ...]:
    """The forms in which a name is looked for in a spelt text; none for a name too short to be looked for."""
    words = words_of(name)
    joined = "".join(words)
    if not words or (len(joined) < SHORTEST and not joined >= _UNSPACED):
        return ()
    found: dict[str, None] = {}
    for one in dict.fromkeys((words, *map(words_of, (name.translate(_WRITTEN_OUT), *in_cases(name))))):
        orders = {one, (one[-1], *one[:-1]), (*one[1:], one[0])} if len(one) > 1 else {one}
        for order in sorted(orders):
            together = "".join(order)
            found[f" {' '.join(order)} "] = None
            # “Vera Holm’s”, and a family: “the Holms”.
            found[f" {' '.join(order)}s "] = None
            found[together if len(together) >= _LONG or together[0] >= _UNSPACED else f" {together} "] = None
    return tuple(found)


# --- for machines that must not know the names ------------------------------------------------------------------------


class Keyed(Struct, frozen=True):
    """Names as keyed digests (HMAC-SHA-256): a machine with the key can look for them and cannot read them.

    A plain digest of a name can be guessed by trying all names; without the key these cannot.
    """

    key: bytes
    digests: Mapping[str, str]
    """Digest of a form, in hexadecimal digits, to the label."""
    lengths: Sequence[int]
    """How many words the forms have."""
    letters: Sequence[int] = ()
    """How many letters those forms have that count inside longer words as well."""

    def found(self, plain: str) -> Iterator[tuple[str, int, int]]:
        """The labels of names in a spelt text, with the numbers of their first word and of the one behind them."""
        words = plain.split()
        seen: set[str] = set()
        for length in self.lengths:
            for at in range(len(words) - length + 1):
                form = " ".join(words[at : at + length])
                if form not in seen:
                    seen.add(form)
                    label = self.digests.get(_keyed(self.key, form))
                    if label is not None:
                        yield label, at, at + length
        places: dict[str, int] = {}
        for at, word in enumerate(words):
            places.setdefault(word, at)
        for word, at in places.items():
            for label in self._inside(word):
                yield label, at, at + 1

    def _inside(self, word: str) -> Iterator[str]:
        """The labels of names that stand inside a longer word: scripts without blanks, names written in one."""
        for length in self.letters:
            for at in range(len(word) - length + 1):
                label = self.digests.get(_keyed(self.key, word[at : at + length])) if length < len(word) else None
                if label is not None:
                    yield label


def _keyed(key: bytes, form: str) -> str:
    return hmac.digest(key, form.encode("utf-8"), "sha256")[:16].hex()


def exported(protected: Iterable[Protected], key: bytes) -> str:
    """The file for machines that must not know the names: a line for each form, in the order of the digests."""
    forms = [(form, one.label) for one in protected for name in one.names for form in forms_of(name)]
    lines = {f"{_keyed(key, ' '.join(form.split()))} {len(form.split())} {label}" for form, label in forms}
    letters = sorted({len(form) for form, _ in forms if " " not in form})
    inside = [f"{_INSIDE}{' '.join(map(str, letters))}"] if letters else []
    return "".join(f"{line}\n" for line in (HEADING, *inside, *sorted(lines)))


HEADING = "# Names that must not be published, as keyed digests. Made by `briefgen guard export`; commit it."


_INSIDE = "inside: "
"""Begins the line with the numbers of letters of names that count inside longer words; of all names together."""


def imported(text: str, key: bytes) -> Keyed:
    """Read such a file. Raises `ValueError` with the number of a line that is none."""
    digests: dict[str, str] = {}
    lengths: set[int] = set()
    letters: set[int] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_INSIDE):
            counts = line.removeprefix(_INSIDE).split()
            if not all(one.isdecimal() and 1 <= int(one) <= 200 for one in counts):
                raise ValueError(str(number))
            letters.update(map(int, counts))
        elif line.strip() and not line.startswith("#"):
            digest, _, rest = line.partition(" ")
            count, _, label = rest.partition(" ")
            if len(digest) != 32 or not count.isdecimal() or not 1 <= int(count) <= 20 or not label:
                raise ValueError(str(number))
            digests[digest] = label
            lengths.add(int(count))
    return Keyed(key, digests, tuple(sorted(lengths)), tuple(sorted(letters)))
