"""What a page was made from: a site that notes what is asked of it while a view is made.

A view is a pure function of the site, so a page whose every question would get the same answer again need not be made
again. The questions are noted rather than declared: there is nothing to forget when a view learns to show more.
`Reads` stands in for a `Site`; `Answers` gives the digest of each answer, worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, TypeVar, cast

import msgspec

from briefgen.base.packed import Packed
from briefgen.model.output import Page
from briefgen.model.site import Site
from briefgen.site.quoted import QUOTED, entries, texts_of

Read = tuple[str, str]
"""A field of the site, and the key asked for, or `WHOLE`; of `config` and `now` a field of theirs."""
WHOLE = "\0"
"""Stands for a field as a whole. No key: an empty one is looked up where a record names nothing, and asks for nothing."""

_ENCODER = msgspec.msgpack.Encoder(order="deterministic", enc_hook=str)
_MAPPINGS = frozenset(
    name
    for name, field in zip(Site.__struct_fields__, msgspec.structs.fields(Site), strict=True)
    if "Mapping" in str(field.type)
)
_PARTS = frozenset(("config", "now"))
_EDITIONS = "editions"
"""Of these only is asked which there are: what one of them says is asked of itself."""
_ABSENT = b"-" * 16
MOST_KEPT = 1 << 13
"""Cards kept for other pages: some ten megabytes."""
MOST_KNOWN = 1 << 19
"""Questions of which one object is kept."""
T = TypeVar("T")


class Asked(tuple[Read, ...]):
    """Questions in order. From another process they come so that equal ones are one object: pages ask much the same."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _asked, (tuple([word for read in self for word in read]),)


def _asked(words: tuple[str, ...]) -> Asked:
    if len(_known) > MOST_KNOWN:
        _known.clear()
    each = iter(words)
    return Asked([_known.setdefault(read, read) for read in zip(each, each, strict=True)])


_known: dict[Read, Read] = {}


class Reads:
    """A site that notes what is read of it. One is used for many pages, one after the other."""

    def __init__(self, site: Site) -> None:
        self._note(site, "", {}, _kept_of(site))
        # Each edition notes what is asked of it in the same log, under its language.
        editions = {lang: _edition_reads(one, f"{lang}/", self._log) for lang, one in site.editions.items()}
        setattr(self, _EDITIONS, _ReadMapping(_EDITIONS, editions, self._log, _questions.setdefault(_EDITIONS, {})))

    def _note(self, site: Site, edition: str, log: dict[Read, None], kept: _Kept) -> None:
        self._site, self._edition, self._log, self._kept = site, edition, log, kept
        for name in Site.__struct_fields__:
            value = getattr(site, name)
            if name in _MAPPINGS:
                questions = _questions.setdefault(edition + name, {})
                setattr(self, name, _ReadMapping(edition + name, value, log, questions))
            elif name in _PARTS:
                setattr(self, name, _ReadParts(edition + name, value, log))

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._site, name)
        self._log[self._edition + name, WHOLE] = None
        return value

    def recall(self, what: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made once for all pages; what it asks counts as asked by each of them.

        `what` must tell apart everything that `make` depends on besides the site.
        """
        known = self._kept.get(what)
        if known is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            before = self._log.copy()
            self._log.clear()
            known = self._kept[what] = (make(), self._log.copy())
            self._log.clear()
            self._log.update(before)
        self._log.update(known[1])
        return cast("T", known[0])

    def work_out(self, name: str, key: str, make: Callable[[Site, str], T]) -> T:
        """The answer to a question that no field answers by itself (`_DIGESTS`); what it rests on does not count as asked."""
        self._log[self._edition + name, key] = None
        return make(self._site, key)

    def as_site(self) -> Site:
        """The same, for those who ask a site."""
        return cast("Site", self)

    def taken(self) -> tuple[Read, ...]:
        """What was read since the last time this was asked."""
        found = Asked(self._log)
        self._log.clear()
        return found


_Kept = dict[tuple[Any, ...], tuple[Any, dict[Read, None]]]
_kept: tuple[Site | None, _Kept] = (None, {})
_questions: dict[str, dict[str, Read]] = {}
"""Each question that was asked of that site, by field and key."""


def _edition_reads(site: Site, edition: str, log: dict[Read, None]) -> Reads:
    found = Reads.__new__(Reads)
    found._note(site, edition, log, {})
    return found


def _kept_of(site: Site) -> _Kept:
    """What was recalled of a site so far. Pages are made in parts, always of one site."""
    global _kept
    if _kept[0] is not site:
        _kept = (site, {})
        _questions.clear()
    return _kept[1]


class _ReadMapping(Mapping[str, Any]):
    """Notes which keys are asked for. Pages ask much the same, so each question is one object."""

    __slots__ = ("_log", "_name", "_questions", "_values")

    def __init__(self, name: str, values: Mapping[str, Any], log: dict[Read, None], questions: dict[str, Read]) -> None:
        self._name, self._values, self._log, self._questions = name, values, log, questions

    def __getitem__(self, key: str) -> Any:
        self._log[self._questions.get(key) or self._question(key)] = None
        return self._values[key]

    def get(self, key: str, default: Any = None) -> Any:
        self._log[self._questions.get(key) or self._question(key)] = None
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._log[self._questions.get(str(key)) or self._question(str(key))] = None
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        self._log[self._name, WHOLE] = None
        return iter(self._values)

    def __len__(self) -> int:
        self._log[self._name, WHOLE] = None
        return len(self._values)

    def _question(self, key: str) -> Read:
        found = self._questions[key] = (self._name, key)
        return found


class _ReadParts:
    __slots__ = ("_log", "_name", "_value")

    def __init__(self, name: str, value: object, log: dict[Read, None]) -> None:
        self._name, self._value, self._log = name, value, log

    def __getattr__(self, part: str) -> Any:
        self._log[self._name, part] = None
        return getattr(self._value, part)


class Answers:
    """Digests of what a site answers, by question; each is worked out when it is first wanted."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[Read, bytes] = {}

    def __getitem__(self, read: Read) -> bytes:
        known = self._known.get(read)
        if known is None:
            known = self._known[read] = self._digest(*read)
        return known

    def _digest(self, name: str, key: str) -> bytes:
        lang, _, name = name.rpartition("/")
        if lang and lang not in self._site.editions:
            return _ABSENT  # the site has that language no more
        site: Site = self._site.editions[lang] if lang else self._site
        if name in _DIGESTS:
            return _DIGESTS[name](self, site, key, f"{lang}/" if lang else "")
        value = getattr(site, name)
        if name in _PARTS:
            value = getattr(value, key)
        elif name == _EDITIONS:
            value = list(value) if key == WHOLE else key in value
        elif name in _MAPPINGS:
            if key == WHOLE:
                value = list(value.items())
            elif key not in value:
                return _ABSENT
            elif isinstance(value, Packed):
                return blake2b(value.packed(key), digest_size=16).digest()
            else:
                value = value[key]
        return blake2b(_ENCODER.encode(value), digest_size=16).digest()


def _quoted(answers: Answers, site: Site, key: str, edition: str) -> bytes:
    """Of where the names stand and of the whole texts, which is quicker than looking for the sentences."""
    mentioned = entries(site, key)
    texts = dict.fromkeys(name for one in mentioned for name in texts_of(one))
    hasher = blake2b(_ENCODER.encode(mentioned), digest_size=16)
    hasher.update(b"".join([answers[f"{edition}documents", name] for name in texts]))
    return hasher.digest()


_DIGESTS: Mapping[str, Callable[[Answers, Site, str, str], bytes]] = {QUOTED: _quoted}
"""Questions that are worked out from several fields. Two equal answers may have two digests, but never the other way round."""


def page_key(page: Page, answers: Iterable[bytes]) -> bytes:
    """Digest of a page's place in the plan and of the answers to all that it asks."""
    hasher = blake2b(_ENCODER.encode(page), digest_size=16)
    hasher.update(b"".join(answers))
    return hasher.digest()


_WORDS: Mapping[str, str] = {
    "records": "the record {}", "documents": "the text of {}", "linked": "the names and claims found in {}", "notes": "the notes of {}",
    "backlinks": "who mentions {}", "quoted": "who mentions {}", "mention_counts": "how many mention {}", "openings": "the first words of {}", "often_named": "whom {} names", "neighbours": "the articles before and after {}", "registers": "the list of each {}",
    "config": "the site record ({})", "now": "the day", "editions": "which editions there are", "kinds": "which kinds of record there are", "statuses": "the status {}",
}  # fmt: skip


def in_words(read: Read) -> str:
    """A question as an editor would put it."""
    name, key = read[0].rpartition("/")[2], read[1]
    key = key.rpartition(" ")[0] if name == QUOTED else key
    return _WORDS.get(name, f"{name.replace('_', ' ')} {{}}").format("" if key == WHOLE else key).strip()
