"""The forms under which a name may stand in a text: Ukrainian and Russian cases, Arabic particles fused to a word.

A registry has names in the nominative; texts have Путину, Києвом, بالجزائر. Nothing here knows texts or records: a
name goes in, its oblique forms come out, by rules for endings, with short lists of the words that the rules would get
wrong. A form that the spelling does not tell is left out where guessing would give another name. Whether a person is
a man or a woman is told from the given name.

Ukrainian: Український правопис 2019, § 142 (family names) and § 152 (geographical names); the rest, and Russian,
are the declensions of school grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Literal, NamedTuple

from briefgen.base.patterns import pattern
from briefgen.base.text import nfc

_Gender = Literal["m", "f", "n", "p", ""]
"""Masculine, feminine, neuter, plural; empty when it cannot be told."""
_Shape = Literal["name", "lower", "fixed"]
"""A capitalised word, a lower-case one, or one that never declines: acronyms, initials, figures, foreign letters."""
_Cases = tuple[tuple[str, ...], ...]
"""Forms of a word, or endings: genitive, dative, accusative, instrumental, locative, each with its variants."""

_SHORTEST = 4
"""Shorter forms are too often something else, and so are the forms of names of two letters."""
_SHORTEST_ALONE = 3
_LONGEST = 200
_MOST_WORDS = 20
"""Longer names are titles and sentences."""
_MOST_VARIANTS = 16
"""Of one case. A name whose words have more between them is left alone."""


def inflected(name: str, lang: str, *, person: bool | None = None) -> tuple[str, ...]:
    """The oblique forms of a name in Ukrainian (`uk`) or Russian (`ru`), without the name itself.

    All words that decline stand in the same case: `Единая Россия` gives `Единой России`, `Единую Россию`.
    In the name of a body the adjectives and their noun decline, and what follows them stays: `Служби безпеки України`.
    Ukrainian given names have a vocative too. Empty for other languages and scripts, for acronyms, for lists with
    commas, and for names that do not decline.

    `person` says whether it is a person's name, which settles what the spelling leaves open: a man named `Пушкин` is
    `Пушкиным`, a town `Пушкином`. Without it a lone word has the forms of both.
    A Russian name with `ё` is given with `е` too, in the nominative as well, since either is printed.
    """
    grammar = _GRAMMARS.get(lang.partition("-")[0].lower())
    if grammar is None or len(name) > _LONGEST or grammar.foreign.search(name):
        return ()
    words = nfc(name).split()
    first = next((word for word in words if not _INITIAL.fullmatch(word)), "")
    if len(words) > _MOST_WORDS or _shape(first, grammar) != "name":
        return ()
    nominative = " ".join(words)
    forms = dict.fromkeys(_forms(words, grammar, person))
    if grammar.lang == "ru" and ("ё" in nominative or "Ё" in nominative):
        forms.update(dict.fromkeys([form.translate(_PLAIN_E) for form in (nominative, *forms)]))
    return tuple(form for form in forms if form not in (name, nominative) and len(form) >= _SHORTEST)


_INITIAL = pattern(r"[^\W\d_]\.")
_PLAIN_E = str.maketrans("ёЁ", "еЕ")

_FUSED = ("وف", "بكل")
_ARTICLE = "ال"
_SHORTEST_ARABIC = 3


def clitic_starts(word: str) -> tuple[int, ...]:
    """Offsets at which a name may begin in an Arabic word, after the particles written together with it.

    These are the conjunctions و and ف, the prepositions ب, ك and ل, and a conjunction before a preposition:
    `بالجزائر` gives 1, `وبالجزائر` gives 1 and 2. The article belongs to the name. Whether a name stands there is for
    the caller to see, since `لبنان` gives 1 as well. At least three letters are left.
    """
    starts: list[int] = []
    at = 0
    for particles in _FUSED:
        if len(word) - at > _SHORTEST_ARABIC and word[at] in particles:
            at += 1
            starts.append(at)
    return tuple(starts)


def assimilated(name: str) -> str:
    """An Arabic name with the article behind the preposition ل, which takes the article's alif: `الصين`, `للصين`.

    Of three lams one is dropped: `اللد` gives `للد`. Empty for names without the article.
    """
    stem = name.removeprefix(_ARTICLE)
    if stem == name or len(stem) < _SHORTEST_ARABIC - 1:
        return ""
    return f"ل{stem}" if stem[0] == "ل" else f"لل{stem}"


# --- tables of endings ----------------------------------------------------------------------------------------------


class _Endings(NamedTuple):
    """How words with some ending decline."""

    cut: int
    """Letters that the cases replace."""
    cases: _Cases


_Rules = Mapping[str, _Endings]
"""By the end of the word, what stays and what goes; the longest end counts, and a whole word may stand there."""
_LONGEST_END = 5


def _rules(*tables: str) -> dict[str, _Endings]:
    """Read tables: what stays before the ending (alternatives) `+` the ending `:` its cases, variants after a slash."""
    rules: dict[str, _Endings] = {}
    for line in filter(str.strip, "\n".join(tables).splitlines()):
        stays, _, rest = line.partition("+")
        ending, _, cases = rest.partition(":")
        ending = ending.strip()
        variants = tuple(tuple(case.replace("0", "").split("/")) for case in cases.split())
        rules.update({stay + ending: _Endings(len(ending), variants) for stay in stays.split() or [""]})
    return rules


def _either(common: str, one: str, other: str, settled: str) -> dict[str, _Endings]:
    """Two tables at once, for words that may belong to either; `settled` is what holds where they do not go together."""
    rules = _rules(common, one)
    for end, endings in _rules(other).items():
        known = rules.get(end, endings)
        pairs = zip(known.cases, endings.cases, strict=True)
        rules[end] = _Endings(endings.cut, tuple(tuple(dict.fromkeys(left + right)) for left, right in pairs))
    return {**rules, **_rules(settled)}


_RUSSIAN_ENDINGS = """
б в г д з к л м н п р с т ф х +: а у а ом е
ж ч ш щ ц +: а у а ем/ом е
ич        +: а у а ем е
          +ь: я ю я ем е
Кремл     +ь: я ю я ем/ём е
          +й: я ю я ем е
и         +й: я ю я ем и
          +а: ы е у ой е
г к х     +а: и е у ой е
ж ч ш щ   +а: и е у ей е
ц         +а: ы е у ей е
          +я: и е ю ей е
Ил        +ья: ьи ье ью ьей/ьёй ье
и         +я: и и ю ей и
"""
_RUSSIAN_PERSON = """
ов ев ёв ин ын +: а у а ым е
"""
_RUSSIAN_THING = """
ов ев ёв ин ын     +: а у а ом е
ов ев ёв ин ын ств +о: а у о ом е
Эх Яблок Болот     +о: а у о ом е
и                  +е: я ю е ем и
в р с ж ч м каз ат ол +ье: ья ью ье ьем ье
Солн               +це: ца цу це цем це
Церк церк          +овь: ви ви овь овью ви
Остров             +а: ов ам а ами ах
Войск              +а: 0 ам а ами ах
Извест             +ия: ий иям ия иями иях
"""
_RUSSIAN_NEUTER = """
    +о: а у о ом е
    +е: я ю е ем е
ц щ +е: а у е ем е
и   +е: я ю е ем и
"""
_RUSSIAN_ADJECTIVES: Mapping[_Gender, str] = {
    "m": """
              +ый: ого ому ого ым ом
              +ой: ого ому ого ым ом
г к х ж ч ш щ +ой: ого ому ого им ом
г к х         +ий: ого ому ого им ом
              +ий: его ему его им ем
Трет          +ий: ьего ьему ьего ьим ьем
""",
    "f": """
                +ая: ой ой ую ой ой
ж ч ш щ         +ая: ей ей ую ей ей
Больш больш Чуж +ая: ой ой ую ой ой
                +яя: ей ей юю ей ей
Трет            +ья: ьей ьей ью ьей ьей
""",
    "n": """
              +ое: ого ому ое ым ом
г к х ж ч ш щ +ое: ого ому ое им ом
              +ее: его ему ее им ем
""",
    "p": """
         +ые: ых ым ые ыми ых
         +ие: их им ие ими их
ов ев ин +ы: ых ым ы ыми ых
""",
}

_UKRAINIAN_ENDINGS = """
        +а: и і у ою і
        +га: ги зі гу гою зі
        +ґа: ґи зі ґу ґою зі
        +ка: ки ці ку кою ці
        +ха: хи сі ху хою сі
ж ч ш щ +а: і і у ею і
        +я: і і ю ею і
а е и о у ю я є ї і й ь       +я: ї ї ю єю ї
жж тт лл нн сс зз дд чч цц шш +я: я ю я ям і
Ілл     +я: і і ю ею і
"""
# Men have -а in the genitive, and towns; most other things have -у, and the spelling does not tell which.
_UKRAINIAN_PERSON = """
б в ґ д з л м н п р с т ф +: а у/ові а ом і
          +г: га гу/гові га гом гу
          +к: ка ку/кові ка ком ку
х         +: а у/ові а ом у
ж ч ш щ ц +: а у/еві а ем і
яр        +: а у/еві/ові а ом/ем і
          +ь: я ю/еві я ем і
ц         +ь: я ю/еві я ем і
а е и о у ю я є і ї +й: я ю/єві я єм ї
          +'й: 'я 'ю/'єві 'я 'єм 'ї
ов ев єв  +: а у а им і
ин ін їн  +: а у/ові а им і
к         +о: а у/ові а ом у
'         +я: ї ї ю єю ї
"""
_UKRAINIAN_THING = """
б в ґ д з л м н п р с т ф +: а/у у а ом і
            +г: га/гу гу га гом зі
            +к: ка/ку ку ка ком ку/ці
х           +: а/у у а ом у
ж ч ш щ ц   +: а/у у а ем і
            +ь: я/ю ю я ем і
пол ц       +ь: я ю я ем і
а е и о у ю я є і ї +й: я/ю ю я єм ї
ськ цьк зьк +: а у а ом у
стан союз мітет бінет офіс фонд штаб фронт ектор уряд мент титут ситет центр мост +: у у 0 ом і
Крим Донбас Кавказ Іран Ліван Судан Алжир Туніс Непал В'єтнам Кіпр Катар Кувейт   +: у у 0 ом і
банк блок   +: у у 0 ом у
пото        +к: ку ку к ком ку/ці
град город ов ев єв ин ін їн +: а у а ом і
бур         +г: га гу га гом зі
ов ев єв ств +о: а у о ом і
б в д ж з л с ш ч х +но: на ну но ном ні
'           +я: я ю я ям ї
Остров      +и: ів ам и ами ах
"""
_UKRAINIAN_NEUTER = """
        +о: а у о ом і
г к х   +о: а у о ом у
        +е: я ю е ем і
ж ч ш щ +е: а у е ем і
"""
_UKRAINIAN_ADJECTIVES: Mapping[_Gender, str] = {
    "m": """
+ий: ого ому ого им ому
+ій: ього ьому ього ім ьому
+ой: ого ому ого им ому
""",
    "f": """
+а: ої ій у ою ій
+я: ьої ій ю ьою ій
""",
    "n": """
+е: ого ому е им ому
+є: ього ьому є ім ьому
""",
    "p": """
+і: их им і ими их
""",
}


# --- tables of words ------------------------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


class _Grammar(NamedTuple):
    """What the two languages do not share."""

    lang: Literal["ru", "uk"]
    foreign: re.Pattern[str]
    """A Cyrillic letter of another language."""
    part: re.Pattern[str]
    """A capitalised word in the letters of the language, without hyphens."""
    lower: re.Pattern[str]
    person: _Rules
    thing: _Rules
    either: _Rules
    neuter: _Rules
    """Nouns after a neuter adjective."""
    adjectives: Mapping[_Gender, _Rules]
    family_adjective: _Endings
    """Women's family names in -ова and -ина, which decline like adjectives and do not look it."""
    as_if: Mapping[str, str]
    """Words that decline as if they were spelled otherwise."""
    feminine_soft: re.Pattern[str]
    """Feminine words on a consonant or a soft sign."""
    plural: re.Pattern[str]
    """Lone words that are plural; others in -и and -і are foreign and stay as they are."""
    nouns: frozenset[str]
    """Nouns that look like adjectives or like women's family names."""
    adjective_words: frozenset[str]
    """Adjectives that look like nouns."""
    towns: frozenset[str]
    """Towns that look like family names in -ов and -ин."""
    men: frozenset[str]
    women: frozenset[str]
    """Common Slavic given names, and others that would be taken for those of the other sex."""
    heads: frozenset[str]
    """Nouns that begin the names of bodies and places; what follows them stays as it is."""


_VOWELS = frozenset("аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄ")
_HUSHES = frozenset("жчшщ")
_APOSTROPHES = "'’ʼ"

_CONJUNCTIONS = _words("и і й та да")
_PARTICLES = _words(
    "де да ду дю ди дель делла дела дер ден фон ван тер тен цу ла ле эль ель аль ас аз аш ат ар ан ад бен бин бін ибн "
    "ібн оглы огли кызы кизи дос душ"
)
"""Lower-case words inside a person's name."""
_BESIDE = _words("на над под під при у в апон ам")
"""`Ростов-на-Дону`: only what precedes declines."""
_OPENERS = _words(
    "Нью Сан Санта Санто Лос Лас Сент Сен Эль Ель Аль Абу Тель Порт Рио Ріо Буэнос Буенос Усть Бад Форт Кабо Коста Гран "
    "Пуэрто Пуерто Шри Шрі Сьерра Сьєрра Алма Кот"
)
"""First words of place names that stay as they are: `Нью Йорка`."""
_SYLLABIC_FAMILIES = _words(
    "Ким Кім Пан Мун Пак Чон Чан Чхве Юн Хан Хван Лим Лім Дэн Ден Цзян Чжан Чжэн Чжен Хуан Цинь Цінь Сунь Лян Линь Лінь "
    "Чэнь Чень Ван Фан Фам Нгуен"
)
"""Chinese, Korean and Vietnamese family names: they stand first and stay as they are, `Ким Чен Ына`."""
_LINKING = frozenset("оеиіуюэ")
"""Last letters of first halves that stay as they are: `Северо-Кавказского`, `Нью-Йорка`."""
_JOINED = pattern(r"(?:[оеёє]в|[иіїы]н|[оеєё]ва|ина|кий|ич|енко|[иіе]я)$")
"""First halves of double names that decline by themselves: `Петрова-Водкина`, `Гвинеи-Бисау`."""
_INVARIABLE = _words(
    "Дюма Золя Петипа Бенуа Монако Мехіко Марокко Рико Франциско Франціско Еко Греко Ніко Алеко "
    "бюро Бюро радио радіо Радио Радіо кино кіно Кино Кіно метро Метро депо Депо евро євро видео відео"
)
"""Words that would be taken for declining ones."""
_PATRONYMICS = ("ович", "евич", "йович", "овна", "евна", "ична", "івна", "ївна")
_WOMANLY = ("ова", "ева", "ёва", "єва", "ская", "цкая", "ська", "цька", "зька")
_FEMALE_FAMILIES = ("ова", "ева", "ёва", "єва", "ина", "ына", "іна", "їна")


def _part(letters: str) -> re.Pattern[str]:
    """A word that begins with a capital and ends with a small letter: `О'Коннор`, `ПриватБанк`, `д'Ивуар`, not `РФ`."""
    return pattern(
        rf"(?:[{letters}][{_APOSTROPHES}])?[{letters.upper()}](?:[{letters}{letters.upper()}{_APOSTROPHES}]*[{letters}])"
    )


def _foreign(letters: str) -> re.Pattern[str]:
    return pattern(rf"(?![{letters}{letters.upper()}])[\u0400-\u045f\u048a-\u052f]")


def _lower(letters: str) -> re.Pattern[str]:
    return pattern(rf"[{letters}]+(?:[{_APOSTROPHES}-][{letters}]+)*")


_RUSSIAN_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_RUSSIAN = _Grammar(
    lang="ru",
    foreign=_foreign(_RUSSIAN_LETTERS),
    part=_part(_RUSSIAN_LETTERS),
    lower=_lower(_RUSSIAN_LETTERS),
    person=_rules(_RUSSIAN_ENDINGS, _RUSSIAN_PERSON),
    thing=_rules(_RUSSIAN_ENDINGS, _RUSSIAN_THING),
    either=_either(_RUSSIAN_ENDINGS, _RUSSIAN_PERSON, _RUSSIAN_THING, ""),
    neuter=_rules(_RUSSIAN_NEUTER),
    adjectives={gender: _rules(text) for gender, text in _RUSSIAN_ADJECTIVES.items()},
    family_adjective=_rules("+а: ой ой у ой ой")["а"],
    as_if=_pairs(
        "Павел Павл Пётр Петр Лев Льв Христос Христ Орёл Орл Орел Орл Египет Египт Городок Городк Рынок Рынк "
        "рынок рынк Посёлок Посёлк посёлок посёлк поселок поселк Хребет Хребт Соловей Соловьй Воробей Воробьй Псёл Псл"
    ),
    feminine_soft=pattern(
        r"(?!Тайвань|Хайнань|Ухань).*(?:[сф]ть|[яе]ть|[чжшщмв]ь|знь|[Рр]усь|Рось|ань|[ыоу]нь|Тюмень|Сибирь|Тверь|Свирь"
        r"|сталь|связь|печать|площадь)"
    ),
    plural=pattern(r".+(?:ы|ичи|щи|ники|шки|[вмрлтп]ки|аи|ости)"),
    nouns=_words(
        "Георгий Сергий Пелагий Акакий Маврикий Ханой Герой Конвой Плейбой Ковбой Рая Тая Мая Аглая Молдова Кордова Падова Канова Казанова "
        "Корова Основа Вдова Голова Сова Женева Ева Королева Дева Параскева"
    ),
    adjective_words=_words("Третий Третья"),
    towns=_words(
        "Азов Берлин Гдов Дублин Киев Краков Кишинев Кишинёв Козлов Львов Могилев Могилёв Нежин Пекин Псков Ростов Ржев "
        "Саратов Серпухов Таллин Тамбов Турин Харьков Харбин Хотин Чернигов Штеттин Юхнов"
    ),
    men=_words(
        "Александр Алексей Анатолий Андрей Антон Аркадий Арсений Артём Артем Богдан Борис Вадим Валентин Валерий Василий "
        "Виктор Виталий Владимир Владислав Всеволод Вячеслав Геннадий Георгий Герман Глеб Григорий Даниил Данила Денис "
        "Дмитрий Евгений Егор Захар Иван Игорь Илья Иосиф Кирилл Константин Кузьма Лев Леонид Лука Максим Марат Матвей "
        "Михаил Никита Николай Олег Олесь Павел Пётр Петр Рамзан Роман Ростислав Руслан Савва Святослав Семён Семен Сергей "
        "Станислав Степан Тарас Тимофей Тимур Фёдор Федор Фома Эдуард Юрий Яков Ярослав "
        "Абдалла Андреа Гриша Джошуа Иса Миша Муса Мустафа Никола Микола Папа Паша Саша Усама Хамза "
        "Габриэль Даниэль Карен Мишель Робин"
    ),
    women=_words(
        "Александра Алина Алла Анастасия Ангелина Анна Валентина Валерия Вера Вероника Виктория Галина Дарья Диана Дина "
        "Евгения Екатерина Елена Елизавета Жанна Зинаида Зоя Инна Ирина Карина Кристина Ксения Лариса Лидия Любовь Людмила "
        "Маргарита Марина Мария Надежда Наталия Наталья Нина Оксана Ольга Полина Раиса Регина Светлана София Софья Тамара "
        "Татьяна Эльвира Юлия Яна Ева Параскева "
        "Адель Айгуль Габриэль Гузель Даниэль Карен Робин Дженнифер Джейн Джоан Жаклин Ивонн Изабель Кармен Кейт Кристин Кэтрин Лиз Мадлен Маргарет Марин "
        "Мишель Мэри Мэрилин Николь Нинель Нэнси Одри Рахиль Рут Сьюзан Хелен Хиллари Элизабет Эллен Энн Эстер"
    ),
    heads=_words(
        "Агентство Академия Армия Ассоциация Аэропорт Банк Блок Бюро Воля Газета Голос Гора Город Группа Движение Департамент "
        "Долина Дом Дума Журнал Завод Замок Институт Кабинет Комиссия Комитет Компания Конгресс Концерн Корпорация Корпус "
        "Королевство Край Крепость Лига Министерство Море Мост Музей Мыс Народ Область Общество Озеро Округ Организация Остров "
        "Острова Палата Парламент Партия Площадь Порт Посольство Правительство Президент Прокуратура Рада Радио Район Река "
        "Республика Свобода Сейм Сенат Сила Слуга Служба Совет Союз Станция Суд Театр Телеканал Улица Университет Управление "
        "Федерация Фонд Фронт Центр Церковь Штаб Штат"
    ),
)

_UKRAINIAN_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_UKRAINIAN = _Grammar(
    lang="uk",
    foreign=_foreign(_UKRAINIAN_LETTERS),
    part=_part(_UKRAINIAN_LETTERS),
    lower=_lower(_UKRAINIAN_LETTERS),
    person=_rules(_UKRAINIAN_ENDINGS, _UKRAINIAN_PERSON),
    thing=_rules(_UKRAINIAN_ENDINGS, _UKRAINIAN_THING),
    either=_either(_UKRAINIAN_ENDINGS, _UKRAINIAN_PERSON, _UKRAINIAN_THING, "' +я: я ю я ям ї"),
    neuter=_rules(_UKRAINIAN_NEUTER),
    adjectives={gender: _rules(text) for gender, text in _UKRAINIAN_ADJECTIVES.items()},
    family_adjective=_rules("+а: ої ій у ою ій")["а"],
    as_if=_pairs(
        "Лев Льв Орел Орл Псел Псл Єгипет Єгипт Дністер Дністр Христос Христ Федір Федор Сидір Сидор Антін Антон Прокіп Прокоп "
        "Нестір Нестор Лебідь Лебедь Соловей Солов'й Журавель Журавль Свекор Свекр Кривоніс Кривонос Вітер Вітр "
        "Ігор Ігорь Лазар Лазарь Кобзар Кобзарь Бондар Бондарь Гончар Гончарь Писар Писарь Пушкар Пушкарь Снігир Снігирь "
        "Ріг Рог Поділ Подол Потік Поток потік поток Договір Договор договір договор Міст Мост міст мост двір двор Самбір Самбор Ірпінь Ірпень Канів Канев Городок Городк Дім Дом дім дом Схід Сход Захід Заход "
        "Південь Півднь Ринок Ринк ринок ринк Будинок Будинк будинок будинк"
    ),
    feminine_soft=pattern(
        r"(?!Тайвань|Хайнань).*(?:[сф]ть|[яеи]ть|знь|[Рр]усь|Рось|ань|[ио]нь|Тюмень|сталь|ечать|лощадь|олодь)"
        r"|Керч|Січ|Твер|Перм|Любов"
    ),
    plural=pattern(r".+(?:и|[внр]ці|ичі|аї)"),
    nouns=_words(
        "Молдова Кордова Падова Канова Казанова Корова Основа основа Вдова вдова Голова голова Сова Женева Єва Королева Мова "
        "мова Умова умова Десна Дубна Етна Сосна Весна Війна Цна"
    ),
    adjective_words=_words(
        "Нова Стара Велика Мала Біла Чорна Червона Зелена Синя Жовта Золота Срібна Кам'яна Свята Перша Друга Третя Нижня "
        "Верхня Середня Остання Південна Єдина Вільна Гола Красна Лиса Суха Мокра Крива Довга Висока Глибока Широка Тиха "
        "Дика Гаряча Рівна Рідна Мирна Об'єднана Сполучена Надвірна Попасна Привільна Затишна Виборча виборча слідча "
        "виконавча внутрішня зовнішня антикорупційна "
        "Нове Старе Велике Мале Біле Чорне Червоне Зелене Золоте Святе Середнє Нижнє Верхнє Південне Мертве Синє Жовте Тихе "
        "Криве Лисе Довге Глибоке Широке Високе Гаряче Красне Сполучене Об'єднане Рівне розвідувальне антикорупційне"
    ),
    towns=_words(
        "Азов Берлін Дублін Гдов Ніжин Пекін Псков Ростов Ржев Саратов Серпухов Таллінн Тамбов Турін Харбін Хотин"
    ),
    men=_words(
        "Олександр Олексій Анатолій Андрій Антон Аркадій Арсен Арсеній Артем Богдан Борис Вадим Валентин Валерій Василь Віктор "
        "Віталій Володимир Владислав Всеволод В'ячеслав Гаврило Геннадій Георгій Герман Гліб Григорій Данило Денис Дмитро "
        "Євген Євгеній Єгор Захар Іван Ігор Ілля Йосип Кирило Костянтин Кузьма Левко Леонід Лука Любомир Максим Мар'ян Марко "
        "Матвій Микита Микола Мирослав Михайло Назар Олег Олесь Орест Остап Павло Петро Рефат Роман Ростислав Руслан Сава "
        "Самійло Святослав Семен Сергій Станіслав Степан Тарас Тимофій Тимур Устим Федір Хома Едуард Юрій Яків Ярема Ярослав "
        "Абдалла Андреа Джошуа Іса Міша Муса Мустафа Нікола Папа Саша Усама Хамза "
        "Габріель Даніель Карен Мішель Робін"
    ),
    women=_words(
        "Алла Анастасія Ангеліна Анна Валентина Валерія Віра Вероніка Вікторія Галина Ганна Дар'я Діана Дарина Євгенія "
        "Єлизавета Жанна Зінаїда Зоя Іванна Інна Ірина Карина Катерина Кристина Христина Ксенія Лариса Леся Лідія Лілія Любов "
        "Людмила Маргарита Марина Марія Мар'яна Надія Наталія Наталя Ніна Оксана Олександра Олена Ольга Поліна Раїса "
        "Роксолана Руслана Світлана Соломія Софія Тамара Тетяна Уляна Юлія Яна Ярослава Єва "
        "Адель Габріель Даніель Карен Робін Гелен Гілларі Дженніфер Джейн Джоан Еллен Елізабет Енн Естер Жаклін Ізабель Кармен Кейт Кетрін Ліз Мадлен "
        "Маргарет Марін Мері Мішель Ненсі Ніколь Одрі Рут Сьюзан"
    ),
    heads=_words(
        "Агентство Академія Армія Асоціація Аеропорт Банк Блок Бюро Військо Воля Вулиця Газета Голос Гора Група Департамент "
        "Долина Дім Дума Єдність Журнал Завод Замок Інститут Кабінет Комісія Комітет Компанія Конгрес Концерн Корпорація "
        "Корпус Королівство Край Ліга Майдан Мис Міністерство Місто Море Музей Народ Область Округ Організація Озеро Острів "
        "Острови Палата Парламент Партія Площа Порт Посольство Президент Прокуратура Рада Радіо Район Республіка Ріка Рух "
        "Свобода Сейм Сенат Сила Слуга Служба Союз Станція Суд Театр Телеканал Товариство Університет Управління Уряд "
        "Федерація Фонд Фортеця Фронт Центр Церква Штаб Штат"
    ),
)
_GRAMMARS: Mapping[str, _Grammar] = {"ru": _RUSSIAN, "uk": _UKRAINIAN}


# --- the structure of a name ----------------------------------------------------------------------------------------


def _forms(words: Sequence[str], grammar: _Grammar, person: bool | None) -> list[str]:
    """The name in every case, each word with its variants."""
    if len(words) == 1:
        cases = _alone(words[0], grammar, person)
        forms = [] if cases is None else [form for case in cases for form in case]
        return forms if person is False else forms + _addressed(words, grammar)
    shapes = [_shape(word, grammar) for word in words]
    named = all(shape != "lower" or word in _PARTICLES for word, shape in zip(words, shapes, strict=True))
    if named and any(word[-1] == "," for word in words):
        return []
    personal = named and (_looks_personal(words, shapes, grammar) if person is None else person)
    found = _person(words, shapes, grammar) if personal else _phrase(words, shapes, grammar)
    if not any(found):
        return []
    columns = [_same(word) if cases is None else cases for word, cases in zip(words, found, strict=True)]
    if prod(max(map(len, column)) for column in columns) > _MOST_VARIANTS:
        return []
    forms = [" ".join(form) for case in zip(*columns, strict=True) for form in product(*case)]
    return forms + _addressed(words, grammar) if personal else forms


def _same(word: str) -> _Cases:
    return ((word,),) * 5


def _shape(word: str, grammar: _Grammar) -> _Shape:
    if grammar.lower.fullmatch(word):
        return "lower"
    is_part = grammar.part.fullmatch
    if "-" not in word:
        return "name" if is_part(word) else "fixed"
    parts = word.split("-")
    if parts[-1].isdecimal():
        return _shape("-".join(parts[:-1]), grammar) if len(parts[0]) >= _SHORTEST else "fixed"
    return "name" if all(is_part(part) or grammar.lower.fullmatch(part) for part in parts) else "fixed"


def _looks_personal(words: Sequence[str], shapes: Sequence[_Shape], grammar: _Grammar) -> bool:
    """Whether a name of several words, none of them in lower case, is more likely a person's than a body's."""
    if words[0] in grammar.men or words[0] in grammar.women or _INITIAL.fullmatch(words[0]):
        return True
    if words[0] in grammar.heads or words[0] in _OPENERS or shapes.count("name") < 2:
        return False
    if words[-1].endswith(("ы", "ии") if grammar.lang == "ru" else ("и", "ії")):
        return False
    return not _adjective(words[0], words[1], grammar)


def _phrase(words: Sequence[str], shapes: Sequence[_Shape], grammar: _Grammar) -> list[_Cases | None]:
    """Adjectives and the noun they belong to decline; what follows is in the genitive or in apposition, and stays."""
    found: list[_Cases | None] = [None] * len(words)
    gender: _Gender = ""
    at = 0
    while at + 1 < len(words) and shapes[at] != "fixed":
        kind = _adjective(words[at], words[at + 1], grammar)
        if kind and (not gender or kind == gender):
            gender = kind
            found[at] = _adjectival(words[at], kind, grammar, alive=False)
        elif words[at] not in (_CONJUNCTIONS if gender else _OPENERS):
            break
        at += 1
    if shapes[at] == "fixed" or (shapes[at] == "lower" and not gender):
        return found
    if not gender and words[at] not in grammar.heads and _is_foreign_compound(words[at:], shapes[at:]):
        at = len(words) - 1
    found[at] = _head(words[at], gender, grammar)
    if gender == "p" and found[at] is None:
        return [None] * len(words)
    rest = words[at + 1 :]
    if len(rest) == 1 and shapes[-1] == "name":
        kind = _adjective(rest[0], "", grammar)
        if kind and kind == (gender or _gender_of(words[at], grammar)):
            found[-1] = _adjectival(rest[0], kind, grammar, alive=False)
    elif len(rest) > 1 and rest[0] in _CONJUNCTIONS and shapes[at + 2] == "name":
        found[at + 2 :] = _phrase(words[at + 2 :], shapes[at + 2 :], grammar)
    return found


def _is_foreign_compound(words: Sequence[str], shapes: Sequence[_Shape]) -> bool:
    """Nouns put together the English way, as in `Норд Стрим`: the last one declines."""
    endings = (words[0][-1], words[-1][-1])
    return len(words) > 1 and set(shapes) == {"name"} and not _VOWELS.intersection(endings) and "й" not in endings


def _head(word: str, gender: _Gender, grammar: _Grammar) -> _Cases | None:
    """The noun of a phrase, in the gender that its adjective shows. The accusative of things is the nominative."""
    if word in _INVARIABLE:
        return None
    if gender == "p" or (not gender and grammar.plural.fullmatch(word)):
        return _apply(word, grammar.thing.get(word)) or _plural(word, grammar)
    if gender == "n":
        return _apply(word, _find(word, grammar.neuter) or (_find(word, grammar.thing) if word[-1] in "яє" else None))
    cases = _hyphenated(word, grammar, lambda part: _noun(part, grammar, grammar.thing, gender))
    return _lifeless(word, cases) if _gender_of(word, grammar) == "m" else cases


def _lifeless(word: str, cases: _Cases | None) -> _Cases | None:
    return None if cases is None else (*cases[:2], (word,), *cases[3:])


def _person(words: Sequence[str], shapes: Sequence[_Shape], grammar: _Grammar) -> list[_Cases | None]:
    """Given names, patronymic and family name, the family name last or first."""
    found: list[_Cases | None] = [None] * len(words)
    names = [at for at, shape in enumerate(shapes) if shape == "name"]
    family = names[_family_at([words[at] for at in names], grammar)]
    given = next((at for at in names if at != family), family)
    gender = _sex(words[given], words[family], grammar)
    native = given == family or words[given] in grammar.men
    syllabic = len(names) > 2 and all(_syllables(words[at]) == 1 for at in names)
    for at in names:
        if at != names[-1] and (syllabic or words[at] in _SYLLABIC_FAMILIES):
            continue
        if at == family:
            found[at] = _hyphenated(words[at], grammar, lambda part: _family(part, grammar, gender, native=native))
        else:
            found[at] = _hyphenated(words[at], grammar, lambda part: _given(part, grammar, gender), perhaps=True)
    return found


def _family_at(names: Sequence[str], grammar: _Grammar) -> int:
    """Where the family name stands: last, or first before a given name and a patronymic."""
    known = [name in grammar.men or name in grammar.women for name in names]
    if len(names) > 2 and names[-1].endswith(_PATRONYMICS) and not names[1].endswith(_PATRONYMICS):
        return 0
    return 0 if known[-1] and not known[0] else len(names) - 1


def _sex(given: str, family: str, grammar: _Grammar) -> _Gender:
    """Men's given names end in consonants and women's in -а, mostly; the family name may tell more."""
    if given in grammar.men:
        return "" if given in grammar.women else "m"
    if given in grammar.women or family.endswith(_WOMANLY):
        return "f"
    if given[-1] not in _VOWELS:
        return "m"
    return "f" if given[-1] == "я" or (given[-1] == "а" and given[-2] not in _VOWELS) else ""


def _syllables(word: str) -> int:
    return sum(letter in _VOWELS for letter in word)


# --- the declension of a word ---------------------------------------------------------------------------------------


def _alone(word: str, grammar: _Grammar, person: bool | None) -> _Cases | None:
    """A name of one word: a town, a country, a body, a family name."""
    if len(word) < _SHORTEST_ALONE:
        return None
    if "-" in word and not _BESIDE.isdisjoint(word.split("-")):
        person = False
    female = () if person is False else _FEMALE_FAMILIES if person else _WOMANLY

    def decline(part: str) -> _Cases | None:
        if person is not False and (part in grammar.women or part in grammar.men):
            return _given(part, grammar, "f" if part in grammar.women else "m")
        kind = _adjective(part, "", grammar)
        if kind and (kind in "mf" or not person):
            return _adjectival(part, kind, grammar, alive=True)
        if part.endswith(female) and part not in grammar.nouns:
            return _apply(part, grammar.family_adjective)
        if not person and len(part) > 3 and grammar.plural.fullmatch(part):
            return _plural(part, grammar)
        if person:
            return _noun(part, grammar, grammar.person, "m")
        town = person is False or part in grammar.towns or (part[-1] == "в" and _oblique(part, grammar) != part)
        return _noun(part, grammar, grammar.thing if town else grammar.either, "")

    return _hyphenated(word, grammar, decline)


def _given(word: str, grammar: _Grammar, gender: _Gender) -> _Cases | None:
    if word in grammar.men and word in grammar.women:
        declined = _noun(word, grammar, grammar.person, "m")
        return None if declined is None else tuple((*case, word) for case in declined)
    if word in grammar.men and word[-1] == "о":
        return _apply(word[:-1], grammar.person[word[-2]])
    if gender != "f" and word.endswith(("ов", "ев", "ин", "ын", "ів", "ін", "їн")):
        oblique = _oblique(word, grammar)
        return _apply(oblique, grammar.person[oblique[-1]])
    if word in grammar.women:
        if grammar.feminine_soft.fullmatch(word):
            return _third(word, grammar)
    elif (kind := _adjective(word, word, grammar)) in ("m", "f"):
        return _adjectival(word, kind, grammar, alive=True)
    if gender == "f" and word[-1] not in "ая":
        return None
    return _noun(word, grammar, grammar.person, gender or "m")


def _family(word: str, grammar: _Grammar, gender: _Gender, *, native: bool) -> _Cases | None:
    """A family name. `native` says that the given name is Slavic, so that -ин is no foreign ending."""
    kind = _adjective(word, word, grammar)
    if gender == "f":
        if kind == "f":
            return _adjectival(word, "f", grammar, alive=True)
        if word.endswith(_FEMALE_FAMILIES):
            return _apply(word, grammar.family_adjective)
        return _noun(word, grammar, grammar.person, "f") if word[-1] in "ая" else None
    if kind == "m":
        return _adjectival(word, "m", grammar, alive=True)
    if native and grammar.lang == "uk" and word[-1] == "о" and (hard := grammar.person.get(word[-2])):
        return _apply(word[:-1], hard)
    foreign = not native and word.endswith(("ин", "ын", "ін"))
    return _noun(word, grammar, grammar.either if foreign else grammar.person, "m")


def _hyphenated(
    word: str, grammar: _Grammar, decline: Callable[[str], _Cases | None], *, perhaps: bool = False
) -> _Cases | None:
    """The last part of a double name declines, and the first one where it is a name or a noun of its own.

    `perhaps`: the first part may decline or not, as in `Жана-Клода`, `Жан-Клода`.
    """
    if "-" not in word:
        return decline(word)
    parts = word.split("-")
    if parts[-1].isdecimal() or (len(parts) > 2 and parts[1] in _BESIDE):
        first, rest = decline(parts[0]), word[len(parts[0]) :]
        return None if first is None else tuple(tuple(form + rest for form in case) for case in first)
    if parts[0] in _OPENERS and parts[-1][-1] == "о":
        return None
    last = decline(parts[-1])
    agreeing = len(parts) == 2 and _adjective(parts[1], "", grammar) in ("m", "f") and parts[0][-1] not in _LINKING
    surely = agreeing or parts[0] in grammar.women or _JOINED.search(parts[0]) is not None
    first = decline(parts[0]) if surely or (perhaps and parts[0][-1] not in _LINKING) else None
    if first is None and last is None:
        return None
    columns = [_same(part) for part in parts]
    columns[-1] = last or columns[-1]
    plain = tuple(map(_side_by_side, zip(*columns, strict=True)))
    if first is None:
        return plain
    columns[0] = first
    cases = tuple(map(_side_by_side, zip(*columns, strict=True)))
    return cases if surely else tuple(one + other for one, other in zip(cases, plain, strict=True))


def _side_by_side(parts: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """One case of a double name: both halves take the same variant, `Нечую-Левицькому`, `Нечуєві-Левицькому`."""
    count = max(map(len, parts))
    return tuple("-".join(part[at % len(part)] for part in parts) for at in range(count))


def _noun(word: str, grammar: _Grammar, rules: _Rules, gender: _Gender) -> _Cases | None:
    if len(word) < 2 or word in _INVARIABLE or _is_stuck(word, grammar):
        return None
    if (whole := rules.get(word)) is not None:
        return _apply(word, whole)
    if (gender != "m" and grammar.feminine_soft.fullmatch(word)) or (gender == "f" and word[-1] == "ь"):
        return _third(word, grammar)
    oblique = _oblique(word, grammar)
    return _apply(oblique, _find(oblique, rules))


def _is_stuck(word: str, grammar: _Grammar) -> bool:
    """Genitives that became family names (Черных, Долгих), and -а after another vowel (Самоа)."""
    if word[-1] == "а":
        return word[-2] in _VOWELS
    return word[-1] == "х" and word.endswith(("ых", "гих", "ких") if grammar.lang == "ru" else ("их",))


def _oblique(word: str, grammar: _Grammar) -> str:
    """The word as its oblique cases have it: Донец, Донц-; Київ, Києв-; Тернопіль, Тернополь-."""
    if (known := grammar.as_if.get(word)) is not None:
        return known
    if grammar.lang == "ru":
        return _without_vowel(word, word[:-2], "ц") if word.endswith("ец") else word
    if word.endswith(("ець", "єць")):
        return _without_vowel(word, word[:-3], "ць")
    if word.endswith("піль"):
        return f"{word[:-3]}оль"
    if word.endswith("їв"):
        return f"{word[:-2]}єв"
    if word.endswith("ів") and len(word) > 3 and word != "Авів":
        return f"{word[:-2]}{'е' if word[-3] in _HUSHES else 'о'}в"
    return word


def _without_vowel(word: str, stem: str, end: str) -> str:
    """Drop the vowel of -ец, unless consonants would pile up (Кузнец) or too little would be left (Мец)."""
    if len(stem) < 2:
        return word
    if stem[-1] in _VOWELS:
        return f"{stem}й{end}"
    if stem[-2] not in _VOWELS:
        return word
    return f"{stem}ь{end}" if stem[-1] == "л" else stem + end


def _find(word: str, rules: _Rules) -> _Endings | None:
    plain = word.replace("’", "'").replace("ʼ", "'")
    found = rules.get(plain)
    size = min(len(plain), _LONGEST_END)
    while found is None and size:
        found = rules.get(plain[-size:])
        size -= 1
    return found


def _apply(word: str, endings: _Endings | None) -> _Cases | None:
    if endings is None:
        return None
    stem = word[: len(word) - endings.cut]
    return tuple([tuple([stem + one for one in case]) for case in endings.cases])


def _third(word: str, grammar: _Grammar) -> _Cases:
    """Third declension: Казань, Керч. Ukrainian doubles the consonant of the instrumental or parts it off: Твер'ю."""
    stem = word.removesuffix("ь")
    if grammar.lang == "ru":
        return ((f"{stem}и",), (f"{stem}и",), (word,), (f"{stem}ью",), (f"{stem}и",))
    link = "'" if stem[-1] in "бпвмфр" else stem[-1] if stem[-2] in _VOWELS else ""
    instrumental = f"{stem}{link}ю"
    if stem.endswith("іст"):
        stem = f"{stem[:-3]}ост"
    return ((f"{stem}і",), (f"{stem}і",), (word,), (instrumental,), (f"{stem}і",))


# --- adjectives, plurals, vocatives ---------------------------------------------------------------------------------


def _adjective(word: str, following: str, grammar: _Grammar) -> _Gender:
    """The gender of an adjective in the nominative; empty for other words.

    `following` is the next word: nouns that look alike have none that agrees. A word of a person's name stands for it.
    """
    if len(word) < 4 or word in grammar.nouns:
        return ""
    if word in grammar.adjective_words:
        return _ADJECTIVE_ENDS[word[-1]]
    return _russian_adjective(word, following) if grammar.lang == "ru" else _ukrainian_adjective(word, following)


_ADJECTIVE_ENDS: Mapping[str, _Gender] = {"й": "m", "а": "f", "я": "f", "е": "n", "є": "n"}


def _russian_adjective(word: str, following: str) -> _Gender:
    before, end = word[-3], word[-2:]
    if end in ("ий", "ие"):
        adjectival = before in "гкхжчшщ" or (before == "н" and word[-4] not in _VOWELS)
        return "" if not adjectival else "m" if end == "ий" else "p"
    if end == "ой":
        return "" if before in _VOWELS or _syllables(word) == 1 or word.endswith("строй") else "m"
    if end == "ая":
        return "" if before in _VOWELS else "f"
    if word.endswith(("овы", "евы", "ины")):
        return "p" if following.endswith(("а", "ы")) else ""
    return _RUSSIAN_ENDS.get(end, "")


_RUSSIAN_ENDS: Mapping[str, _Gender] = {"ый": "m", "яя": "f", "ое": "n", "ее": "n", "ые": "p"}


def _ukrainian_adjective(word: str, following: str) -> _Gender:
    tail, end = word[-3:], word[-1]
    if end == "й":
        if tail == "ній":
            return "" if word[-4] in _VOWELS else "m"
        return "m" if tail[1:] == "ий" or word.endswith(("стой", "ской", "цкой", "ькой")) else ""
    if end == "і":
        return "p" if following.endswith(("и", "і", "ї")) else ""
    if end not in "ае":
        return ""
    gender: _Gender = "f" if end == "а" else "n"
    if word[-4:-1] in ("ськ", "цьк", "зьк"):
        return gender
    if tail[:2] in ("ов", "ев", "єв"):
        return gender if following or end == "е" else ""
    if tail[1] == "н" and tail[0] not in _VOWELS and tail[0] not in "н'" and not word.endswith(("івна", "ївна", "рне")):
        return gender if following or end == "е" else ""
    return ""


def _adjectival(word: str, kind: _Gender, grammar: _Grammar, *, alive: bool) -> _Cases | None:
    cases = _apply(word, _find(word, grammar.adjectives[kind]))
    return cases if alive or kind != "m" else _lifeless(word, cases)


def _gender_of(word: str, grammar: _Grammar) -> _Gender:
    """The gender of a noun by its ending."""
    if word[-1] in "ая":
        return "f"
    if word[-1] in _VOWELS:
        return "n" if word[-1] in "оеє" else "p"
    return "f" if grammar.feminine_soft.fullmatch(word) else "m"


def _plural(word: str, grammar: _Grammar) -> _Cases | None:
    """A noun in the plural. Where the genitive cannot be told, it is left out."""
    stem, end = word[:-1], word[-1]
    if len(stem) < 3 or stem[1] == "-" or end not in "ыиіїая":
        return None
    hard = end in "ыа" or stem[-1] in "гкхжчшщ" or (end == "и" and grammar.lang == "uk")
    vowel = "а" if hard else "я"
    return (
        _genitive_plural(stem, end, grammar),
        (f"{stem}{vowel}м",),
        (word,),
        (f"{stem}{vowel}ми",),
        (f"{stem}{vowel}х",),
    )


def _genitive_plural(stem: str, end: str, grammar: _Grammar) -> tuple[str, ...]:
    last, before = stem[-1], stem[-2]
    russian = grammar.lang == "ru"
    many = f"{stem}{'ов' if russian else 'ів'}"
    if last in _VOWELS:
        return (f"{stem}й",) if last in "иі" else (f"{stem}{'ев' if russian else 'їв'}",)
    if end in "ая" or stem.endswith("стров"):
        return (many,) if stem.endswith("стров") else ()
    if last == "ц":
        return (f"{stem}ев", many) if russian else (many,)
    if last == "ч" or stem.endswith("ост"):
        return (f"{stem}ей",) if russian else (many,)
    if stem.endswith(("ник", "як")) or (last == "т" and not stem.endswith("пат")):
        return (many,)
    if end == "і" or (end == "и" and russian and last not in "гкхщ"):
        return ()
    if last in "кн" and before not in _VOWELS:
        filled = f"{stem[:-1]}{'о' if last == 'к' and before not in _HUSHES else 'е'}{last}"
        return (filled,) if last == "к" else (filled, many)
    return (stem, many) if last in "бдвр" else (stem,)


def _addressed(words: Sequence[str], grammar: _Grammar) -> list[str]:
    """A Ukrainian person addressed: given name and patronymic are in the vocative, the family name need not be."""
    if grammar.lang != "uk" or not (words[0] in grammar.men or words[0] in grammar.women):
        return []
    return [" ".join([_vocative(word, grammar) for word in words])]


def _vocative(word: str, grammar: _Grammar) -> str:
    if word.endswith("ович"):
        return f"{word}у"
    if word.endswith(("івна", "ївна")):
        return f"{word[:-1]}о"
    man = word in grammar.men
    if not man and word not in grammar.women:
        return word
    end, stem = word[-1], word[:-1]
    if end == "а":
        return f"{stem}о"
    if end == "я":
        return f"{stem}{'є' if stem[-1] in _VOWELS or stem[-1] in _APOSTROPHES else 'е' if man else 'ю'}"
    if end in "йь":
        return f"{stem}ю"
    stem = _oblique(word, grammar).rstrip("оь")
    return word if stem[-1] in "гкх" or not man else f"{stem}е"
