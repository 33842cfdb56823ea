"""`{...}` behind a block or a bracket: claims, `.nolink`, a language, an id, a credit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from briefgen.base.html import escape
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean

BRACES = pattern(r"\{([^{}\n]*)\}")
_ITEM = pattern(r"\s*(?:([#.])([\w.:-]*)|([A-Za-z][\w-]*)=(?:\"([^\"]*)\"|([^\s\"]*)))(?=\s|$)")
_TAG = pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ID = pattern(r"\w[\w.:-]*")
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
# Ids that pages give out themselves.
RESERVED = ("c-", "s-", "n-", "claim-", "fn")

SPAN = frozenset({"claim", "lang", "dir"})
BLOCK = SPAN | {".nolink"}
HEADING = BLOCK | {"#"}
FIGURE = BLOCK | {"credit"}


class Attributes(Struct, frozen=True):
    """What a pair of braces says."""

    claims: tuple[str, ...] = ()
    nolink: bool = False
    id: str = ""
    lang: str = ""
    dir: str = ""
    credit: str = ""

    def html(self) -> str:
        """`lang` and `dir` for a tag, with a space in front; a direction follows from the language."""
        if not self.lang and not self.dir:
            return ""
        direction = self.dir or ("rtl" if self.lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "")
        pairs = (("lang", self.lang), ("dir", direction))
        return "".join(f' {name}="{escape(value)}"' for name, value in pairs if value)


class Refusal(Struct, frozen=True):
    """Why a pair of braces cannot be taken for attributes."""

    message: str
    hint: str = ""


NONE = Attributes()


def read(inside: str, allowed: Iterable[str]) -> Attributes | Refusal | None:
    """The words between braces; None when they are not attributes at all but prose."""
    items = _items(inside)
    if items is None:
        return _claimless() if inside.lstrip().startswith("claim") else None
    values: dict[str, object] = {}
    for key, value in items:
        refusal = _check(key, value, allowed)
        if refusal is not None:
            return refusal
        name, make = _FIELDS[key]
        values[name] = make(value)
    return Attributes(**values)  # type: ignore[arg-type]


def _items(inside: str) -> list[tuple[str, str]] | None:
    """Keys and values; `.nolink` is a key of its own and `#id` has the key `#`."""
    found = []
    at = 0
    end = len(inside.rstrip())
    while at < end:
        match = _ITEM.match(inside, at)
        if match is None:
            return None
        sign, name, key, quoted, plain = match.groups()
        found.append((key, quoted or plain or "") if key else ("#", name) if sign == "#" else ("." + name, ""))
        at = match.end()
    return found or None


def _claimless() -> Refusal:
    return Refusal("this claim mark cannot be read", 'write {claim=id}, or {claim="one two"} for several')


def _check(key: str, value: str, allowed: Iterable[str]) -> Refusal | None:
    if key not in allowed:
        return Refusal(f"unknown attribute “{key}”", did_you_mean(key, allowed) or _known(allowed))
    if not _VALID[key](value):
        return _BAD.get(key) or Refusal(f"“{value}” is not a value for {key}", _VALUES[key])
    return None


def _known(allowed: Iterable[str]) -> str:
    return "known here: " + ", ".join(sorted(one.replace("#", "#id") for one in allowed))


_FIELDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "claim": ("claims", lambda value: tuple(value.split())),
    ".nolink": ("nolink", lambda _: True),
    "#": ("id", str),
    "lang": ("lang", str),
    "dir": ("dir", str),
    "credit": ("credit", str),
}
_VALID: dict[str, Callable[[str], object]] = {
    "claim": str.strip,
    ".nolink": lambda _: True,
    "#": lambda value: _ID.fullmatch(value) and not value.lower().startswith(RESERVED),
    "lang": _TAG.fullmatch,
    "dir": {"ltr", "rtl", "auto"}.__contains__,
    "credit": str.strip,
}
_VALUES = {
    "#": "letters, digits and hyphens; not beginning with " + ", ".join(RESERVED),
    "lang": "a language tag such as uk or en-GB",
    "dir": "ltr, rtl or auto",
    "credit": "a name, in quotation marks",
}
_BAD = {"claim": Refusal("the claim has no id", 'write {claim=id}, or {claim="one two"} for several')}


def both(one: Attributes, other: Attributes) -> Attributes:
    """What two pairs of braces behind one block say together; the one further left wins where they differ."""
    return Attributes(
        claims=other.claims + one.claims,
        nolink=one.nolink or other.nolink,
        id=other.id or one.id,
        lang=other.lang or one.lang,
        dir=other.dir or one.dir,
        credit=other.credit or one.credit,
    )
