"""Words in another script than the text’s own that do not say their language (W801).

A screen reader spells them out or passes them over, and a browser takes any typeface, unless `lang` tells which language
they are in (WCAG 2.2, success criterion 3.1.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.base.diagnostics import Diagnostic
from briefgen.base.patterns import pattern
from briefgen.linking.passages import mark_of
from briefgen.model.document import Document, Passage

SCRIPTS = {
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff", "Cyrillic": "\u0400-\u052f", "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Armenian": "\u0530-\u058f", "Hebrew": "\u0590-\u05ff", "Arabic": "\u0600-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Devanagari": "\u0900-\u097f", "Bengali": "\u0980-\u09ff", "Thai": "\u0e00-\u0e7f", "Georgian": "\u10a0-\u10ff",
    "Ethiopic": "\u1200-\u139f", "Japanese, Chinese or Korean": "\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af",
}  # fmt: skip
"""Scripts of which words are found, each with its letters (Unicode blocks)."""
_OWN = {
    "Cyrillic": "ab ba be bg ce cv kk ky mk mn os ru sah sr tg tt udm uk", "Greek": "el grc", "Armenian": "hy", "Hebrew": "he yi",
    "Arabic": "ar ckb fa ks ps sd ug ur", "Devanagari": "hi mr ne sa", "Bengali": "as bn", "Thai": "th", "Georgian": "ka", "Ethiopic": "am ti",
    "Japanese, Chinese or Korean": "ja ko yue zh",
}  # fmt: skip
_SCRIPT_OF = {lang: script for script, langs in _OWN.items() for lang in langs.split()}
SHORTEST = 3
"""Letters of the shortest word that counts: a single sign is a symbol."""
# Latin words stand in texts of every script: names of firms, abbreviations.
_RUN = pattern(
    "|".join(
        f"(?P<s{number}>[{letters}](?:[{letters}\u0300-\u036f'’ʼ\\- .,]*[{letters}])?)"
        for number, (script, letters) in enumerate(SCRIPTS.items())
        if script != "Latin"
    )
)
_NAMES = tuple(SCRIPTS)
_USUAL = {
    "Cyrillic": "uk",
    "Greek": "el",
    "Arabic": "ar",
    "Hebrew": "he",
    "Georgian": "ka",
    "Armenian": "hy",
    "Thai": "th",
}


def unmarked_scripts(document: Document, lang: str, path: str, own_key: str) -> Iterator[Diagnostic]:
    """A warning for the first such words of each passage. `lang` is the language of the text."""
    own = _SCRIPT_OF.get(lang.partition("-")[0].lower(), "Latin")
    for passage in document.passages:
        if not passage.text.isascii():
            yield from _first(passage, own, path, own_key)


def _first(passage: Passage, own: str, path: str, own_key: str) -> Iterator[Diagnostic]:
    for run in _RUN.finditer(passage.text):
        script = _NAMES[int((run.lastgroup or "s0")[1:])]
        if (
            script == own
            or sum(map(str.isalpha, run.group())) < SHORTEST
            or _is_marked(passage, run.start(), run.end())
        ):
            continue
        words = run.group()
        shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
        message = f"“{shown}” is in {script} letters and does not say its language"
        hint = f"mark it: [{shown}]{{lang={_USUAL.get(script, 'xx')}}}, with the language it is in"
        yield Diagnostic("W801", mark_of(passage, path, run.start(), run.end()), message, hint, record=own_key)
        return


_SHOWN = 40


def _is_marked(passage: Passage, start: int, end: int) -> bool:
    if any(one.start <= start and end <= one.end and ' lang="' in one.before for one in passage.markup):
        return True
    return any(first <= start and end <= last for first, last in passage.closed)
