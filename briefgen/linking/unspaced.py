"""Names in scripts written without spaces between words: what a name must not be cut out of.

The longest known name has been chosen already. What is left is to see that it was not cut out of a longer word that
is not on file: キエフ out of バキエフ, キルギス out of キルギス共和国議会, スーダン out of 南スーダン.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from briefgen.base.patterns import pattern
from briefgen.linking.lexicon import HAN_AFTER_OTHER, KANJI_AFTER, KANJI_AFTER_ALONE, KANJI_BEFORE_OTHER

_POINTS = frozenset("·‧•")
"""Points between the parts of one foreign name in Chinese."""


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda one: (-len(one), one))


_KANA_RUN = pattern(r"[\u30a1-\u30fa\u30fc-\u30fe]+")
_HAN_RUN = pattern(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]+")
_JOINTS = frozenset("・=＝゠")
"""Characters that join the parts of one foreign name in Japanese."""
_ALLOWED = pattern(f"[米英仏独露伊中韓加豪印台日]?[前元新現副]*(?:{'|'.join(_longest_first(KANJI_AFTER))})")
"""A post may have a country and “former” in front: ジョンソン英前首相."""
_ALLOWED_ALONE = pattern(f"(?:[元前]?(?:{'|'.join(_longest_first((*KANJI_AFTER, *KANJI_AFTER_ALONE)))}))+")
_OTHER = pattern("|".join(_longest_first(HAN_AFTER_OTHER)))
_HANGUL_PARTICLE = pattern(
    "(?:에서는|에서|에게|에는|으로|로서|부터|까지|처럼|보다|이나|이란|은|는|이|가|을|를|의|에|와|과|도|로|만|측|씨|군|발)(?![가-힣])"
)


def is_unspaced(character: str) -> bool:
    """Whether the character belongs to a script written without spaces: Han, kana, Thai, Lao, Khmer, Myanmar."""
    point = ord(character)
    if point < 0x0E00:
        return False
    return (
        0x3040 <= point <= 0x30FF
        or 0x3400 <= point <= 0x9FFF
        or 0xF900 <= point <= 0xFAFF
        or point <= 0x0EFF
        or 0x1000 <= point <= 0x109F
        or 0x1780 <= point <= 0x17FF
        or 0x20000 <= point <= 0x3FFFF
    )


def particle_follows(text: str, end: int) -> bool:
    """Whether what joins a Korean name at its end is a particle: 푸틴은 is a mention of 푸틴."""
    return "가" <= text[end] <= "힣" and _HANGUL_PARTICLE.match(text, end) is not None


def cut_out(text: str, start: int, end: int, starts: Container[int], ends: Container[int], lang: str) -> bool:
    """Whether the name at `start:end` is a part of a longer word. `starts` and `ends` are those of other known names."""
    first, last = text[start], text[end - 1]
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if _is_kana(first) and _is_kana(before) and start not in ends:
        return True
    if _is_kana(last) and _is_kana(after) and end not in starts:
        return True
    if before in _JOINTS and _is_kana(first) and start > 1 and _is_kana(text[start - 2]) and start - 1 not in ends:
        return True
    if after in _JOINTS and _is_kana(last) and _is_kana(text[end + 1 : end + 2]) and end + 1 not in starts:
        return True
    if (
        end - start == 1
        and _is_han(first)
        and ((_is_han(before) and start not in ends) or (_is_han(after) and end not in starts))
    ):
        return True  # one character is a word's part more often than a name
    if _is_han(first) and before in _POINTS and _is_han(text[start - 2 : start - 1]) and start - 1 not in ends:
        return True
    if _is_han(last) and after in _POINTS and _is_han(text[end + 1 : end + 2]) and end + 1 not in starts:
        return True
    if _is_han(last) and _is_kana(after) and end not in starts:
        return lang != "zh"
    if end in starts or not _is_han(after):
        return _other_place(text, start) if _is_han(before) and start not in ends else False
    japanese = lang == "ja" or (lang != "zh" and _is_kana(first))
    goes_on = _goes_on_in_japanese(text, end) if japanese else _OTHER.match(text, end) is not None
    return goes_on or (_is_han(before) and start not in ends and _other_place(text, start))


def _goes_on_in_japanese(text: str, end: int) -> bool:
    """Whether the characters behind a name make another thing of it: all but posts, directions and the like do."""
    if _ALLOWED.match(text, end) is not None:
        return False
    run = _HAN_RUN.match(text, end)
    return run is None or _ALLOWED_ALONE.fullmatch(run.group()) is None


def _other_place(text: str, start: int) -> bool:
    """Whether a single character in front makes another place of the name: 南, 北, 新."""
    before = text[start - 1]
    if before in "南北東西" and _is_han(text[start]):
        return True
    return before in KANJI_BEFORE_OTHER and (start < 2 or not _is_han(text[start - 2]))


def _is_kana(character: str) -> bool:
    return bool(character) and _KANA_RUN.match(character) is not None


def _is_han(character: str) -> bool:
    return bool(character) and _HAN_RUN.match(character) is not None
