"""Articles as blocks of plain text: sentences of made-up words with the names of a registry in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Literal, NamedTuple

from .language import Language, capitalised
from .registry import TITLES, Entity, Registry

WORDS_A_MENTION = 43
"""One name in so many words: 15 in an average article."""
TERMS = 20
"""Words of the language that the glossary explains."""
_RAREST_TERM = 3000
_STRANGERS = 400
"""People and bodies that the newsroom has no record of."""

BlockKind = Literal["paragraph", "heading", "quote", "item"]


class Block(NamedTuple):
    """A paragraph, a heading, a quotation or an item of a list."""

    kind: BlockKind
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """As readers see it."""
        return " ".join(self.sentences)


class Writer:
    """Writes articles one after the other. Equal seeds give equal articles."""

    def __init__(self, seed: int, registry: Registry, words_a_mention: int = WORDS_A_MENTION) -> None:
        # Not for secrets: the same seed must give the same articles.
        self.random = Random(f"prose {seed}")  # noqa: S311
        self.language = Language(self.random)
        self.registry = registry
        self.terms = self.language.common[_RAREST_TERM : _RAREST_TERM + TERMS]
        self._words_a_mention = words_a_mention
        self._strangers = [f"{self.language.given()} {self.language.stranger()}" for _ in range(_STRANGERS)]

    def article(self) -> list[Block]:
        """The next article."""
        lengths = self._lengths(self.language.article_words())
        names = sum(lengths) // self._words_a_mention
        sentences = list(self._sentences(lengths, self._mentions(names)))
        return list(self._blocks(sentences))

    def headline(self) -> str:
        """About as long as real ones."""
        return capitalised(" ".join(self.language.words(self.random.randint(6, 9))))

    def sentence(self, words: int) -> str:
        """A sentence that names nobody."""
        return self._sentence(words, [])

    # --- names ------------------------------------------------------------------------------------------------

    def _mentions(self, count: int) -> list[str]:
        """Names in the order of the text: each first in full, later often in short. Strangers once each."""
        cast = self.registry.cast(self.random, max(2, round(count * self.random.uniform(0.4, 0.6))))
        # Some are what the article is about, others are named once.
        weights = [1 / (place + 1) for place in range(len(cast))]
        introduced: set[str] = set()
        found = []
        for entity in self.random.choices(cast, weights, k=count):
            found.append(self._first(entity) if entity.key not in introduced else self._again(entity))
            introduced.add(entity.key)
        for stranger in self.random.sample(self._strangers, self.random.choices((0, 1, 2, 3), (2, 4, 3, 1))[0]):
            found.insert(self.random.randint(0, len(found)), stranger)
        return found

    def _first(self, entity: Entity) -> str:
        if entity.kind == "person" and self.random.random() < 0.25:
            return f"{self.random.choice(TITLES)} {entity.name}"
        return entity.name

    def _again(self, entity: Entity) -> str:
        latin = [form for form in entity.full if form.isascii() or form[0] < "\u0400"]
        forms = entity.short or tuple(latin)
        return self.random.choice(forms) if forms and self.random.random() < 0.6 else entity.name

    # --- sentences ----------------------------------------------------------------------------------------------

    def _lengths(self, words: int) -> list[int]:
        found: list[int] = []
        while sum(found) < words:
            found.append(self.language.sentence_words())
        return found

    def _sentences(self, lengths: Sequence[int], mentions: Sequence[str]) -> Iterator[str]:
        places = sorted(self.random.choices(range(len(lengths)), lengths, k=len(mentions)))
        names = iter(mentions)
        for number, length in enumerate(lengths):
            yield self._sentence(length, [next(names) for _ in range(places.count(number))])

    def _sentence(self, length: int, names: Sequence[str]) -> str:
        chance = self.random.random
        words = self.language.words(max(3, length - sum(name.count(" ") + 1 for name in names)))
        if len(names) == 1 and chance() < 0.15:
            return f"“{capitalised(' '.join(words))},” {names[0]} said."
        if length > 12 and chance() < 0.5:
            words[len(words) // 2] += ","
        if chance() < 0.2:
            words[-1] = f"{self.random.randint(2, 9000):,}"
        # Names stand apart from each other and from the sentence's first word: with nothing but capitals in a row they
        # would be one longer name.
        stretch = max(2, len(words) // (len(names) + 1))
        for number, name in reversed(list(enumerate(names))):
            at = 0 if number == 0 and chance() < 0.4 else min(len(words), 2 + number * stretch)
            words.insert(at, f"{name}’s" if chance() < 0.08 else name)
        return capitalised(" ".join(words)) + "."

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _blocks(self, sentences: Sequence[str]) -> Iterator[Block]:
        """Paragraphs of about two sentences, a heading now and then, one list, and a quotation in most articles."""
        rest = list(sentences)
        quoted, listed = self.random.randint(2, 9), self.random.randint(3, 12)
        number = 0
        while rest:
            if number and number % 4 == 0:
                yield Block("heading", (capitalised(" ".join(self.language.words(self.random.randint(2, 5)))),))
            count = self.random.choices((1, 2, 3, 4), (3, 4, 2, 1))[0]
            taken, rest = rest[:count], rest[count:]
            if number == listed:
                taken, rest = [*taken, *rest[:3]], rest[3:]
                yield from (Block("item", (one,)) for one in taken)
            else:
                yield Block("quote" if number == quoted else "paragraph", tuple(taken))
            number += 1
