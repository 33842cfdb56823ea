"""Where secrets come from: the environment, then the keyring if one is installed. Never from settings, and never shown."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

SERVICE = "briefgen"
"""Under this name the keyring keeps secrets; the user name is `target/secret`."""
HIDDEN = "‹secret›"
SHORTEST = 4
"""Characters of a text that is hidden in messages; shorter ones would hide half of the words."""


class Secret:
    """A text that shows itself only when asked to."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself: for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not to be written anywhere")


class Secrets:
    """Finds the secrets of one target and remembers them, so that they can be taken out of messages."""

    def __init__(self, target: str, environment: Mapping[str, str] = os.environ) -> None:
        self._target = target
        self._environment = environment
        self._found: set[str] = set()

    def find(self, name: str, *usual: str) -> Secret | None:
        """A secret, or None.

        Looked for in `BRIEFGEN_<TARGET>_<NAME>`, then in the environment under the client's `usual` names (such as
        `NETLIFY_AUTH_TOKEN`), then in the keyring under `<target>/<name>`.
        """
        for variable in (self.variable(name), *usual):
            if text := self._environment.get(variable, "").strip():
                return self._keep(text)
        text = _from_keyring(f"{self._target}/{name}")
        return self._keep(text) if text else None

    def variable(self, name: str) -> str:
        """The environment variable of this target alone, for messages: `BRIEFGEN_LIVE_TOKEN`."""
        return re.sub(r"[^A-Z0-9]", "_", f"BRIEFGEN_{self._target}_{name}".upper())

    def _keep(self, text: str) -> Secret:
        self._found.add(text)
        return Secret(text)

    def redacted(self, text: str) -> str:
        """A message without the secrets that were found so far."""
        for one in sorted(self._found, key=len, reverse=True):
            if len(one) >= SHORTEST:
                text = text.replace(one, HIDDEN)
        return text


def _from_keyring(user: str) -> str:
    if find_spec("keyring") is None:
        return ""
    # A keyring may be installed and have nothing behind it; then there is no secret, and that is told by whoever needs it.
    with suppress(Exception):
        return str(import_module("keyring").get_password(SERVICE, user) or "")
    return ""
