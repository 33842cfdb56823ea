"""What can go wrong on the way to a host, in words for people who do not program."""

from __future__ import annotations


class PublishFaultError(Exception):
    """Something that a person must mend: a wrong setting, a missing right, a full disk, a host that refuses.

    `str(error)` is one sentence without a full stop; `hint` says what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class TransientFaultError(PublishFaultError):
    """A fault that may go away by itself; the engine tries again. `after` is what the host asked for, in seconds."""

    def __init__(self, message: str, hint: str = "", after: float | None = None) -> None:
        super().__init__(message, hint)
        self.after = after


class UnreachableError(TransientFaultError):
    """Nobody answers: what was asked for makes no difference."""


class OvertakenError(PublishFaultError):
    """Somebody else has changed the target since it was read: nothing was switched, and publishing again is safe."""
