"""Claim candidates: what somebody says, what is quoted, and what a report tells in its own voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from briefgen.base.patterns import pattern
from briefgen.drafting.amounts import days_in, numbers_in
from briefgen.drafting.names import Names
from briefgen.drafting.parsing import masked, quoted
from briefgen.drafting.proposals import Claim, Name, Number, Quotation, Report, Sentence, Sure
from briefgen.drafting.speech import Saying
from briefgen.drafting.words import ACCUSING, EVENT_VERBS, EVIDENCE, HEDGES, MODES, SAYING, UNNAMED

LONGEST_QUOTE = 25
"""Words of the longest quotation that a draft copies."""
LONGEST_STATEMENT = 30
"""Words of a clause that are kept as a starting point for a statement."""
_WORD = pattern(r"[\w’'-]+")


def short(words: str, most: int = LONGEST_QUOTE) -> str:
    """The first words of a quotation; what is left out behind them is marked."""
    found = list(_WORD.finditer(words))
    return words if len(found) <= most else f"{words[: found[most - 1].end()]} …"


def quotations(sentences: Sequence[Sentence], said: Sequence[Saying]) -> tuple[Quotation, ...]:
    """Every quotation of three words or more, or that has a speaker; the rest are words with a distance."""
    by_sentence: dict[int, list[Saying]] = {}
    for one in said:
        by_sentence.setdefault(one.sentence, []).append(one)
    found: list[Quotation] = []
    for number, sentence in enumerate(sentences):
        for quote in quoted(sentence.text):
            by = next((one for one in by_sentence.get(number, ()) if quote in one.quotes), None)
            inside = next((one for one in by_sentence.get(number, ()) if one.start <= quote.start < one.end), None)
            saying = by or inside
            if saying is None and len(_WORD.findall(quote.words)) < 3:
                continue
            words = quote.words.strip(" ,")
            if saying is None:
                found.append(Quotation(words, None, "", sentence.text, "guess", "no speaker found"))
            else:
                found.append(Quotation(words, saying.speaker, saying.verb, sentence.text, saying.sure, saying.rule))
    return tuple(found)


def claims(report: Report, sentences: Sequence[Sentence], names: Names, said: Sequence[Saying]) -> tuple[Claim, ...]:
    """Claim candidates in reading order; the same words of the same speaker count once."""
    found: dict[tuple[str, str], Claim] = {}
    for number, sentence in enumerate(sentences):
        own = [one for one in said if one.sentence == number]
        for claim in (*_attributed(report, sentence, names, own), *_own_voice(report, number, sentence, names, own)):
            key = (claim.speaker.name or claim.speaker.label if claim.speaker else "", claim.statement.lower())
            found.setdefault(key, claim)
        if (hedge := _UNVERIFIED.search(sentence.text)) is not None:
            _doubt(found, hedge.group().strip(), names.inside(number, 0, len(sentence.text)))
    return tuple(_with_manner(found.values()))


_UNVERIFIED = pattern(
    r"\b(?:could|can|has|have|had)(?: ?not|n[’']t) (?:be |been )?(?:immediately |independently )*(?:verif\w+|confirm\w*)"
)


def _doubt(found: dict[tuple[str, str], Claim], hedge: str, named: Sequence[Name]) -> None:
    """“… could not verify Ms Malyar’s claims” is said of all her claims so far; without a name, of the last claim."""
    speakers = {one.name for one in named if one.kind == "person"}
    about = [key for key, one in found.items() if one.speaker is not None and one.speaker.name in speakers]
    for key in about or list(found)[-1:]:
        found[key] = replace(found[key], hedge=found[key].hedge or hedge)


def _with_manner(claims: Iterable[Claim]) -> Iterator[Claim]:
    """A quotation that goes on was said as its beginning was."""
    before: Claim | None = None
    for one in claims:
        if before is not None and one.rule.startswith("goes on") and one.speaker == before.speaker:
            one = replace(one, mode=before.mode, date=before.date)
        if one.speaker is not None:
            before = one
        yield one


# --- what somebody says -----------------------------------------------------------------------------------------------


def _attributed(report: Report, sentence: Sentence, names: Names, said: Sequence[Saying]) -> Iterator[Claim]:
    for one in said:
        clause = sentence.text[one.start : one.end].strip(" ,;:")
        quote = max((words.words for words in one.quotes), key=len, default="")
        if clause:
            inner = max((words.words for words in quoted(clause)), key=len, default="")
            quote = quote if quote and quote in clause else inner
        statement = clause or quote
        if len(_WORD.findall(statement)) < 4:
            continue
        if one.verb in ACCUSING:
            statement = _accusation(statement)
        yield _claim(
            report,
            one.sentence,
            sentence,
            names,
            statement,
            one,
            quote.strip(" ,.") if quote else "",
            one.rule,
            one.sure,
        )


def _claim(
    report: Report, number: int, sentence: Sentence, names: Names, statement: str, saying: Saying | None, quote: str, rule: str, sure: Sure
) -> Claim:  # fmt: skip
    figure = next(iter(numbers_in(statement)), None)
    speaker = saying.speaker if saying else None
    verb = saying.verb if saying else ""
    kind = _kind(statement, verb, figure, own=saying is None)
    start = sentence.text.find(statement.partition(": ")[2] if statement.startswith("Against ") else statement)
    inside = names.inside(number, start, start + len(statement)) if start >= 0 else ()
    outside = sentence.text.replace(statement, " ")
    day = next((one.when for one in days_in(outside, report.date) if len(one.when) == 10), "")
    return Claim(
        statement=_as_statement(statement), kind=kind, speaker=speaker, verb=verb, mode=_mode(sentence.text, saying), hedge=_hedge(sentence.text),
        quote=short(quote), date=day if saying else "", figure=figure, about=tuple(dict.fromkeys(one.name for one in inside)),
        sentence=sentence.text, sure=sure, rule=rule,
    )  # fmt: skip


_ACCUSED = pattern(r"^(.{2,80}?) (?:of|for) ")


def _accusation(words: str) -> str:
    found = _ACCUSED.match(words)
    return f"Against {found[1]}: {words[found.end() :]}" if found is not None else words


def _as_statement(words: str) -> str:
    words = short(words.strip(" ,;:–—"), LONGEST_STATEMENT)
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "?", "!", "…", "”")) else f"{words}."


_WILL = pattern(r"\b(?:will|would|shall|[’']ll|is going to|plans? to|intends? to)\b")
_MAYBE = pattern(r"\b(?:could|may|might|likely|unlikely|probably|risk)\b")
_POSITION = pattern(
    r"\b(?:had|has|have) (?:accepted|agreed|rejected|indicated|offered|proposed|demanded|refused)\b|\b(?:wants|demands|supports|opposes)\b"
)
_JUDGED = pattern(
    r"\b(?:best|worst|significant|great|important|wrong|right|unacceptable|beautiful|terrible|excellent|should|must|need to|believe|think|feel|failed to achieve)\b"
)


def _kind(statement: str, verb: str, figure: Number | None, *, own: bool) -> str:
    told = SAYING.get(verb, "")
    if told in {"allegation", "denial", "pledge", "prediction"} and (
        told != "allegation" or verb not in {"claimed", "claims"}
    ):
        return told
    if _MAYBE.search(statement):
        return "assessment"
    if _WILL.search(statement):
        return "pledge" if not own else "prediction"
    if _POSITION.search(statement) and verb:
        return "reported-position"
    if figure is not None and figure.value > 1:
        return "figure"
    if _JUDGED.search(statement):
        return "assessment" if own or told == "assessment" else "opinion"
    if own and _OLD_YEAR.search(statement):
        return "background"
    return "event"


_OLD_YEAR = pattern(r"\b(?:in|since|from) (?:1\d\d\d|20\d\d)\b")


def _mode(sentence: str, saying: Saying | None) -> str:
    if saying is None:
        return "own-reporting"
    label = saying.speaker.label.lower()
    if saying.verb in {"tweeted", "posted"}:
        return "social-post"
    text = masked(sentence, quoted(sentence))
    for mode, words in MODES:
        if pattern(words).search(text):
            return mode
    if not saying.speaker.name and any(word in UNNAMED for word in _WORD.findall(label)):
        return "anonymous-briefing"
    return "reported-speech"


def _hedge(sentence: str) -> str:
    plain = sentence.lower()
    return next((one for one in HEDGES if one in plain), "")


# --- in its own voice -------------------------------------------------------------------------------------------------

_CUT = pattern(
    r"(?:,? (?:and|but|while|although|though|whereas) (?=[^,;]{3,70}? (?:has|have|had|was|were|is|are|will|would|[a-z]+ed)\b)|; "
    r"|,? (?:since|after|when|before|because|as) (?=(?:the |a |an )?[A-Z\w][^,;]{2,60}? (?:has|have|had|was|were|[a-z]+ed|began|left|took|won|lost|fell|rose)\b)"
    r"|, (?=(?:which|who|whose)\b)|(?:,? amid [^,;]{0,40}?| )(?:" + EVIDENCE + r") that )"
)
_VERBAL = pattern(
    r"\b(?:has|have|had|was|were|is|are|been)(?: (?:also|already|repeatedly|now|recently|since|not|all|both|previously|been|illegally|allegedly|reportedly))*+ ([a-z]{2,}(?:ed|en|wn|ne|ght|ld|nt|ck|ot|id|un|ost|et|ut|me|lt|sh|rn|ng)|led|won|cut|hit|put|set)\b"
)
_PAST = pattern(r"\b(" + "|".join(sorted(EVENT_VERBS)) + r")\b")
_HEDGED = pattern(r"\b(?:allegedly|reportedly|apparently|purportedly|suspected)\b")
_QUESTION = pattern(r"\?[”’\"]?$")


def _own_voice(
    report: Report, number: int, sentence: Sentence, names: Names, said: Sequence[Saying]
) -> Iterator[Claim]:
    """Clauses outside anything said that tell a figure, something that happened, or words of hedging."""
    text = masked(sentence.text, quoted(sentence.text))
    if _QUESTION.search(sentence.text) or len(text) < 20:
        return
    covered = [(one.start, one.end) for one in said if one.end > one.start]
    whole = bool(said) and not covered
    for start, end, evident in _clauses(text):
        clause = text[start:end]
        if any(first < end and start < last for first, last in covered) or (
            "\u2022" in clause and len(_WORD.findall(clause)) < 5
        ):
            continue
        if whole and not clause.startswith(("which", "who", "whose")):
            continue
        found = _worth(clause, evident, sentence, names, number, start, end)
        if found is None:
            continue
        rule, sure = found
        statement = sentence.text[start:end].strip(" ,;.")
        if statement.startswith(("which ", "who ")):
            statement = f"{_antecedent(sentence.text[:start])} {statement.partition(' ')[2]}".strip()
        if len(_WORD.findall(statement)) >= 4:
            yield _claim(report, number, sentence, names, statement, None, "", rule, sure)


def _clauses(text: str) -> Iterator[tuple[int, int, bool]]:
    start, evident = 0, False
    for cut in _CUT.finditer(text):
        yield start, cut.start(), evident
        start, evident = cut.end(), cut.group().endswith("that ")
    yield start, len(text), evident


def _worth(
    clause: str, evident: bool, sentence: Sentence, names: Names, number: int, start: int, end: int
) -> tuple[str, Sure] | None:
    if len(_WORD.findall(clause)) < 4 or clause.startswith(("I ", "We ", "You ", "If ", "My ", "Our ")):
        return None
    verb = _VERBAL.search(clause) or _PAST.search(clause)
    if evident:
        return "“that” behind a noun of evidence", "likely"
    if any(numbers_in(clause)) and (verb or _FINITE.search(clause)):
        return "the report tells a figure", "likely"
    if _HEDGED.search(clause):
        return "the report hedges", "likely"
    named = bool(names.inside(number, start, end)) or any(one.when or one.words for one in days_in(clause))
    if verb and named and (_PAST.search(clause) or any(days_in(clause))):
        return "the report tells something that happened", "guess" if not any(days_in(clause)) else "likely"
    if (
        _VERBAL.search(clause)
        and (named or clause.startswith(("who", "which", "His", "Her", "Its", "Their", "The")))
        and _HAVE.search(clause)
    ):
        return "the report tells something that happened", "guess"
    return None


_FINITE = pattern(r"\b(?:has|have|had|was|were|is|are|said|[a-z]{3,}(?:ed|s))\b")
_HAVE = pattern(r"\b(?:has|have|had)\b")
_ANTECEDENT = pattern(r"(?:(?:the |a |an |its |his |her |their )?(?:[\w’'-]+ ){0,3}?[\w’'-]+)$")


def _antecedent(before: str) -> str:
    """The noun that “which” or “who” speaks of: the last name or the last noun with its article."""
    bare = before.rstrip(" ,")
    name = _LAST_NAME.search(bare)
    if name is not None:
        return name.group()
    words = bare.split()
    at = next(
        (
            n
            for n in range(len(words) - 1, max(-1, len(words) - 7), -1)
            if words[n].lower() in {"the", "a", "an", "its", "his", "her", "their", "this"}
        ),
        len(words) - 1,
    )
    return " ".join(words[at:])


_LAST_NAME = pattern(r"(?:[A-Z][\w’'-]+ )*[A-Z][\w’'-]+$")
