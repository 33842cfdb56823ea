"""The words of the interface, and dates, numbers, languages and countries in the reader's language (CLDR through Babel)."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_gmt, get_timezone_name
from babel.numbers import format_decimal

from briefgen.base.dates import When, parse_when
from briefgen.base.html import WORD_END, WORD_START, Html, escape
from briefgen.base.patterns import pattern

_PLACEHOLDER = pattern(r"\{(\w+)\}")
_WORD = pattern(f"{WORD_START}(=?)([a-zA-Z0-9_.-]+){WORD_END}")


class UnknownWordError(LookupError):
    """A template asked for a key that no locale of the theme has."""


class Words:
    """The interface in one language. Pure: the same arguments always give the same words."""

    def __init__(self, lang: str, catalogues: Mapping[str, Mapping[str, object]], timezone: str) -> None:
        self.lang = lang
        self.timezone = timezone
        self._catalogues = catalogues
        self._locale = _locale(lang)
        self._zone = ZoneInfo(timezone)
        self.catalogue: Mapping[str, object] = _merged(lang, catalogues)
        """All words in this language, keys joined with dots."""
        self._asked: dict[str, Html] = {}
        """Words that were asked for without values, by key."""

    def speaking(self, lang: str) -> Words:
        """The same interface in another language."""
        return Words(lang, self._catalogues, self.timezone)

    def t(self, key: str, **values: object) -> Html:
        """The words for a key. Values are escaped; `n` chooses the plural form.

        Raises `UnknownWordError` when no locale has the key.
        """
        found = self.catalogue.get(key)
        if found is None:
            if key.startswith("country."):
                return escape(self._locale.territories.get(key[8:], key[8:]))
            raise UnknownWordError(key)
        return self._filled(found, values)

    def t_or(self, key: str, fallback: str) -> Html:
        """The words for a key, or something else when no locale has it."""
        return self.t(key) if key in self.catalogue or key.startswith("country.") else escape(fallback)

    def _filled(self, found: object, values: Mapping[str, object]) -> Html:
        text = str(found)
        if isinstance(found, Mapping):
            n = values.get("n", 0)
            form = str(self._locale.plural_form(n if isinstance(n, int | float) else 0))
            text = str(found.get(form, found["other"]))
        pieces = _pieces(text)
        if len(pieces) == 1:
            return Html(pieces[0])
        return Html("".join(self._value(one, values) if n % 2 else one for n, one in enumerate(pieces)))

    def _value(self, name: str, values: Mapping[str, object]) -> str:
        value = values.get(name, f"{{{name}}}")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return escape(self.number(value))
        if hasattr(value, "__html__"):
            return str(value.__html__())  # what a macro made is HTML already
        return escape(value) if isinstance(value, str) else escape(str(value))

    def filled(self, html: str) -> str:
        """HTML with the interface's words in place of their keys (see `base.html.word`).

        Raises `UnknownWordError` when no locale has a key.
        """
        return _WORD.sub(self._named, html)

    def _named(self, found: re.Match[str]) -> str:
        key = found[2]
        if key not in self._asked:
            self._asked[key] = self.t(key)
        return _in_data(self._asked[key]) if found[1] else self._asked[key]

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        whole = int(value) if float(value).is_integer() else value
        return format_decimal(whole, locale=self._locale)

    def language_name(self, tag: str) -> str:
        """A language's name in the interface's language."""
        return str(_locale(tag).get_display_name(self._locale) or tag) if _known(tag) else tag

    # --- dates ------------------------------------------------------------------------------------------------

    def date(self, when: When, style: str = "long") -> Html:
        """A date in words, never finer than it was written."""
        if when.precision == "range":
            return self._range(when, style)
        plain = self._plain(when, style)
        return self.t(f"when.{_MARKS[when.mark]}", date=plain) if when.mark else escape(plain)

    def _range(self, when: When, style: str) -> Html:
        first, last = (self._end(text, style) for text in when.text.split("/"))
        if not first:
            return self.t("when.until", date=last)
        if not last:
            return self.t("when.from", date=first)
        return self.t("when.range", first=first, last=last)

    def _end(self, text: str, style: str) -> str:
        return "" if text in {"", ".."} else str(self.date(parse_when(text), style))

    def _plain(self, when: When, style: str) -> str:
        if when.precision == "year":
            return str(when.lower.year)
        if style == "tick":  # on an axis, which writes the year by itself
            skeleton = "MMM" if when.precision == "month" else "MMMd"
            return str(format_skeleton(skeleton, when.lower, locale=self._locale))
        if when.precision == "month" or style == "month":
            return str(format_skeleton("yMMMM" if style != "short" else "yMMM", when.lower, locale=self._locale))
        day, moment = self._local(when)
        words = str(format_date(day, format="long" if style in {"long", "time"} else "medium", locale=self._locale))
        if style in {"long", "time"} and (year := _YEAR_WORDS.get(self._locale.language)) is not None:
            words = words.replace(*year)
        if style == "time" and moment is not None:
            clock = format_time(moment, "short", tzinfo=self._zone, locale=self._locale)
            zone = get_timezone_name(moment, width="short", locale=self._locale)
            if zone[:1] in "+-":
                zone = get_timezone_gmt(moment, width="long", locale=self._locale)
            return f"{words}, {clock} {zone}"
        return words

    def _local(self, when: When) -> tuple[dt.date, dt.datetime | None]:
        """The day, and the moment in the site's zone where one was written."""
        if when.instant is None:
            return when.lower, None
        moment = when.instant.astimezone(self._zone)
        return moment.date(), moment


def own_name(tag: str) -> str:
    """A language's name in that language, to stand by itself: “Українська” for `uk`."""
    name = _locale(tag).get_language_name(_locale(tag)) if _known(tag) else None
    return name[0].upper() + name[1:] if name else tag


_YEAR_WORDS: Mapping[str, tuple[str, str]] = {"uk": ("р.", "року"), "ru": ("г.", "года"), "bg": ("г.", "година")}
"""Abbreviations of “year” in CLDR’s long dates, spelt out: in a sentence their point would be one too many."""
_MARKS = {"?": "uncertain", "~": "about", "%": "about_uncertain"}


def iso(when: When) -> str:
    """The value of a `datetime` attribute; empty for ranges and everything HTML cannot say."""
    if when.precision == "range":
        return ""
    if when.instant is not None:
        return when.instant.isoformat(timespec="minutes")
    return {"year": f"{when.lower.year:04}", "month": when.lower.isoformat()[:7]}.get(
        when.precision, when.lower.isoformat()
    )


@lru_cache(maxsize=256)
def _in_data(words: str) -> str:
    """Words as they stand inside a text of JSON in a script element."""
    text = json.dumps(unescape(words), ensure_ascii=False)[1:-1]
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _merged(lang: str, catalogues: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """English first, then the language, then its region: what a nearer one lacks, a wider one has."""
    words: dict[str, object] = {}
    for one in dict.fromkeys(("en", lang.partition("-")[0], lang)):
        words.update(catalogues.get(one, {}))
    return words


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    """Words cut at their placeholders: HTML, a name, HTML …"""
    return tuple(_PLACEHOLDER.split(escape(text)))


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    """The CLDR locale of a tag, or of its language, or English."""
    for attempt in (tag, tag.partition("-")[0], "en"):
        try:
            return Locale.parse(attempt, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def _known(tag: str) -> bool:
    return _locale(tag).language == tag.partition("-")[0].lower()
