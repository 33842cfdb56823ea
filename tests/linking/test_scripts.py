"""Names in other scripts: inflected, fused with particles, or written without spaces between words."""

from __future__ import annotations

import unicodedata

import pytest
from registries import found, linked

REGISTRY = """\
person stone | Karl Šťastný | Šťastný, Карл Штейнов, Штейнов, カルル・シュタイノフ, 史坦
person kovalenko | Олена Коваленко
place vell | Vell | Київ, Киев, ヴェル, ヴェルノ
place land | Mirland | Мирландия, Мірландія, ミルラ, 日野, المرج
org party | Free Mirland | Свободная Мирландия
"""


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        # Cyrillic cases
        ("ru", "Об этом сказал Штейнову президент; Штейнов молчал.", ["Штейнову", "Штейнов"]),
        ("ru", "Встреча с Карлом Штейновым в Киеве.", ["Карлом Штейновым", "Киеве"]),
        ("ru", "Партия «Свободная Мирландия» победила.", ["Свободная Мирландия"]),
        ("ru", "Она живёт в Мирландии.", ["Мирландии"]),
        ("uk", "Під Києвом тихо, у Києві теж.", ["Києвом", "Києві"]),
        ("ru", "Анна Штейнова пела.", []),
        ("en", "Под Киевом тихо.", []),
        # Japanese
        ("ja", "首都ヴェルに着いた。", ["ヴェル"]),
        ("ja", "ヴェルノに着いた。", ["ヴェルノ"]),
        ("ja", "バヴェルに着いた。", []),
        ("ja", "ヴェルカが来た。", []),
        ("ja", "カルル・シュタイノフ大統領は語った。", ["カルル・シュタイノフ"]),
        ("ja", "ミルラ西部で雨。", ["ミルラ"]),
        ("ja", "ミルラ共和国議会は承認した。", []),
        ("ja", "南ミルラで雨。", []),
        ("ja", "ミルラ人とミルラ語。", []),
        ("ja", "ミルラ・ギリシャ教会が移転した。", []),
        ("ja", "日野は晴れ。日野政府も。日野自動車は。", ["日野", "日野"]),
        # Chinese
        ("zh", "他们昨天见到史坦总统。", ["史坦"]),
        # Arabic
        ("ar", "وصل إلى المرج أمس", ["المرج"]),
        ("ar", "اجتماع بالمرج اليوم", ["المرج"]),
        ("ar", "سفره للمرج اليوم", ["للمرج"]),
        ("ar", "المرجان جميل", []),
        # accents
        ("en", "Karl Stastny spoke; Stastny left.", ["Karl Stastny", "Stastny"]),
        ("cs", "Karl Šťastný mluvil.", ["Karl Šťastný"]),
    ],
)
def test_names_are_found_in_their_script(lang: str, text: str, names: list[str]) -> None:
    """A name is found in the forms its language gives it, and not cut out of a longer word."""
    assert [words for words, _ in found(REGISTRY, text, lang)] == names


@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFD", "Karl Šťastný saw Vell."),
        "Karl\u00a0Šťastný saw Ve\u00adll.",
        "Karl  Šťastný saw\r\nVell.",
        "Karl\nŠťastný saw Vell.",
        "\u200fVell\u200f and Karl Šťastný.",
    ],
)
def test_offsets_count_in_the_text_as_given(text: str) -> None:
    """Decomposed letters, soft hyphens, doubled spaces and line ends change nothing about where a name is said to stand."""
    mentions, _ = linked(REGISTRY, text)
    words = {unicodedata.normalize("NFC", text[one.start : one.end]) for one in mentions}
    plain = {" ".join(one.replace("\u00ad", "").split()) for one in words}
    assert plain == {"Karl Šťastný", "Vell"}


MARKDOWN = """\
# Vell in spring

Vell has [Vell](https://vell.example "Vell"), `Vell`, ![Vell](vell.png "Vell") and <b title="Vell">Mirland</b>.

> **Karl** Šťastný said \\*Vell\\* &amp; left https://vell.example/Vell.

{{< figure src="Vell.png" alt="Vell" >}}

    Vell in code

- in *Vell*[^1]

[^1]: See Vell.
"""


def test_markdown_is_read_as_markdown() -> None:
    """Headings, code, links, addresses, pictures, shortcodes hold no mentions; offsets point into the source."""
    words = found(REGISTRY, MARKDOWN, form="markdown")
    assert [one for one, _ in words] == ["Vell", "Karl** Šťastný", "Vell", "Vell", "Vell"]


def test_what_is_left_out_is_told_with_the_reason() -> None:
    """Every name that was found and not linked comes with a reason."""
    _, left = linked(REGISTRY, "New Vell and Karl Stone-Vell.")
    assert left
    assert all(one.reason and one.words for one in left)
