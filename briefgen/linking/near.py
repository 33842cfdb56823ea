"""Known names that a word may have been meant for: one slip of the pen away, or the same when written in other letters.

Both are found without going through the names. For slips each name is filed under itself and under every form with one
letter left out; two words that are one edit apart always share such a form (a deletion neighbourhood). For spellings
each name is filed under what its letters sound like. The files are flat arrays: fifty thousand names take about 30 MB.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol, TypeVar

from briefgen.base.patterns import pattern
from briefgen.base.text import slug, without_accents
from briefgen.linking.names import NameEntry, Names, surface

T = TypeVar("T")
form_of = lru_cache(maxsize=1 << 16)(surface)
"""`surface`, remembered: the same words stand in many texts."""

SHORTEST = 5
"""Characters of the shortest name for which one edit is a slip; of shorter ones too many words are one edit away."""
LONGEST = 60
"""Characters of the longest name that is compared; longer ones are sentences."""
_SHORTEST_SOUND = 4
_MASK = (1 << 32) - 1

_READABLE = pattern(
    "[\u0000-\u036f\u0400-\u0401\u0404\u0406-\u0407\u0410-\u044f\u0451\u0454\u0456-\u0457\u0490-\u0491\u1e00-\u1eff\u2010-\u201f]*"
)
"""Latin, Ukrainian and Russian letters: those that `slug` romanises."""
_ALIKE = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("ph", "f"), ("w", "v"), ("y", "i"), ("j", "i"), ("ae", "a"), ("oe", "o"), ("ue", "u"),
)  # fmt: skip
"""Romanisations differ in these, in this order: Shchukin, Kharkiv, Zelenskyy, Maliar, Schroeder."""
_DOUBLED = pattern(r"(.)\1+")
_NO_LETTERS = pattern("[^a-z0-9]+")


def sound(text: str) -> str:
    """What the letters of a name sound like, for comparing romanisations: Зеленський and Zelenskyy give `zelenski`.

    Empty for scripts that are not romanised here, and for what is too short to tell anything.
    """
    if len(text) > LONGEST or not (text.isascii() or _READABLE.fullmatch(text)):
        return ""
    key = _NO_LETTERS.sub("", text.lower()) if text.isascii() else slug(text).replace("-", "")
    for written, plain in _ALIKE:
        key = key.replace(written, plain)
    key = _DOUBLED.sub(r"\1", key)
    return key if len(key) >= _SHORTEST_SOUND else ""


def may_sound(keys: Iterable[str]) -> frozenset[str]:
    """Letters with which a word of ASCII letters may begin if it sounds like one of some keys of `sound`."""
    first = {key[0] for key in keys}
    return frozenset(first | {written[0] for written, plain in _ALIKE if plain[0] in first})


class NearNames:
    """Known names by what is near to them. Working that out takes time, so it is done once for all texts, when it is first asked."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [one for one in names if len(one) <= LONGEST]

    # Many a text asks for one of the two only.
    @cached_property
    def _sounds(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for number, name in enumerate(self._names):
            if key := sound(name):
                found.setdefault(key, number)
        return found

    @cached_property
    def _slips(self) -> _Slips:
        return _Slips(self._names)

    def one_edit(self, words: str) -> list[str]:
        """Known names that one edit (insert, delete, replace, swap neighbours) makes of the words, in their order."""
        return [self._names[number] for number in self._slips.numbers(words)]

    def same_sound(self, words: str) -> str:
        """The first known name that is these words in another spelling or other letters; empty when there is none."""
        number = self._sounds.get(sound(words))
        return "" if number is None or self._names[number] == words else self._names[number]


class _Slips:
    """A hash table in three arrays: numbers of names by every form with a letter left out."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._heads = array("I", [0])
        self._next = array("I", [0])
        self._checks = array("I", [0])
        self._numbers = array("I", [0])
        self._fill()

    def _fill(self) -> None:
        forms = sum(len(one) + 1 for one in self._names if len(one) >= SHORTEST)
        size = 2 << max(8, forms.bit_length())
        heads = self._heads = array("I", bytes(4 * size))
        follow, check, numbers = self._next.append, self._checks.append, self._numbers.append
        at, bits, low = 1, 0, size - 1
        for number, name in enumerate(self._names):
            if len(name) < SHORTEST:
                continue
            for form in _forms(name):
                bits = hash(form)
                slot = bits & low
                follow(heads[slot])
                check(bits >> 28 & _MASK)
                numbers(number)
                heads[slot] = at
                at += 1

    def numbers(self, words: str) -> list[int]:
        """Numbers of names one edit away."""
        if not SHORTEST - 1 <= len(words) <= LONGEST + 1:
            return []
        heads, checks, low = self._heads, self._checks, len(self._heads) - 1
        found: set[int] = set()
        for form in _forms(words):
            bits = hash(form)
            if at := heads[bits & low]:
                check = bits >> 28 & _MASK
                while at:
                    if checks[at] == check:
                        found.add(self._numbers[at])
                    at = self._next[at]
        return sorted(number for number in found if is_one_edit(words, self._names[number]))


def _forms(name: str) -> list[str]:
    """The name, and the name with each letter left out in turn."""
    return [name, *[name[:at] + name[at + 1 :] for at in range(len(name))]]


def is_one_edit(one: str, other: str) -> bool:
    """Whether `distance` is 1, in one pass from either end."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    end = 0
    while end < len(short) - start and short[-1 - end] == long[-1 - end]:
        end += 1
    left, right = short[start : len(short) - end], long[start : len(long) - end]
    return len(right) == 1 or (len(right) == 2 and left == right[::-1])


# --- for the check ----------------------------------------------------------------------------------------------------


class Near(NamedTuple):
    """A known name that was probably meant."""

    name: str
    alike: bool
    """Whether it is the same in other letters or another way of writing them."""

    def __bool__(self) -> bool:
        return bool(self.name)


NOTHING = Near("", False)
_REMEMBERED = 50_000
"""Entries of a memory: the same words stand in many articles."""


class Known(Protocol):
    """What the check for unknown names asks about words."""

    def has(self, words: str) -> bool:
        """Whether the words are a name on file, or nobody's by the site's own decision."""

    def near(self, words: str) -> Near:
        """The name that was probably meant."""

    def alike(self, word: str) -> str:
        """For a single word: the known name that is the same in another spelling."""


class Noting:
    """Asks for a text, and notes the words it asked about: other names could answer otherwise."""

    def __init__(self, known: Known, asked: set[str]) -> None:
        self._known, self._asked = known, asked

    def has(self, words: str) -> bool:
        """As `Known` says."""
        self._asked.add(words)
        return self._known.has(words)

    def near(self, words: str) -> Near:
        """As `Known` says."""
        self._asked.add(words)
        return self._known.near(words)

    def alike(self, word: str) -> str:
        """As `Known` says."""
        self._asked.add(word)
        return self._known.alike(word)


class KnownNames:
    """The names on file as the check for unknown ones needs them: whether words are one, and which one is near."""

    _last: KnownNames | None = None

    def __init__(self, names: Names, not_names: Sequence[str] = ()) -> None:
        self._names = names
        self._not_names = tuple(not_names)
        self._ignored = frozenset(map(surface, not_names))
        self._index: NearNames | None = None
        self._accented: dict[str, str] = {}
        self._nearest: dict[str, Near] = {}
        self._alike: dict[str, str] = {}

    @classmethod
    def of(cls, names: Names, not_names: Sequence[str]) -> KnownNames:
        """The same for all texts of a build, which share one table of names: the index is made once."""
        last = cls._last
        if last is None or last._names is not names or last._not_names != tuple(not_names):
            last = cls._last = cls(names, not_names)
        return last

    def has(self, words: str) -> bool:
        """Whether the words are a name on file, or nobody's by the site's own decision."""
        form = form_of(words)
        return form in self._ignored or form in self._names.exact or form.lower() in self._names.loose

    def near(self, words: str) -> Near:
        """The name that was probably meant."""
        form = form_of(words)
        found = self._nearest.get(form)
        if found is None:
            found = _room(self._nearest)[form] = self._find(form)
        return found

    def _find(self, form: str) -> Near:
        # A slip in the first letter is rare, and other names that differ in it are many: Gambia and Zambia. Nor is a
        # plural a slip, or a people behind its country: South Korean.
        slips = (one for one in self.index.one_edit(form) if one[0] == form[0] and form not in {f"{one}s", f"{one}n"})
        if slip := next(slips, ""):
            return Near(self._shown(slip), False)
        alike = self.index.same_sound(form)
        return Near(self._shown(alike), True) if alike else NOTHING

    def alike(self, word: str) -> str:
        """For a single word: the known name that is the same in another spelling."""
        found = self._alike.get(word)
        if found is None:
            known = "" if self.has(word) else self.index.same_sound(surface(word))
            found = _room(self._alike)[word] = self._shown(known) if known else ""
        return found

    @property
    def index(self) -> NearNames:
        """Made when first something is unknown."""
        if self._index is None:
            names = [name for name, held in self._names.exact.items() if any(map(_is_name, held))]
            self._accented = {without_accents(one): one for one in names if not one.isascii()}
            self._index = NearNames(names)
        return self._index

    def _shown(self, name: str) -> str:
        """The name as it should be written, with its accents. A protected one is not told: others may read what is said."""
        entries = [one for one in self._names.exact[name] if _is_name(one)]
        if any(one.forbidden for one in entries):
            return "a protected name"
        return next((one.preferred for one in entries if one.rejected), self._accented.get(name, name))


def _is_name(entry: NameEntry) -> bool:
    """Whether an entry is somebody's name: an office is none, nor is a phrase that only looks like one."""
    return bool(entry.key) and entry.strength in {"strong", "weak"}


def _room(memory: dict[str, T]) -> dict[str, T]:
    """The memory, emptied when it is full."""
    if len(memory) >= _REMEMBERED:
        memory.clear()
    return memory
