"""Texts that were published and have been changed since without a word to readers (W701)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from briefgen.as_of.publication import is_published
from briefgen.base.diagnostics import Diagnostic, Spot
from briefgen.base.digest import digest_texts
from briefgen.base.packed import Packed
from briefgen.base.patterns import pattern
from briefgen.base.text import fold
from briefgen.model.document import Document, ExplicitLink
from briefgen.model.records import Article, Correction
from briefgen.model.site import Now, Records, key_of, split_key

_DASHES = pattern(r"[-–—]+")
_MARKS = pattern(r"[«»‹›‚「」『』]")


class Noted(Struct, frozen=True):
    """What is noted of a published article: a line of the ledger."""

    text: str
    """Digest of what readers saw."""
    changes: int = 0
    """Entries of its change log."""
    corrections: int = 0
    """Corrections of it."""

    def __str__(self) -> str:
        """As the ledger has it behind the key."""
        return f"{self.text} {self.changes} {self.corrections}"


class _Passage(Struct, frozen=True):
    text: str
    links: tuple[ExplicitLink, ...] = ()


class _Text(Struct, frozen=True):
    """What is asked of a `Document`."""

    passages: tuple[_Passage, ...] = ()


def noted_in(ledger: str) -> dict[str, Noted]:
    """The articles in the text of a ledger. Lines that cannot be read are passed over: two people may have merged them."""
    found = {}
    for line in ledger.splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[2].isascii() and parts[2].isdigit() and parts[3].isascii() and parts[3].isdigit():
            found[parts[0]] = Noted(parts[1], int(parts[2]), int(parts[3]))
    return found


def noted_now(records: Records, now: Now) -> dict[str, Noted]:
    """What is to be noted of every article that readers see on that day. `records` have their references resolved."""
    shown = {key for key, one in records.records.items() if isinstance(one, Article) and is_published(one, now)}
    corrections = _corrections(records, now)
    return {
        key: Noted(digest_of(article, text), len(article.changelog), corrections.get(_whole(key), 0))
        for key, text in _texts(records.documents)
        if key in shown and isinstance(article := records.records[key], Article)
    }


def check_published(records: Records, now: Now) -> Iterator[Diagnostic]:
    """A warning for each article whose text is another one than the ledger has, without a new word to readers."""
    noted = noted_in(records.published)
    if not noted:
        return
    changed = [
        key for key, text in _texts(records.documents) if key in noted and _differs(key, text, noted, records, now)
    ]
    corrections = _corrections(records, now) if changed else {}
    for key in changed:
        yield from _unsaid(key, noted[key], records, corrections)


def check_published_of(key: str, records: Records, now: Now) -> Iterator[Diagnostic]:
    """The same for one article."""
    if f"{key} " not in records.published or key not in records.documents:
        return
    noted = noted_in(records.published)
    if key in noted and _differs(key, records.documents[key], noted, records, now):
        yield from _unsaid(key, noted[key], records, _corrections(records, now))


def digest_of(article: Article, text: _Text | Document) -> str:
    """Digest of what readers see: headline, standfirst, key points and the words of the text.

    Quotation marks, dashes and spaces do not count, nor do names that stand there by `[[id]]`: they may be set, or
    called, otherwise without anybody having touched the article.
    """
    parts = [article.title, article.standfirst, *article.summary]
    for passage in text.passages:
        at, words = 0, []
        for link in passage.links:
            if not link.has_words:
                words += [passage.text[at : link.start], "\0"]
                at = link.end
        parts.append("".join((*words, passage.text[at:])))
    plain = _MARKS.sub('"', _DASHES.sub("-", fold("\n".join(parts)))).replace("…", "...")
    return digest_texts([" ".join(plain.split())])[:16]


def _differs(key: str, text: _Text | Document, noted: Mapping[str, Noted], records: Records, now: Now) -> bool:
    article = records.records.get(key)
    return isinstance(article, Article) and is_published(article, now) and digest_of(article, text) != noted[key].text


def _texts(documents: Mapping[str, Document]) -> Iterable[tuple[str, _Text | Document]]:
    return documents.parts(_Text) if isinstance(documents, Packed) else documents.items()


def _corrections(records: Records, now: Now) -> dict[str, int]:
    """How many corrections of each record readers see."""
    found: dict[str, int] = {}
    for key in records.records:
        if key.startswith("correction:"):
            one = records.records[key]
            if isinstance(one, Correction) and is_published(one, now):
                found[_whole(one.target)] = found.get(_whole(one.target), 0) + 1
    return found


def _whole(key: str) -> str:
    """The key of a record in whichever language."""
    return key_of(*split_key(key)[:2])


def _unsaid(key: str, noted: Noted, records: Records, corrections: Mapping[str, int]) -> Iterator[Diagnostic]:
    article = records.records[key]
    if not isinstance(article, Article):
        return
    if len(article.changelog) > noted.changes or corrections.get(_whole(key), 0) > noted.corrections:
        return
    message = "the text is not the one that was published, and readers are not told"
    hint = "add an entry, changelog: - {date: …, kind: update, note: …}, or a correction; or accept it with a reason"
    yield Diagnostic("W701", Spot(key, ("title",)), message, hint, record=key)
