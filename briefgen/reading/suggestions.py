"""What somebody may have meant by an id that no record has: a similar id, or a name instead of the id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from briefgen.base.text import fold_case, nearest, slug
from briefgen.model.parts import alias_names
from briefgen.model.records import KINDS, PLURALS
from briefgen.model.site import Records, split_key

_NAME_FIELDS = ("name", "title", "term", "short", "family_name", "formal_name", "plural")
_LIST_FIELDS = ("aliases", "weak_aliases")


class Suggestions:
    """Looks for ids and names; its tables are made only when something is missing."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @cached_property
    def _ids(self) -> Mapping[str, list[str]]:
        by_kind: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for key in self._records.records:
            kind, id, lang = split_key(key)
            if not lang:
                by_kind[kind].append(id)
        return by_kind

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for key, record in self._records.records.items():
            names = [getattr(record, one, "") for one in _NAME_FIELDS]
            for one in _LIST_FIELDS:
                names.extend(alias_names(getattr(record, one, ())))
            for name in filter(None, dict.fromkeys(names)):
                keys.setdefault(fold_case(name), []).append(key)
        return keys

    def for_text(self, text: str, kinds: tuple[str, ...]) -> str:
        """A hint for a reference to one of these kinds."""
        named = [key for key in self._names.get(fold_case(text), ()) if split_key(key)[0] in kinds]
        if named:
            return f"“{text}” is {' or '.join(self._short(key, kinds) for key in named[:3])}"
        for kind in kinds:
            if (id := slug(text)) != text and f"{kind}:{id}" in self._records.records:
                return f"write {self._short(f'{kind}:{id}', kinds)}"
        near = nearest(text, [id for kind in kinds for id in self._ids[kind]])
        if near:
            return f"did you mean {' or '.join(f'“{one}”' for one in near)}?"
        if len(kinds) > 2:
            return "check the spelling, or add the record"
        return f"add it to {' or '.join(f'{PLURALS[kind]}.yaml' for kind in kinds)}"

    def _short(self, key: str, kinds: tuple[str, ...]) -> str:
        return split_key(key)[1] if len(kinds) == 1 else key


def listed(kinds: tuple[str, ...]) -> str:
    """Kinds in words: `person or organisation`."""
    if len(kinds) == len(KINDS):
        return "record"
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def with_article(words: str) -> str:
    """With “a” or “an” in front."""
    return f"an {words}" if words[:1] in "aeio" else f"a {words}"
