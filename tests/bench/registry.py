"""The people, places and organisations of a made-up newsroom, the most mentioned first."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple

from .language import RANK_EXPONENT, Language, capitalised, identifier, in_cyrillic

Fields = dict[str, object]
"""A record as an editor writes it."""

CORE = 200
"""Records that any newsroom has: the country's own names, the neighbours', the bodies everybody quotes."""
ARTICLES_A_RECORD = 8
"""Beyond those, one more for so many articles."""
RELATED = 60
"""People among whom some bear the same family name."""
AGENCIES = 12
"""News agencies among the organisations: independent of everybody, so that claims can be corroborated."""
TITLES = ("President", "Minister", "Senator", "General", "Governor", "Ambassador", "Judge", "Dr")

_KINDS = ("person", "place", "person", "organisation", "person", "place", "person", "organisation", "person", "place")
_BODIES = ("Institute", "Council", "Ministry", "Agency", "Union", "Bank", "Court", "Commission", "Federation", "Office")
_CONCERNS = (
    "Health",
    "Justice",
    "Transport",
    "Energy",
    "Finance",
    "Labour",
    "Fisheries",
    "Statistics",
    "Defence",
    "Trade",
)
_PLACE_KINDS = ("city", "town", "village", "district", "region")
_ORGANISATION_KINDS = ("ministry", "company", "ngo", "court", "university", "union", "office", "party")


class Entity(NamedTuple):
    """A record with a name, and the forms under which texts speak of it."""

    kind: str
    id: str
    name: str
    full: tuple[str, ...]
    """Other forms that link on sight."""
    short: tuple[str, ...]
    """Forms that link once the record has been introduced."""
    fields: Fields

    @property
    def key(self) -> str:
        """Kind and id."""
        return f"{self.kind}:{self.id}"

    @property
    def forms(self) -> int:
        """How many surface forms texts are searched for because of it."""
        return 1 + len(self.full) + len(self.short)


class Registry:
    """Entities in the order of how often they are mentioned."""

    def __init__(self, seed: int, records: int = 0, forms: int = 0) -> None:
        """Make at least so many records, and at least so many surface forms."""
        # Not for secrets: the same seed must give the same newsroom.
        self.random = Random(f"registry {seed}")  # noqa: S311
        self.language = Language(self.random)
        self._taken: set[str] = set()
        self._used_ids: set[str] = set()
        self.entities: list[Entity] = []
        self._of_kind: dict[str, list[Entity]] = {kind: [] for kind in _KINDS}
        made = 0
        while len(self.entities) < records or made < forms:
            entity = self._entity(_KINDS[len(self.entities) % len(_KINDS)])
            self.entities.append(entity)
            self._of_kind[entity.kind].append(entity)
            made += entity.forms
        self._weights = list(accumulate((rank + 1) ** -RANK_EXPONENT for rank in range(len(self.entities))))

    def of_kind(self, kind: str) -> Sequence[Entity]:
        """All entities of a kind."""
        return self._of_kind[kind]

    @property
    def agencies(self) -> Sequence[Entity]:
        """News agencies."""
        return self._of_kind["organisation"][:AGENCIES]

    def cast(self, random: Random, count: int) -> list[Entity]:
        """Whom one article speaks of: different records, and no two people of one family."""
        found: dict[str, Entity] = {}
        while len(found) < count:
            entity = self.entities[bisect(self._weights, random.random() * self._weights[-1])]
            family = str(entity.fields.get("family_name", entity.key))
            found.setdefault(family, entity)
        return list(found.values())

    def _entity(self, kind: str) -> Entity:
        make = {"person": self._person, "place": self._place, "organisation": self._organisation}[kind]
        return make()

    def _person(self) -> Entity:
        family = self._family()
        name = self._unused(lambda: f"{self.language.given()} {family}")
        given = name.partition(" ")[0]
        honorific = self.random.choice(("Mr", "Ms"))
        aliases = self._some(0.6, lambda: f"{given} {self.random.choice('ABDEHJKLMPRST')}. {family}")
        aliases += self._some(0.3, lambda: f"{given[0]}. {family}")
        native = self._some(0.4, lambda: in_cyrillic(name))
        fields: Fields = {"name": name, "honorific": honorific, "family_name": family}
        self._put(fields, aliases=aliases, names={"uk": native[0]} if native else {})
        fields |= {"summary": self._sentence(14), "roles": list(self._roles()), "bio": self._paragraph(3)}
        return Entity("person", self._id(name), name, (*aliases, *native), (family, f"{honorific} {family}"), fields)

    def _family(self) -> str:
        """Mostly one of its own; now and then, among the first, that of somebody on file.

        With many bearers of one name some article of ten thousand would name one of them in words that a desk would not write.
        """
        people = self._of_kind["person"]
        if 0 < len(people) < RELATED and self.random.random() < 0.1:
            return str(self.random.choice(people).fields["family_name"])
        return self._unused(self.language.family)

    def _roles(self) -> Iterator[Fields]:
        bodies = self._of_kind["organisation"][AGENCIES:]
        places = self._of_kind["place"]
        first = 2005 + self.random.randrange(6)
        if self.random.random() < 0.4:
            title = f"{self.random.choice(TITLES)} for {self.random.choice(_CONCERNS).lower()}"
            yield {"title": title, "from": str(first), "to": str(first + 3)}
        role: Fields = {"title": f"{self.random.choice(TITLES)} of {self.random.choice(_CONCERNS)}"}
        self._put(role, org=self.random.choice(bodies).id if bodies else "")
        self._put(role, place=self.random.choice(places).id if places else "")
        yield {**role, "from": str(first + 3)}

    def _place(self) -> Entity:
        name = self._unused(self.language.place)
        formal = self._some(0.5, lambda: f"City of {name}")
        aliases = self._some(0.6, lambda: name.replace("a", "aa", 1).replace("i", "y"))
        native = self._some(0.5, lambda: in_cyrillic(name))
        places = self._of_kind["place"]
        fields: Fields = {"name": name, "kind": self.random.choice(_PLACE_KINDS)}
        # The first ones are countries, and every other place lies in one that was there before.
        if len(places) < 10:
            fields["kind"] = "country"
        else:
            fields["parent"] = places[self.random.randrange(max(10, len(places) // 8))].id
        self._put(fields, formal_name=formal[0] if formal else "", aliases=aliases)
        self._put(fields, names={"uk": native[0]} if native else {})
        fields |= {"summary": self._sentence(12), "body": self._paragraph(2)}
        return Entity("place", self._id(name), name, (*formal, *aliases, *native), (), fields)

    def _organisation(self) -> Entity:
        number = len(self._of_kind["organisation"])
        body, concern = self.random.choice(_BODIES), self.random.choice(_CONCERNS)
        name = self._unused(lambda: f"{self._seat()} {body} of {concern}")
        seat = name.split()[0]
        aliases = self._some(0.9, lambda: f"{seat} {body}")
        aliases += self._some(0.7, lambda: f"{seat[:2]}{body[0]}{concern[:2]}".upper())
        aliases += self._some(0.6, lambda: f"{seat} {concern} {body}")
        fields: Fields = {"name": name, "kind": self.random.choice(_ORGANISATION_KINDS)}
        if number < AGENCIES:
            fields["kind"] = "news-agency"
        elif number > AGENCIES and self.random.random() < 0.3:
            fields["parent"] = self._of_kind["organisation"][self.random.randrange(AGENCIES, number)].id
        self._put(fields, aliases=aliases)
        fields |= {"summary": self._sentence(13), "body": self._paragraph(2)}
        return Entity("organisation", self._id(name), name, tuple(aliases), (), fields)

    def _seat(self) -> str:
        """Most bodies are named after a place on file, so that the longer name must win over the shorter one."""
        places = self._of_kind["place"]
        return self.random.choice(places).name if places and self.random.random() < 0.7 else self.language.place()

    def _unused(self, make: Callable[[], str]) -> str:
        """A form that nobody has yet."""
        while (form := make()) in self._taken:
            pass
        self._taken.add(form)
        return form

    def _some(self, chance: float, make: Callable[[], str]) -> list[str]:
        """One further form, or none when chance says so or somebody has it already: a tie would be an error."""
        if self.random.random() >= chance or (form := make()) in self._taken:
            return []
        self._taken.add(form)
        return [form]

    def _put(self, fields: Fields, **more: object) -> None:
        """Only keys that hold something, as an editor would."""
        fields.update((key, value) for key, value in more.items() if value)

    def _id(self, name: str) -> str:
        base = id = identifier(name)
        number = 1
        while id in self._used_ids:
            number += 1
            id = f"{base}-{number}"
        self._used_ids.add(id)
        return id

    def _sentence(self, words: int) -> str:
        return capitalised(" ".join(self.language.words(words))) + "."

    def _paragraph(self, sentences: int) -> str:
        return " ".join(self._sentence(self.language.sentence_words()) for _ in range(sentences))
