"""Secrets that stand where everybody can read them: in `briefgen.yaml`, which lies in version control.

A secret is told by the name of its key, by the forms that well-known services give their tokens, and, under
`publish:`, by looking like chance. What was found is never repeated in a message or shown as part of a source line.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefgen.base.diagnostics import Loc
from briefgen.reading.problems import Problem


class Token(NamedTuple):
    """A secret and where it stands."""

    loc: Loc
    text: str
    on_key: bool


_KEYS = re.compile(
    r"(?:^|[_-])(?:token|secret|password|passwd|passphrase|credentials?|api[_-]?key|access[_-]?key(?:[_-]?id)?|"
    r"account[_-]?key|private[_-]?key|auth|sas|connection[_-]?string)$",
    re.IGNORECASE,
)
"""Ends of keys behind which people write secrets."""
_FORMS = re.compile(
    r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}"  # GitHub
    r"|gl[a-z]{2,6}-[A-Za-z0-9_-]{20,}"  # GitLab
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}"  # Amazon
    r"|nf[pcoub]_[A-Za-z0-9]{36,}"  # Netlify
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/\S+"  # Slack
    r"|discord(?:app)?\.com/api/webhooks/\S+"
    r"|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}"  # Google
    r"|[?&](?:sig|X-Amz-Signature)=[A-Za-z0-9%/+=]{20,}|AccountKey=[A-Za-z0-9/+=]{20,}"  # Azure, signed addresses
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"  # JSON Web Tokens
    r"|://[^/\s:@]*:[^/\s:@]+@"  # name:password@host
)
_ONE_WORD = re.compile(r"[A-Za-z0-9+/_=-]{24,}")
_NO_SECRETS = frozenset({"account", "site"})
"""Keys with long names that are no secrets."""
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
"""The name of an environment variable, which is what belongs behind `secret`."""
CHANCE = 3.7
"""Bits a letter carries in a text that looks like chance: above English words and paths, below random letters and digits."""


def tokens(value: object, loc: Loc = ()) -> Iterator[Token]:
    """The secrets among the values that were read."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _behind(str(key), inner, (*loc, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from tokens(inner, (*loc, number))
    elif isinstance(value, str) and (
        _FORMS.search(value) or (loc[:1] == ("publish",) and _looks_like_chance(value, loc))
    ):
        yield Token(loc, value, on_key=False)


def _behind(key: str, value: object, loc: Loc) -> Iterator[Token]:
    """A text behind a telling key is one, unless it names the variable that holds it."""
    told = loc[0] == "publish" and _KEYS.search(key) and isinstance(value, str | int)
    if (
        told
        and value != ""
        and not (key == "secret" and _VARIABLE.fullmatch(str(value)) and not _FORMS.search(str(value)))
    ):
        yield Token(loc, str(value), on_key=True)
    else:
        yield from tokens(value, loc)


def _looks_like_chance(text: str, loc: Loc) -> bool:
    """Whether one long word mixes letters and digits as only a generator does. Digests and ids in hexadecimal pass."""
    if loc[-1] in _NO_SECRETS or not _ONE_WORD.fullmatch(text):
        return False
    kinds = [any(map(test, text)) for test in (str.islower, str.isupper, str.isdigit)]
    return all(kinds) and _bits(text) > CHANCE


def _bits(text: str) -> float:
    """Shannon's entropy of the letters."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def token_problems(found: Iterable[Token]) -> Iterator[Problem]:
    """What to say about secrets, without saying them."""
    for one in found:
        name = next((str(step) for step in reversed(one.loc) if isinstance(step, str)), "")
        yield Problem(
            "E407", one.loc, f"a secret stands behind `{name}`", "take it out, let its owner make a new one, and put that "
            "into the environment or the keyring (see docs/publishing.md)", on_key=True,
        )  # fmt: skip


def concealed(text: str, found: Iterable[Token]) -> str:
    """A text in which the secrets cannot be read; lines and columns stay."""
    for one in sorted({one.text for one in found}, key=len, reverse=True):
        for line in one.splitlines():
            if bare := line.strip():
                text = text.replace(bare, "•" * len(bare))
    return text
