"""Where secrets come from: the environment, then the keyring if one is installed. Never from settings, and never shown."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import quote

from briefgen.publish.fault import PublishFaultError

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
                return self._keep(text, variable)
        user = f"{self._target}/{name}"
        text = _from_keyring(user).strip()
        return self._keep(text, f"the keyring ({user})") if text else None

    def variable(self, name: str) -> str:
        """The environment variable of this target alone, for messages: `BRIEFGEN_LIVE_TOKEN`."""
        return re.sub(r"[^A-Z0-9]", "_", f"BRIEFGEN_{self._target}_{name}".upper())

    def _keep(self, text: str, where: str) -> Secret:
        """Raises `PublishFaultError` for what cannot be a secret: clients would complain of it, and show it."""
        if re.search(r"[\x00-\x1f\x7f]", text):
            raise PublishFaultError(f"the secret in {where} is broken in two", "set it anew, on one line")
        self._found.add(text)
        return Secret(text)

    def redacted(self, text: str) -> str:
        """A message without the secrets that were found so far."""
        forms = {
            form for one in self._found if len(one) >= SHORTEST for form in (one, repr(one)[1:-1], quote(one, safe=""))
        }
        for one in sorted(forms, key=len, reverse=True):
            text = text.replace(one, HIDDEN)
        return text

    @contextmanager
    def kept(self) -> Iterator[None]:
        """A mistake of ours is written down for its makers; a secret in what it says is taken out before."""
        try:
            yield
        except PublishFaultError:
            raise
        except Exception:
            told = traceback.format_exc()
            if (hidden := self.redacted(told)) == told:
                raise
            raise RuntimeError(hidden) from None


def _from_keyring(user: str) -> str:
    if find_spec("keyring") is None:
        return ""
    # A keyring may be installed and have nothing behind it; then there is no secret, and that is told by whoever needs it.
    with suppress(Exception):
        return str(import_module("keyring").get_password(SERVICE, user) or "")
    return ""
