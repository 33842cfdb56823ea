"""Which pages have a picture that others show beside a link to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.base.html import unmarked
from briefgen.base.patterns import pattern
from briefgen.model.config import SiteConfig
from briefgen.model.records import PLURALS, Article, Claim, Record
from briefgen.model.site import split_key

WRITTEN = pattern(
    "[\\s\u0020-\u007e\u00a0-\u0131\u0134-\u0165\u0168-\u017f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490\u0491\u1e80-\u1e85\u1ea0-\u1ef9"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2026\u2039\u203a\u20ac\u20b4]*"
)
"""Texts that the shipped font can write."""


def cards(
    config: SiteConfig,
    records: Mapping[str, Record],
    articles: Sequence[str],
    claims: Sequence[str],
    prefix: str = "",
) -> dict[str, str]:
    """Keys of articles and claims to their cards; under an empty key the one of the site, for all other pages.

    `prefix` is that of an edition’s addresses.
    """
    settings = config.image_settings
    if not settings.enabled or settings.cards == "none" or not config.url or not WRITTEN.fullmatch(config.title):
        return {}
    most = None if settings.cards == "all" else settings.cards
    wanted = (key for key in (*articles[:most], *claims[:most]) if WRITTEN.fullmatch(headline(records[key])))
    folder = f"cards/{prefix}" if prefix else "cards"
    return {"": f"{folder}/site.png", **{key: f"{folder}/{_file(key)}" for key in wanted}}


def headline(record: Record) -> str:
    """What a card says in large letters."""
    match record:
        case Article():
            return unmarked(record.title)
        case Claim():
            return unmarked(record.statement)
        case _:
            return ""


def _file(key: str) -> str:
    kind, id, lang = split_key(key)
    return f"{PLURALS[kind]}/{id}{f'.{lang}' if lang else ''}.png"
