"""What must hold before anything goes out: one table, which later guards join."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from briefgen.model.config import SiteConfig
from briefgen.model.publishing import PublishTarget
from briefgen.publish.built import Built


class Facts(Struct, frozen=True, kw_only=True):
    """What the preconditions look at."""

    built: Built
    config: SiteConfig
    target: PublishTarget
    moment: int
    """Now, in seconds since 1970."""
    allow_as_of: bool = False
    """The person has said that another day is meant."""


class Refusal(Struct, frozen=True):
    """Why a site does not go out, and what to do."""

    message: str
    hint: str


Precondition = Callable[[Facts], Iterator[Refusal]]
_BUILD = "run `briefgen build`, then publish"


def _built(facts: Facts) -> Iterator[Refusal]:
    built = facts.built
    if built.broken_off:
        yield Refusal(f"a build of {built.output.name}/ was interrupted", _BUILD)
    elif built.receipt is None or not built.files:
        yield Refusal(f"{built.output.name}/ was not built here by this version of briefgen", _BUILD)


def _good(facts: Facts) -> Iterator[Refusal]:
    receipt = facts.built.receipt
    if receipt is not None and receipt.errors:
        count = f"{receipt.errors} error{'s' if receipt.errors > 1 else ''}"
        yield Refusal(
            f"the last build had {count} and wrote nothing", "mend what `briefgen check` shows, build, then publish"
        )


def _fresh(facts: Facts) -> Iterator[Refusal]:
    receipt = facts.built.receipt
    if receipt is None or receipt.errors:
        return
    if facts.built.stale:
        yield Refusal("something has changed since the last build", _BUILD)
    elif receipt.until <= facts.moment * 10**9:
        yield Refusal("the site was built for a day that has passed, and would look different now", _BUILD)


def _as_written(facts: Facts) -> Iterator[Refusal]:
    altered = facts.built.altered
    if altered and facts.built.receipt is not None:
        some = ", ".join(altered[:3]) + (" …" if len(altered) > 3 else "")
        count = f"{len(altered)} files" if len(altered) > 1 else "1 file"
        hint = "run `briefgen build`, which mends that; changes by hand belong into content/ or themes/"
        yield Refusal(
            f"{count} in {facts.built.output.name}/ {'are' if len(altered) > 1 else 'is'} not as the build wrote {'them' if len(altered) > 1 else 'it'} ({some})",
            hint,
        )


def _no_drafts(facts: Facts) -> Iterator[Refusal]:
    receipt = facts.built.receipt
    if receipt is not None and receipt.drafts:
        yield Refusal("the site was built with drafts", "run `briefgen build` without --drafts, then publish")


def _own_day(facts: Facts) -> Iterator[Refusal]:
    receipt = facts.built.receipt
    if receipt is not None and receipt.pinned and not facts.allow_as_of:
        hint = "run `briefgen build` without --as-of, or publish with --allow-as-of if that day is meant"
        yield Refusal("the site was built for another day with --as-of", hint)


def _has_address(facts: Facts) -> Iterator[Refusal]:
    receipt = facts.built.receipt
    if receipt is not None and not receipt.url and not receipt.errors:
        hint = "write `url: https://…` into briefgen.yaml and build: pages, feeds and search engines need it"
        yield Refusal("the site does not know its own address", hint)


def _guarded(facts: Facts) -> Iterator[Refusal]:
    receipt = facts.built.receipt
    if receipt is not None and receipt.unguarded:
        hint = "set BRIEFGEN_GUARD_KEY, or build where private/protected.yaml is, then publish"
        yield Refusal("the site was not looked through for protected names", hint)


PRECONDITIONS: Sequence[Precondition] = (
    _built,
    _good,
    _fresh,
    _as_written,
    _no_drafts,
    _own_day,
    _has_address,
    _guarded,
)
"""Each says all that speaks against publishing; none may write or wait."""


def refusals(facts: Facts) -> tuple[Refusal, ...]:
    """Everything that speaks against publishing."""
    return tuple(one for precondition in PRECONDITIONS for one in precondition(facts))
