"""Who says what: attribution of clauses and quotations to speakers, for reports in English.

A sentence is looked at with its quotations blanked. Rules find a verb of saying, go left or right from it to the
speaker, and take what is said from the other side. “She” and “the spokesperson” are those who spoke last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefgen.base.patterns import pattern
from briefgen.drafting.names import Names
from briefgen.drafting.parsing import Quoted, masked, quoted
from briefgen.drafting.proposals import Name, Sentence, Speaker, Sure
from briefgen.drafting.words import ACCUSING, POSTS, QUOTING_ONLY, SAYING, STRONG_SAYING

FEWEST = 4
"""Words of the shortest clause that makes a claim."""


_FARTHEST = 3
"""Paragraphs after which a pronoun is no longer taken for who spoke last."""


class Saying(NamedTuple):
    """Somebody said to say something."""

    sentence: int
    speaker: Speaker
    verb: str
    start: int
    end: int
    """What is said, as a stretch of the sentence; empty when it is only quoted."""
    quotes: tuple[Quoted, ...]
    rule: str
    sure: Sure


_VERB = pattern(r"(?<![\w’'-])(" + "|".join(sorted(SAYING)) + r")(?![\w’'-])")
_MARK = "\u2022"
_PART = pattern(
    r"(?:^|[,;:–—] |[.!?…] |\b(?:and|but|while|as|although|though|because|after|before|when|where|that|which|if|amid) |•[,. ]*)"
)
_TIME = (
    r"(?:on |last |this |earlier |late |early |next )*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year|today|yesterday|"
    r"night|morning|evening|afternoon)(?: (?:morning|evening|afternoon|night))?"
)
_BETWEEN = pattern(
    r"(?:(?:,? (?:has|have|had|also|later|then|previously|repeatedly|reportedly|earlier|immediately|publicly|again|further|once|now|recently|still|"
    r"initially|subsequently|simply|only|already|is|are|was|were|did|would|will|not|who|being|be)\b)|,? "
    + _TIME
    + r"\b,?|,? (?:in|at|during) [^,•]{3,40},)*+ ?$"
)
_OPENING = pattern(
    r"^(?:(?:Meanwhile|However|Elsewhere|Earlier|Later|Separately|Yesterday|Today|Also|In addition|"
    + _TIME.replace("on ", "[Oo]n ", 1)
    + r"),? )+"
)
_PRONOUN = pattern(r"^(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)$")
_SAME = pattern(
    r"^[Tt]he (?:[\w’'-]+ )?(spokes\w+|official|minister|governor|president|mayor|officer|ministry|department|agency|statement|report|study)$"
)
_OBJECT = pattern(
    r"^ (?:(?:the |a |an |his |her |their )?(?:[\w’'&.-]+ ){0,5}?[\w’'&.-]+?)(?:,? (?:on|in|during|at) [^,•]{2,40}?)?,? (?=that\b|•|how\b|there\b|the\b|he\b|she\b|it\b|they\b)"
)
_ADVERBIAL = pattern(r"^,? (?:" + _TIME + r"|(?:on|in|at|during|via|to|after|of) [^,•:]{2,60}?)(?=,? that\b|:|, |•)")
_ACCORDING = pattern(r"(?:^|[,;] | )[Aa]ccording to ([^,;.•]{2,90})")
_OF = pattern(r"^ ([^,;•]{2,80}?) (?:of|for) ")
_WORD = pattern(r"[\w’'-]+")
_WITHIN = pattern(r"\b(?:in|by|on|at|from|with|to) ")
"""What stands behind these in a label is where, not who."""
_INVERTED = pattern(
    r"^,? (" + "|".join(sorted(STRONG_SAYING)) + r") (?![a-z]+ing\b|that\b)((?:the |a |an )?[^,.;:•]{2,70})"
)


def sayings(sentences: Sequence[Sentence], names: Names) -> tuple[Saying, ...]:
    """Everything that the report attributes to somebody, in reading order."""
    reader = _Reader(sentences, names)
    for number in range(len(sentences)):
        reader.read(number)
    return tuple(reader.found)


class _Reader:
    """Goes through the report and remembers who spoke last."""

    def __init__(self, sentences: Sequence[Sentence], names: Names) -> None:
        self.sentences, self.names = sentences, names
        self.found: list[Saying] = []
        self.last: Speaker | None = None
        self.posts: dict[str, Speaker] = {}
        """Who spoke last in a post."""
        self.paragraph = -1
        """The paragraph in which the last speaker spoke."""

    def read(self, number: int) -> None:
        sentence = self.sentences[number]
        quotes = quoted(sentence.text)
        text = masked(sentence.text, quotes)
        before = len(self.found)
        self._by_verbs(number, text, quotes)
        if len(self.found) == before:
            self._according(number, text, quotes)
        if len(self.found) == before:
            self._inverted(number, text, quotes)
        if len(self.found) == before and quotes:
            self._only_quoted(number, text, quotes)
        self._follow(number)
        if self.found[before:]:
            self.last, self.paragraph = self.found[-1].speaker, sentence.paragraph
            for word in _WORD.findall(self.last.label.lower()):
                if word in POSTS:
                    self.posts[word] = self.last

    # --- rules ----------------------------------------------------------------------------------------------------

    def _by_verbs(self, number: int, text: str, quotes: tuple[Quoted, ...]) -> None:
        reached = 0
        for verb in _VERB.finditer(text):
            if verb.start() < reached:
                continue
            speaker = self._left(number, text, verb.start(), verb[1])
            if speaker is None:
                continue
            said = _said(text, verb[1], verb.end())
            beside = tuple(one for one in quotes if _belongs(text, verb.start(), verb.end(), one))
            if said is None:
                said = (
                    None if verb[1] in QUOTING_ONLY and not beside else _said_before(text, verb.start(), speaker.label)
                )
                if said is not None and len(_WORD.findall(text[said[0] : said[1]].replace(_MARK, " "))) < FEWEST:
                    said = None
                if said is None and beside:
                    said = (0, 0)
            if said is None or (not beside and said[0] >= said[1]):
                continue
            sure: Sure = speaker.sure if SAYING[verb[1]] != "assessment" or verb[1].startswith("warn") else "likely"
            self.found.append(
                Saying(number, speaker, verb[1], *said, beside, f"“{verb[1]}” between speaker and words", sure)
            )
            reached = max(said[1], verb.end())

    def _according(self, number: int, text: str, quotes: tuple[Quoted, ...]) -> None:
        found = _ACCORDING.search(text)
        if found is None:
            return
        speaker = self._speaker(number, found.start(1), found.end(1), whole=True)
        if speaker is None:
            return
        start, end = (found.end(), len(text)) if found.start() < 2 else (0, found.start())
        while start < end and text[start] in ", ":
            start += 1
        if _long_enough(text[start:end]) or quotes:
            self.found.append(Saying(number, speaker, "according to", start, end, quotes, "“according to”", "sure"))

    def _inverted(self, number: int, text: str, quotes: tuple[Quoted, ...]) -> None:
        """“…,” said the mayor; and clauses: …, said the mayor."""
        for one in quotes:
            found = _INVERTED.match(text[one.end : one.end + 120])
            if found is not None:
                speaker = self._speaker(number, one.end + found.start(2), one.end + found.end(2), whole=True)
                if speaker is not None:
                    self.found.append(
                        Saying(number, speaker, found[1], 0, 0, quotes, f"“{found[1]}” behind the quotation", "sure")
                    )
                    return
        comma = text.rfind(", ")
        found = _INVERTED.match(text[comma:]) if comma > 0 and _MARK not in text else None
        if found is not None and _long_enough(text[:comma]):
            speaker = self._speaker(number, comma + found.start(2), comma + found.end(2), whole=True)
            if speaker is not None:
                self.found.append(
                    Saying(number, speaker, found[1], 0, comma, (), f"“{found[1]}” behind the words", "sure")
                )

    def _only_quoted(self, number: int, text: str, quotes: tuple[Quoted, ...]) -> None:
        """A sentence that is all quotation goes on with the words of who spoke last, or begins those of who speaks next."""
        sentence = self.sentences[number]
        bare = _WORD.findall(text.replace(_MARK, " "))
        if len(bare) > 2:
            return
        speaker, rule, sure = self.last, "goes on with the quotation before it", "likely"
        if speaker is None or sentence.paragraph - self.paragraph > 1:
            return
        self.found.append(Saying(number, speaker, "said", 0, 0, quotes, rule, sure))  # type: ignore[arg-type]

    def _follow(self, number: int) -> None:
        """A wholly quoted sentence in front of “he said” is by the one who says the next, as in “A. B,” he said."""
        if len(self.found) < 2:
            return
        now, before = self.found[-1], self.found[-2]
        if (
            now.sentence == number == before.sentence + 1
            and before.rule.startswith("goes on")
            and now.quotes
            and self.sentences[number].paragraph == self.sentences[before.sentence].paragraph
        ):
            self.found[-2] = before._replace(speaker=now.speaker, rule="the next sentence tells who speaks")

    # --- speakers -------------------------------------------------------------------------------------------------

    def _left(self, number: int, text: str, end: int, verb: str) -> Speaker | None:
        """Who stands in front of a verb."""
        gap = _BETWEEN.search(text, max(0, end - 120), end)
        stop = gap.start() if gap is not None else end
        starts = [found.end() for found in _PART.finditer(text, 0, stop)]
        start = starts[-1] if starts else 0
        if start > 4 and text[start - 5 : start] == " and ":
            # “Western and Ukrainian officials said”: what stands in front of “and” is short and has no verb.
            wider = starts[-2] if len(starts) > 1 else 0
            if (
                len(text[wider:start].split()) <= 3
                and _VERB.search(text, wider, start) is None
                and text[wider : wider + 1].isupper()
            ):
                start = wider
        if start >= stop or not text[start:stop].strip():
            # “…, mayor of Springfield, said”: the name is in front of the apposition.
            return self._before_apposition(number, text, stop, starts)
        opening = _OPENING.match(text[start:stop])
        if opening is not None:
            start += opening.end()
        found = self._speaker(number, start, stop, whole=False)
        if found is None or found.kind != "person":
            named = self._before_apposition(number, text, stop, starts)
            return named if named is not None and named.name else found
        return found

    def _before_apposition(self, number: int, text: str, stop: int, starts: Sequence[int]) -> Speaker | None:
        if text[:stop].rstrip().endswith(",") or (starts and text[max(0, starts[-1] - 2) : starts[-1]] == ", "):
            people = [one for one in self.names.places.get(number, ()) if stop - 140 < one[0] < stop and one[1] <= stop]
            for first, last, which in reversed(people):
                name = self.names.names[which]
                if name.kind == "person" and text[last : last + 2] == ", " and _only_posts(text[:first]):
                    return _speaker_of(name, text[first:last])
        return None

    def _speaker(self, number: int, start: int, end: int, *, whole: bool) -> Speaker | None:
        """Who is meant by some words: a name, those in a post, or somebody who spoke before."""
        label = self.sentences[number].text[start:end].strip(" ,;:")
        words = _WORD.findall(label)
        if not words or len(words) > 16:
            return None
        if _PRONOUN.fullmatch(label):
            return self._again(label, number)
        if _SAME.fullmatch(label) and (same := self._same_post(label)) is not None:
            return same
        inside = self.names.inside(number, start, end)
        people = [one for one in inside if one.kind == "person"]
        if people:
            return _speaker_of(people[-1] if not whole else people[0], label)
        last = words[-1].lower().removesuffix("’s").removesuffix("'s")
        post = next((word for word in reversed(words) if word.lower() in POSTS), "")
        bodies = [one for one in inside if one.kind == "organisation"]
        if (
            bodies
            and (label.endswith(bodies[-1].name) or post)
            and _WITHIN.search(label.partition(bodies[-1].name)[0]) is None
        ):
            return Speaker(label, bodies[-1].name, "organisation", "sure")
        if last in POSTS or (post and len(words) <= 12):
            return Speaker(label, sure="sure" if last in POSTS else "likely")
        places = [one for one in inside if one.kind == "place"]
        if places and label.removeprefix("the ").removeprefix("The ") in {places[-1].name, *places[-1].forms}:
            return Speaker(label, sure="likely")
        if (
            label[:1].isupper()
            and " " not in label
            and words[0].lower()
            not in {"i", "we", "you", "this", "that", "there", "who", "what", "some", "many", "others", "one"}
        ):
            return Speaker(label, sure="guess")
        if label.lower() in {"some", "many", "others", "we"}:
            return None
        return None

    def _again(self, pronoun: str, number: int) -> Speaker | None:
        """The one who is meant by a pronoun: who spoke last, else the person named last."""
        wanted = "organisation" if pronoun.lower() == "it" else "person" if pronoun.lower() in {"he", "she"} else ""
        last = self.last
        near = last is not None and self.sentences[number].paragraph - self.paragraph <= _FARTHEST
        if near and last is not None and (not wanted or last.kind == wanted or (wanted == "person" and not last.name)):
            return Speaker(last.label, last.name, last.kind, "likely")
        if wanted != "person":
            return None
        for back in range(number, max(-1, number - 4), -1):
            people = [one for one in self.names.inside(back, 0, len(self.sentences[back].text)) if one.kind == "person"]
            if people:
                return Speaker(people[0].name, people[0].name, "person", "guess")
        return None

    def _same_post(self, label: str) -> Speaker | None:
        """Who is meant by “the spokesperson”."""
        post = _WORD.findall(label)[-1].lower()
        if post in self.posts:
            return self.posts[post]
        named = next((one for one in self.names.names if self.last is not None and one.name == self.last.name), None)
        return self.last if named is not None and post in named.role.lower() else None


def _only_posts(before: str) -> bool:
    """Whether nothing but posts and peoples stands between a name and the beginning of its clause."""
    words = before[max(before.rfind(", "), before.rfind(_MARK), before.rfind(". ")) + 1 :].split()
    return len(words) <= 6 and all(
        word[:1].isupper() or word.lower() in POSTS or word in _OF_POSTS or word.endswith(("’s", "'s"))
        for word in words
    )


_OF_POSTS = frozenset(
    ("the", "former", "deputy", "prime", "senior", "chief", "acting", "foreign", "defence", "defense", "vice", "local")
)


def _speaker_of(name: Name, label: str) -> Speaker:
    return Speaker(label, name.name, name.kind, "sure" if name.sure != "guess" else "likely")


# --- what is said -----------------------------------------------------------------------------------------------------


def _said(text: str, verb: str, at: int) -> tuple[int, int] | None:
    """What stands behind a verb of saying as a clause."""
    rest = text[at:]
    if verb in ACCUSING:
        return (at + 1, _clause_end(text, at)) if _OF.match(rest) else None
    moved = at
    if verb in {"told", "tells", "tell", "warned", "informed"} and not rest.startswith(" that "):
        found = _OBJECT.match(rest)
        if found is not None:
            moved = at + found.end() - 1
    adverbial = _ADVERBIAL.match(text[moved:])
    if adverbial is not None and text[moved + adverbial.end() :].lstrip(", ").startswith("that "):
        moved += adverbial.end()
    rest = text[moved:].lstrip(", ")
    begun = len(text) - len(rest)
    if rest.startswith("that "):
        begun += 5
    elif (
        (
            verb not in STRONG_SAYING
            or verb in QUOTING_ONLY
            or text[at : at + 1] in {",", ".", ":", ";"}
            or rest[:1] in {":", _MARK}
        )
        or (moved == at and verb in {"told", "tells", "tell"})
        or rest.split(" ", 1)[0] in _NO_CLAUSE
    ):
        return None
    end = _clause_end(text, begun)
    return (begun, end) if _long_enough(text[begun:end]) else None


_NO_CLAUSE = frozenset(
    (
        "to",
        "in",
        "on",
        "at",
        "of",
        "by",
        "for",
        "about",
        "with",
        "during",
        "after",
        "before",
        "and",
        "or",
        "as",
        "from",
        "through",
        "via",
        "so",
        "how",
        "why",
        "what",
    )
)


_ASIDE = pattern(r",? amid |, (?:which|who|whose) (?:is|was|were|are|has|have|had)\b")
"""Where the report's own voice comes in again."""


def _clause_end(text: str, at: int) -> int:
    """Where reported words end: with the sentence, or where the report adds something of its own."""
    aside = _ASIDE.search(text, at)
    end = aside.start() if aside is not None and _long_enough(text[at : aside.start()]) else len(text)
    while end > at and text[end - 1] in " .!?":
        end -= 1
    return end


def _said_before(text: str, verb: int, label: str) -> tuple[int, int] | None:
    """The clause in front of “, he said”."""
    start = text.rfind(label, 0, verb)
    comma = text.rfind(",", 0, start + 1 if start >= 0 else verb)
    if comma < 0 or start < 0 or start - comma > 60 or text[comma + 1 : start].strip():
        return None
    behind = text[verb:]
    if (
        len(behind.split()) > 12
        or _MARK in behind[:40]
        or (_ADVERB.match(text) is not None and "," not in text[:comma])
    ):
        return None
    return (0, comma) if _long_enough(text[:comma]) else None


_ADVERB = pattern(
    r"(?:In|On|At|During|After|Before|Discussing|Speaking|Responding|Writing|Asked|Following|Addressing) "
)


def _long_enough(clause: str) -> bool:
    return len(_WORD.findall(clause.replace(_MARK, " quoted quoted "))) >= FEWEST


def _belongs(text: str, start: int, end: int, quote: Quoted) -> bool:
    """Whether a quotation is what a verb tells: no other verb of saying stands between them."""
    between = text[end : quote.start] if quote.start >= end else text[quote.end : start]
    return _VERB.search(between) is None and ". " not in between.replace("Mr. ", "").replace("Ms. ", "")


def every(sayings: Sequence[Saying], sentence: int) -> Iterator[Saying]:
    """Those of one sentence."""
    return (one for one in sayings if one.sentence == sentence)
