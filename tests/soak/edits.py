"""Edits as a desk makes them, and as disks, editors and accidents do. Each takes a project and a source of chance.

Edits work on text, by patterns, so that they fit any project and reach every key of every kind of record. Some leave a
project that cannot be built; whoever walks compares what is said about it and takes the edit back. An edit that finds
nothing to do does nothing.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

from PIL import Image

Edit = Callable[[Path, Random], object]

WORDS = (
    "Ada Quill",
    "Bo Marsh",
    "Ms Marsh",
    "Ida Marsh",
    "Otto Lind",
    "the Long Bridge",
    "storm surge",
    "Merrow",
    "the Board",
)
"""Names and terms for texts: on file, not on file, and coming and going with the edits below."""
ALIASES = (
    "forty houses",
    "crack",
    "Harbour",
    "Marsh",
    "Quill",
    "A. Quill",
    "the streets",
    "nowhere at all",
    "Long",
    "wrote",
)
"""Words that aliases are made of: some stand in texts, some are parts of other names, some stand nowhere."""
TEMPLATES = ("article.html", "person.html", "place.html", "claim.html", "register.html", "base.html", "parts/body.html", "term.html", "front.html")  # fmt: skip
_TEXT_KEYS = (
    "title", "statement", "short", "summary", "standfirst", "note", "reason", "definition", "description", "was", "now", "text",
    "method", "content_note", "reliability_note", "q", "a", "label", "alt", "caption", "role", "as", "bio", "name", "locator",
    "url_missing", "privacy_reason", "formal_name", "map_note", "term", "plural", "unit", "venue", "origin_note", "credit",
)  # fmt: skip
_DATE_KEYS = ("date", "from", "to", "published", "accessed", "as_of", "until", "start", "end", "embargo_until", "expires", "recorded", "updated")  # fmt: skip
_CHOICES = {
    "status": ("unverified", "checking", "disputed", "corroborated", "unsupported", "confirmed", "reported", "planned", "ongoing", "dormant"),
    "confidence": ("low", "moderate", "high"),
    "stance": ("supports", "refutes", "context"),
    "reliability": ("A", "B", "C", "D"),
    "credibility": ("1", "2", "3", "4"),
    "severity": ("minor", "material", "serious"),
    "privacy": ("public", "limited"),
    "kind": ("event", "allegation", "figure", "denial", "political", "disaster", "office", "ministry", "ngo", "village", "town", "region",
             "news-article", "document", "correction", "clarification"),
    "rel": ("supports", "contradicts", "depends-on", "repeats"),
    "mode": ("interview", "speech", "press-statement"),
    "basis": ("administration", "claimed", "contested"),
    "importance": ("1", "2", "3"),
    "type": ("statement", "document", "data", "briefing", "explainer", "analysis"),
    "case": ("exact", "any"),
    "value": ("0", "3", "40"),
}  # fmt: skip
_FLAGS = (
    "draft: true", "noindex: true", "autolink: false", "minor: true", "no_weak: true", "disputed: true", "importance: 1",
    "redirect_from: [was-{n}]", "tags: [t{n}, water]", "editor_notes: [Look again.]", "updated: 2022-04-0{d}", "review_by: 2022-04-0{d}",
    "aliases: [{alias}]", "weak_aliases: [{alias}]", "not: [{alias}]", "sort_name: Zz {n}", "family_name: {alias}", "honorific: Dr",
    "names: {{uk: Річ}}", "autolink: {{per: section}}", "card: tap", "accept: {{W106: we know}}", "section: S{d}", "dateline: Merrow",
    "claims: {{exclude: [nobody-hurt]}}", "mentions: {{exclude: [merrow]}}", "menu: true", "body: Long text {n}.", "also_in: [{alias}]",
    "withdrawn: {{date: 2022-04-05, reason: It was wrong.}}", "expires: 2022-04-0{d}", "say: MER-oh", "due: 2022-04-0{d}",
    "house_style: {{prefer: Merrow, reject: {{Isle: we say Merrow}}}}", "see_also: [merrow]", "affiliations: [{{org: merrow-post, rel: owned-by}}]",
)  # fmt: skip


# --- finding and changing files -----------------------------------------------------------------------------------


def _some(paths: Iterable[Path], random: Random) -> Path | None:
    found = sorted(paths)
    return random.choice(found) if found else None


def _below(root: Path, *patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in root.glob(pattern) if path.is_file())


def _articles(root: Path) -> list[Path]:
    return _below(root, "content/articles/**/*.md")


def _own(root: Path) -> list[Path]:
    """Files of one record each: texts with front matter, and YAML files in folders."""
    return _below(root, "content/*/**/*.md", "content/*/**/*.yaml")


def _records(root: Path) -> list[Path]:
    return [path for path in _below(root, "content/**/*.yaml", "content/**/*.md") if path.name not in {"README.md"}]


def _settings(root: Path) -> list[Path]:
    return [root / "briefgen.yaml"]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def _change(path: Path | None, change: Callable[[str], str]) -> None:
    if path is not None:
        put(path, change(read(path)))


def _replace_one(paths: Sequence[Path], pattern: str, new: Callable[[re.Match[str]], str], random: Random) -> None:
    """Change one of the places where a pattern stands, in one of the files."""
    places = [(path, found) for path in paths for found in re.finditer(pattern, read(path), re.MULTILINE)]
    if places:
        path, found = random.choice(places)
        text = read(path)
        put(path, text[: found.start()] + new(found) + text[found.end() :])


def _body(text: str) -> int:
    """Where the text of a Markdown file begins, behind its front matter."""
    end = text.find("\n---\n", 4) if text.startswith("---\n") else -1
    return end + 5 if end >= 0 else 0


# --- texts ----------------------------------------------------------------------------------------------------------


def typo(root: Path, random: Random) -> None:
    """A letter more in an article's text."""

    def change(text: str) -> str:
        letters = [found.end() for found in re.finditer(r"[a-z](?=[a-z])", text) if found.start() >= _body(text)]
        at = random.choice(letters) if letters else len(text)
        return text[:at] + random.choice("xyz") + text[at:]

    _change(_some(_articles(root), random), change)


def typo_mended(root: Path, random: Random) -> None:
    """A letter less in an article's text."""

    def change(text: str) -> str:
        letters = [found.start() for found in re.finditer(r"[a-z]", text) if found.start() >= _body(text)]
        at = random.choice(letters) if letters else len(text)
        return text[:at] + text[at + 1 :]

    _change(_some(_articles(root), random), change)


def mention(root: Path, random: Random) -> None:
    """A sentence with names, at the end."""
    sentence = f"Then {random.choice(WORDS)} spoke of {random.choice(WORDS)}."
    _change(
        _some([*_articles(root), *_below(root, "content/p*/**/*.md")], random), lambda text: f"{text}\n{sentence}\n"
    )


def paragraph(root: Path, random: Random) -> None:
    """A block of an article comes, goes, or changes its place."""
    blocks = ("## Heading\n", "> A quotation of [[ida-marsh]].\n", "- one\n- two of Merrow\n", "![A bridge](images/bridge.jpg)\n",
              "::: note\nA box with Otto Lind.\n:::\n", "| a | b |\n| - | - |\n| Merrow | 1 |\n", "Cited.[[source:marsh-post]]\n",
              "[It was under water]{claim=merrow-under-water}.\n", "The claim that [nobody was hurt]{claim=nobody-hurt}.\n")  # fmt: skip

    def change(text: str) -> str:
        head, body = text[: _body(text)], text[_body(text) :]
        parts = body.strip("\n").split("\n\n")
        at = random.randrange(len(parts))
        what = random.choice(("come", "come", "go", "move"))
        if what == "come":
            parts.insert(at, random.choice(blocks).strip("\n"))
        elif len(parts) > 1:
            one = parts.pop(at)
            if what == "move":
                parts.insert(random.randrange(len(parts) + 1), one)
        return head + "\n" + "\n\n".join(parts) + "\n"

    _change(_some(_articles(root), random), change)


def headline(root: Path, random: Random) -> None:
    """The title of an article, which others show."""
    new = f"title: Headline {random.randrange(99)}"
    _change(_some(_articles(root), random), lambda text: re.sub(r"^title: .*$", new, text, count=1, flags=re.M))


def article_date(root: Path, random: Random) -> None:
    """The day of an article, which changes the order of everything, or takes it off the site."""
    new = f"date: 2022-0{random.choice('3445')}-{random.randrange(1, 29):02}"
    _change(_some(_articles(root), random), lambda text: re.sub(r"^date: .*$", new, text, count=1, flags=re.M))


def draft(root: Path, random: Random) -> None:
    """An article becomes a draft, or ready."""

    def change(text: str) -> str:
        if "\ndraft: true\n" in text:
            return text.replace("\ndraft: true\n", "\n", 1)
        return re.sub(r"^(title: .*)$", r"\1\ndraft: true", text, count=1, flags=re.M)

    _change(_some(_articles(root), random), change)


def source_text(root: Path, random: Random) -> None:
    """The text of a source, with which quotations are compared."""
    _change(_some(_below(root, "seeds/*.md"), random), lambda text: f"{text}\nLine {random.randrange(99)}.\n")


# --- files ----------------------------------------------------------------------------------------------------------


def new_article(root: Path, random: Random) -> None:
    """A further article."""
    number = random.randrange(1000)
    head = f"title: New {number}\ndate: 2022-04-0{random.randrange(1, 8)}\ntags: [t{number % 3}]"
    put(
        root / f"content/articles/new-{number}.md",
        f"---\n{head}\n---\n{random.choice(WORDS)} left {random.choice(WORDS)}.\n",
    )


def delete_article(root: Path, random: Random) -> None:
    """One of the further articles goes."""
    if (path := _some(_below(root, "content/articles/new-*.md"), random)) is not None:
        path.unlink()


def delete_file(root: Path, random: Random) -> None:
    """Any file of the project goes; if others speak of it, that is an error."""
    if (path := _some(_below(root, "content/**/*", "seeds/*", "themes/**/*"), random)) is not None:
        path.unlink()


def rename_article(root: Path, random: Random) -> None:
    """An article gets another name, hence another address."""
    if (path := _some(_below(root, "content/articles/new-*.md"), random)) is not None:
        path.rename(path.with_name(f"new-{random.randrange(1000, 2000)}.md"))


def move_article(root: Path, random: Random) -> None:
    """An article is put into a folder, which changes nothing that readers see."""
    if (path := _some(_below(root, "content/articles/new-*.md"), random)) is not None:
        (path.parent / "moved").mkdir(exist_ok=True)
        path.rename(path.parent / "moved" / path.name)


def swap_articles(root: Path, random: Random) -> None:
    """Two articles change places: each file keeps its name and gets the other's content and time."""
    found = [path for path in _articles(root) if not path.name.endswith(".uk.md")]
    if len(found) > 1:
        one, other = random.sample(found, 2)
        aside = one.with_suffix(".aside")
        one.rename(aside)
        other.rename(one)
        aside.rename(other)


def case_of_a_name(root: Path, random: Random) -> None:
    """A published file gets the same name in other letters."""
    if (path := _some(_below(root, "content/files/*"), random)) is not None:
        path.rename(path.with_name(path.name.swapcase()))


def other_language(root: Path, random: Random) -> None:
    """A version of an article in another language comes or goes."""
    path = root / f"content/articles/{random.choice(('bridge', 'flood'))}.uk.md"
    if path.is_file():
        path.unlink()
    else:
        put(path, f"---\ntitle: Версія {random.randrange(9)}\ndate: 2022-04-03\n---\nІда Марш. Ida Marsh.\n")


def picture(root: Path, random: Random) -> None:
    """A picture or another published file comes, changes or goes."""
    path = root / "content" / random.choice(("images/p.png", "images/bridge.jpg", "files/figures.csv", "files/q.pdf"))
    if path.is_file() and path.stem in {"p", "q"} and random.random() < 0.3:
        path.unlink()
        return
    path.parent.mkdir(exist_ok=True)
    if path.parent.name == "images" and random.random() < 0.8:
        colour = tuple(random.randrange(256) for _ in range(3))
        Image.new("RGB", (24, 16), colour).save(path, "PNG" if path.suffix == ".png" else "JPEG")
        return
    path.write_bytes(b"\x89PNG" + bytes([random.randrange(256)]))


def address(root: Path, random: Random) -> None:
    """The record of published addresses."""
    path = root / "content/.ledger/addresses.txt"
    put(path, "".join(f"{one}/\n" for one in random.sample(["articles/flood", "articles/bridge", "people", "gone"], 2)))


# --- records --------------------------------------------------------------------------------------------------------


def field(root: Path, random: Random) -> None:
    """A text somewhere in any record, note or front matter."""
    pattern = rf"(?<![\w-])({'|'.join(_TEXT_KEYS)}): ([^\s\[{{|>\"&*#][^,{{}}\[\]\n]*)"
    _replace_one(_records(root), pattern, lambda found: f"{found[1]}: {found[2].rstrip(' .')} {random.randrange(99)}.", random)  # fmt: skip


def shown(root: Path, random: Random) -> None:
    """A field that only pages show is worded anew, or comes: perhaps with a name in it, perhaps with a link."""
    new = f"{random.choice(WORDS)} {random.choice(('spoke', 'spoke of [[merrow]]', 'spoke of Bo Marsh'))} {random.randrange(99)}."
    keys = "standfirst|summary|definition|bio|body|say|map_note|method|content_note|dateline|pronouns"
    if random.random() < 0.7:
        pattern = rf"(?<![\w-])({keys}): ([^\s\[{{|>\"&*#][^,{{}}\[\]\n]*)"
        _replace_one(_records(root), pattern, lambda found: f"{found[1]}: {_quoted(new)}", random)
    else:
        line = f"{random.choice(keys.split('|'))}: {_quoted(new)}"
        _replace_one(_articles(root), r"^date: .*$", lambda found: f"{found[0]}\n{line}", random)


def _quoted(text: str) -> str:
    return f'"{text}"'


def day(root: Path, random: Random) -> None:
    """A day somewhere in any record."""
    new = f"2022-0{random.choice('34')}-{random.randrange(1, 30):02}"
    pattern = rf"(?<![\w-])({'|'.join(_DATE_KEYS)}): \d{{4}}-\d\d-\d\d"
    _replace_one(_records(root), pattern, lambda found: f"{found[1]}: {new}", random)


def choice(root: Path, random: Random) -> None:
    """A word of a vocabulary somewhere in any record: statuses, stances, kinds."""
    pattern = rf"(?<![\w-])({'|'.join(_CHOICES)}): ([\w-]+)"

    def new(found: re.Match[str]) -> str:
        return f"{found[1]}: {random.choice(_CHOICES[found[1]])}"

    _replace_one(_records(root), pattern, new, random)


def item(root: Path, random: Random) -> None:
    """A list somewhere in any record loses one, or turns round."""

    def new(found: re.Match[str]) -> str:
        parts = [one.strip() for one in found[2].split(",")]
        if random.random() < 0.5:
            parts.reverse()
        else:
            parts.pop(random.randrange(len(parts)))
        return f"{found[1]}[{', '.join(parts)}]"

    _replace_one(_records(root), r"([\w-]+: )\[([^\[\]{}\n]+)\]", new, random)


def flag(root: Path, random: Random) -> None:
    """A key more, at any record of any kind: a draft, a redirect, tags, names, switches."""
    line = random.choice(_FLAGS).format(n=random.randrange(9), d=random.randrange(1, 9), alias=random.choice(ALIASES))
    path = _some(_records(root), random)
    if path is None:
        return
    indent = "" if path in _own(root) else "  "
    pattern = rf"^{indent}(title|name|term|statement|target|kind): .*$"
    _replace_one([path], pattern, lambda found: f"{found[0]}\n{indent}{line}", random)


def key_gone(root: Path, random: Random) -> None:
    """A line less, of any record: a key or an entry of a list that is written on one line."""
    _replace_one(_records(root), r"^ *(- )?([\w-]+: \S.*|\{.*\})\n", lambda _: "", random)


def order(root: Path, random: Random) -> None:
    """The first record of a registry goes to its end, or a list of entries turns."""

    def change(text: str) -> str:
        parts = re.split(r"^(?=[\w-]+:)", text, flags=re.M)
        return parts[0] + "".join(part if part.endswith("\n") else f"{part}\n" for part in [*parts[2:], *parts[1:2]])

    _change(_some(_below(root, "content/*.yaml"), random), change)


def own_file(root: Path, random: Random) -> None:
    """A record moves from a registry into a file of its own."""
    path = _some(_below(root, "content/*.yaml"), random)
    if path is None or path.stem == "style":
        return
    folder = path.parent / ("terms" if path.stem == "glossary" else path.stem)
    parts = re.split(r"^(?=[\w-]+:)", read(path), flags=re.M)
    if len(parts) > 2:
        part = parts.pop(random.randrange(1, len(parts)))
        id, _, text = part.partition(":\n")
        if text:
            put(folder / f"{id}.yaml", re.sub(r"^  ", "", text, flags=re.M))
            put(path, "".join(parts))


def rename_record(root: Path, random: Random) -> None:
    """A record gets another id, everywhere; its old address is gone, or leads on."""
    found = re.findall(r"^([a-z][\w-]+):$", "\n".join(map(read, _below(root, "content/*.yaml"))), flags=re.M)
    if not found:
        return
    old = random.choice(sorted(found))
    new = f"{old}-{random.randrange(9)}"
    for path in _records(root):
        text = read(path)
        if (changed := re.sub(rf"(?<![\w/-]){re.escape(old)}(?![\w-])", new, text)) != text:
            put(path, changed)


def person(root: Path, random: Random) -> None:
    """A person of a file of their own, new or changed, with aliases that may stand in texts."""
    name = random.choice(("Ada Quill", "Bo Marsh", "Cara Stone"))
    alias = random.choice(ALIASES)
    text = (
        f"name: {name}\nfamily_name: {name.split()[1]}\nsummary: Version {random.randrange(99)}.\naliases: [{alias}]\n"
    )
    put(root / f"content/people/{name.lower().replace(' ', '-')}.yaml", text)


def no_person(root: Path, random: Random) -> None:
    """That person goes again."""
    own = ("ada-quill", "bo-marsh", "cara-stone")
    if (path := _some((root / f"content/people/{id}.yaml" for id in own), random)) is not None:
        path.unlink(missing_ok=True)


def new_record(root: Path, random: Random) -> None:
    """A further record of any kind of thing, new or changed."""
    number = random.randrange(4)
    kind, text = random.choice((
        ("organisations", "name: Society {}\nkind: ngo\nsummary: It meets.\n"),
        ("places", "name: Cove {}\nkind: village\nsummary: A cove.\n"),
        ("events", "title: Meeting {}\ndate: 2022-04-03\nkind: political\nplaces: [merrow]\nsummary: They met.\n"),
        ("terms", "term: gauge {}\ndefinition: It measures water.\n"),
        ("topics", "title: Topic {}\nsummary: A topic.\n"),
        ("sources", "kind: document\ntitle: Paper {}\nurl_missing: On paper only.\nreliability: B\n"),
        ("authors", "name: Writer {}\n"),
        ("pages", "---\ntitle: Page {}\n---\nIda Marsh and Merrow.\n"),
        ("corrections", "target: article:flood\ndate: 2022-04-06\nkind: correction\nwas: a {}\nnow: b\ntext: We were wrong.\n"),
        ("claims", "statement: It rained {}.\nshort: Rain {}\nkind: event\nassertions:\n  - {{by: ida-marsh, date: 2022-04-02, mode: speech, source: marsh-post}}\n"
                   "status_history:\n  - {{date: 2022-04-02, status: unverified, reason: One says so.}}\n"),
    ))  # fmt: skip
    ending = "md" if kind == "pages" else "yaml"
    put(root / f"content/{kind}/further-{number}.{ending}", text.format(*[random.randrange(9)] * 2))


def no_record(root: Path, random: Random) -> None:
    """One of those goes again."""
    if (path := _some(_below(root, "content/*/further-*"), random)) is not None:
        path.unlink()


def alias(root: Path, random: Random) -> None:
    """An alias more at any record that may have one: it stands in texts, or not, or is a part of another name."""
    found = [path for path in _records(root) if re.search(r"^ *name: ", read(path), re.M)]
    path = _some([one for one in found if ".notes." not in one.name], random)
    if path is None:
        return
    indent = "" if path in _own(root) else "  "
    line = f"{indent}{random.choice(('aliases', 'weak_aliases'))}: [{random.choice(ALIASES)}]"
    _replace_one([path], rf"^{indent}name: .*$", lambda one: f"{one[0]}\n{line}", random)


def alias_gone(root: Path, random: Random) -> None:
    """Aliases go."""
    _replace_one(_records(root), r"^ *(weak_)?aliases: .*\n", lambda _: "", random)


_NAMED = {
    "people": "person",
    "organisations": "organisation",
    "places": "place",
    "events": "event",
    "glossary": "term",
    "terms": "term",
}
_OTHER_NAMES = (
    "aliases: [{a}]", "aliases: [{a}]", "aliases: [{a}, {b}]", "aliases: [{b}, {a}]", "aliases: [{{name: {a}, case: any}}, {b}]",
    "aliases: [{{name: {a}, only_in_quotes: true}}]", "aliases: [{{name: {a}, whole_word: false}}]", "aliases: [{{name: {a}, never: true}}]",
    "weak_aliases: [{a}]", "weak_aliases: [{a}, {b}]", "not: [{phrase}]", "also_in: [{phrase}]", "names: {{uk: {a}}}", "autolink: false",
)  # fmt: skip
_OF_BODIES = (
    "house_style: {{reject: {{{a}: we say otherwise}}}}",
    "house_style: {{reject: {{{a}: no}}, allow_in: [quote], allow_phrases: [{phrase}]}}",
)
_FORMER = "former_names: [{{name: {a}, until: 2022-04-03}}]"
_BY_KIND = {
    "person": (*_OTHER_NAMES, *_OF_BODIES, _FORMER, "honorific: Dr", "family_name: {last}", "no_weak: true"),
    "organisation": (*_OTHER_NAMES, *_OF_BODIES, _FORMER),
    "place": (*_OTHER_NAMES, *_OF_BODIES, _FORMER.replace("former", "historic"), "formal_name: {a}"),
    "event": _OTHER_NAMES,
    "term": ("aliases: [{a}]", "aliases: [{low}, {b}]", "plural: {low}", "match: case-sensitive", "match: whole-word", "autolink: false"),
}  # fmt: skip
"""Ways to name a record, besides what it is called: `a` and `b` are words, `last` and `low` forms of the first."""
_RUN = re.compile(r"[^\W\d_][\w’'-]+(?: [^\W\d_a-zа-яіїєґ][\w’'-]+)*")
_UKRAINIAN = ("Берегова Служба", "Портове Місто", "Мар’яна Берегова")
"""Names whose oblique forms stand in the Ukrainian text."""


def other_names(root: Path, random: Random) -> None:
    """A record gets, changes or loses further names: words that stand in texts, nearly stand there, or are other names."""
    paths = [path for path in _records(root) if ".notes." not in path.name and _kind(root, path)]
    path = _some(paths, random)
    if path is None:
        return
    indent = "" if path in _own(root) else "  "
    text = read(path)
    starts = [found.end() for found in re.finditer(rf"^{indent}(name|title|term): .*\n", text, re.M)]
    if not starts:
        return
    at = random.choice(starts)
    end = next(
        (found.start() for found in re.finditer(r"^(?=[\w-]+:$|---$)", text, re.M) if found.start() > at), len(text)
    )
    a, b = _words_for(root, random), _words_for(root, random)
    phrase = random.choice((f"{a} {b}", f"the {a}", f"{a} Inn", "Long Bridge", "Ida Marsh"))
    line = random.choice(_BY_KIND[_kind(root, path)]).format(a=a, b=b, phrase=phrase, last=a.split()[-1], low=a.lower())
    block = re.sub(rf"^{indent}{line.partition(':')[0]}: .*\n", "", text[at:end], flags=re.M)
    gone = block != text[at:end] and random.random() < 0.4
    put(path, text[:at] + ("" if gone else f"{indent}{line}\n") + block + text[end:])


def _kind(root: Path, path: Path) -> str:
    parts = path.relative_to(root / "content").with_suffix("").parts
    return _NAMED.get(parts[0], "")


def _words_for(root: Path, random: Random) -> str:
    """Words for a name: from a text, perhaps with a slip; or of another record; or in another language."""
    if random.random() < 0.15:
        return random.choice((*_UKRAINIAN, *ALIASES, *WORDS))
    path = random.choice([*_articles(root), *_below(root, "content/p*/**/*.md"), *_below(root, "content/*.yaml")])
    text = read(path)
    found = [one for one in _RUN.findall(text[_body(text) :]) if len(one) > 2] or ["Merrow"]
    capital = [one for one in found if one[0].isupper()]
    word = random.choice(capital if capital and random.random() < 0.8 else found)
    at = random.randrange(1, len(word))
    slips = (
        word,
        word,
        word,
        word[:at] + word[at + 1 :],
        word[:at] + "e" + word[at:],
        word.replace("e", "é", 1),
        word.split()[-1],
    )
    return random.choice(slips).replace("’", "'").strip("'") or word


def claim_status(root: Path, random: Random) -> None:
    """A claim gets a further status, as of a day in the past, of today, or of later."""
    entry = (
        f"    - {{date: 2022-04-{random.randrange(6, 12):02}, status: {random.choice(('disputed', 'unverified', 'unsupported'))}, "
        f"reason: Because {random.randrange(99)}.}}"
    )
    _replace_one(_below(root, "content/claims.yaml"), r"^  status_history:\n(    .*\n)+", lambda one: f"{one[0]}{entry}\n", random)  # fmt: skip


_HISTORY = re.compile(r"^  status_history:\n((?:    .*\n)+)", re.MULTILINE)


def known_of_claim(root: Path, random: Random) -> None:
    """A step of a claim's history comes, goes, gets another day or reason; or a note is added."""
    path = root / "content/claims.yaml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    histories = list(_HISTORY.finditer(text))
    if not histories:
        return
    found = random.choice(histories)
    entries = found[1].splitlines(keepends=True)
    at = random.randrange(len(entries))
    day, why = f"2022-04-{random.randrange(1, 12):02}", f"Because {random.randrange(99)}"
    match random.randrange(6):
        case 0 | 1:
            status = random.choice(("disputed", "unverified", "unsupported", "checking"))
            unseen = random.choice(("", "", ", visible: false"))
            entries.append(f"    - {{date: {day}, status: {status}, reason: {why}.{unseen}}}\n")
            entries.sort(key=lambda one: one.partition("date: ")[2][:10])
        case 2 if len(entries) > 1:
            entries.pop(at)
        case 3:
            entries[at] = re.sub(r"date: [\d-]+", f"date: {day}", entries[at], count=1)
        case 4:
            entries[at] = re.sub(r"reason: [^,}]*", f"reason: {why}.", entries[at], count=1)
        case _ if not text[found.end() :].startswith("  note:"):
            entries.append(f"  note: {why}.\n")
        case _:
            pass
    put(path, text[: found.start(1)] + "".join(entries) + text[found.end() :])


def notes(root: Path, random: Random) -> None:
    """The notes of an article come, change or go."""
    path = _some([path for path in _articles(root) if ".uk." not in path.name], random)
    if path is not None:
        at = path.with_name(f"{path.stem}.notes.yaml")
        if at.is_file() and random.random() < 0.4:
            at.unlink()
        else:
            put(at, f"who:\n  - {{ref: ida-marsh, note: Note {random.randrange(99)}.}}\nplaces:\n  - {{ref: merrow}}\n")


# --- the site and its theme -----------------------------------------------------------------------------------------


def settings(root: Path, random: Random) -> None:
    """Anything of the site record."""
    key, values = random.choice((
        ("title", ("Site 1", "Site 2")), ("description", ("One.", "Two.")), ("timezone", ("UTC", "Asia/Kathmandu")), ("menu", ("[people]", "[articles, claims]")),
        ("names", ("{not: [Ms Marsh]}", "{inflect: [uk, ru]}")), ("checks", ("{W106: off}", "{W006: note}", "{W106: note}")), ("markdown", ("{typography: false}", "{html: true}")),
        ("cast", ("[otto-lind]", "[]")), ("urls", ("flat", "folders")), ("claims", ("{statuses: {unverified: {label: Not known}}}", "{}")),
        ("publisher", ("{name: Another Desk}", "{}")), ("url", ("https://example.net/", "https://example.org/a/b/")), ("authors", ("[desk]", "[Somebody]")),
        ("lang", ("en", "en-US")), ("languages", ("[uk]", "[uk, ru]")), ("theme", ("broadsheet", "{name: local, options: {accent: plum}}", "{name: local, options: {note_style: compact}}")),
        ("accept", ("{W006: we know}", "{}")), ("search", ("false", "{words: 8}")), ("maps", ("false", "{borders: none}")),
        ("images", ("false", "{widths: [300], formats: [webp]}", "{cards: 1}")),
    ))  # fmt: skip
    line = f"{key}: {random.choice(values)}\n"
    _change(
        _settings(root)[0],
        lambda text: re.sub(rf"^{key}:.*\n(  .*\n)*", "", text, flags=re.M).rstrip("\n") + "\n" + line,
    )


def today(root: Path, random: Random) -> None:
    """The day for which the site is built: articles, statuses and roles come and go."""
    new = f"as_of: 2022-04-{random.choice((3, 5, 6, 8, 8, 8, 20)):02}"
    _change(_settings(root)[0], lambda text: re.sub(r"^as_of: .*$", new, text, flags=re.M))


def template(root: Path, random: Random) -> None:
    """A template of the project's own over the theme's, new, changed or gone."""
    there = _some(_below(root, "themes/*/templates/**/*.html"), random)
    if there is not None and random.random() < 0.3:
        put(there, f"{read(there)}<!-- {random.randrange(99)} -->")
        return
    name = random.choice(TEMPLATES)
    path = root / "themes" / random.choice(("local", "broadsheet")) / "templates" / name
    if path.is_file() and random.random() < 0.5:
        path.unlink()
    elif name.startswith("parts/"):
        put(
            path, "{# ours #}" + read(_shipped(name)) + f"{{# {random.randrange(99)} #}}<!-- {random.randrange(99)} -->"
        )
    else:
        extra = f'<meta name="x" content="{random.randrange(99)}">'
        put(path, f'{{% extends "broadsheet/{name}" %}}{{% block head_extra %}}{extra}{{% endblock %}}')


def _shipped(name: str) -> Path:
    from briefgen.output.themes import shipped_themes

    return shipped_themes() / "broadsheet/templates" / name


def style(root: Path, random: Random) -> None:
    """A style sheet or another file of the theme comes, changes or goes."""
    path = root / "themes/local/static" / random.choice(("island.css", "broadsheet.css", "more/x.js"))
    if path.is_file() and path.name != "island.css" and random.random() < 0.4:
        path.unlink()
    else:
        put(path, f"/* {random.randrange(99)} */\n")


def words(root: Path, random: Random) -> None:
    """A word of the interface, or an option of the theme."""
    if random.random() < 0.7:
        put(root / "themes/local/locales/en.yaml", f"home: Home {random.randrange(9)}\nnav: {{main: Menu {random.randrange(3)}}}\n")  # fmt: skip
    else:
        _change(_some(_below(root, "themes/local/theme.yaml"), random), lambda text: re.sub(r"default: .*", f"default: D{random.randrange(9)}.", text))  # fmt: skip


# --- what disks, editors and people do besides ---------------------------------------------------------------------


def same_again(root: Path, random: Random) -> None:
    """A file is saved as it was."""
    _change(_some(_records(root), random), lambda text: text)


def touch(root: Path, random: Random) -> None:
    """Only a time changes, into the past or the future."""
    if (path := _some(_records(root), random)) is not None:
        os.utime(path, (random.choice((0, 10**9, 4 * 10**9)), random.choice((1, 10**9, 4 * 10**9))))


def time_kept(root: Path, random: Random) -> None:
    """A text changes; its length and the time of its change do not."""
    if (path := _some(_articles(root), random)) is not None:
        before = path.stat()
        text = read(path)
        at = next(
            (found.start() for found in re.finditer("[a-y](?=[a-z])", text) if found.start() >= _body(text)), None
        )
        if at is not None:
            put(path, text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :])
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def windows(root: Path, random: Random) -> None:
    """An editor on Windows saves a file, with a mark at its beginning and other ends of lines; or the same backwards."""
    if (path := _some(_records(root), random)) is not None:
        data = path.read_bytes()
        plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        path.write_bytes(plain if plain != data else b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"))


def saved_by_rename(root: Path, random: Random) -> None:
    """An editor saves by writing another file and renaming it, and leaves a hidden one lying."""
    if (path := _some(_articles(root), random)) is not None:
        draft = path.with_name(f".{path.name}.swp")
        put(draft, read(path) + "\nSaved.\n")
        shutil.copy(draft, path.with_name("4913"))
        draft.replace(path)


def unreadable(root: Path, random: Random) -> None:
    """A file that can be no text, or no YAML."""
    if (path := _some(_records(root), random)) is not None:
        path.write_bytes(path.read_bytes() + random.choice((b"\n  x: [\n", b"\xff\xfe\x00", b"\n- &a *a\n")))


def lose_output(root: Path, random: Random) -> None:
    """A page is deleted, or somebody writes into it, perhaps as much as there was."""
    path = _some(_below(root, "site/**/*"), random)
    if path is not None:
        size = path.stat().st_size
        path.unlink() if random.random() < 0.5 else path.write_bytes(b"x" * random.choice((1, size)))


def lose_store(root: Path, random: Random) -> None:
    """A part of the store is gone, cut or damaged. The ledger stays: without it nothing may be removed."""
    found = [path for path in _below(root, ".briefgen/**/*") if path.name != "ledger.sqlite"]
    # Names and sizes in the store differ from machine to machine; a walk must not.
    own = Random(random.random())  # noqa: S311 - no secret
    path = _some(found, own)
    if path is not None:
        data = path.read_bytes()
        at = own.randrange(len(data) + 1)
        what = own.choice(("gone", "cut", "damaged", "damaged"))
        path.unlink() if what == "gone" else path.write_bytes(
            data[:at] + (b"" if what == "cut" else b"?" + data[at + 1 :])
        )


SMALL: tuple[Edit, ...] = (
    typo,
    typo_mended,
    mention,
    headline,
    field,
    shown,
    day,
    choice,
    alias,
    alias_gone,
    claim_status,
    flag,
)
"""What a desk does all day."""
EVERYDAY: tuple[Edit, ...] = (
    typo,
    typo,
    typo_mended,
    mention,
    paragraph,
    shown,
    shown,
    field,
    known_of_claim,
    known_of_claim,
)
"""Edits of texts, of what pages show and of what is known of claims, which builds mostly follow without reading anything else."""
NAMES: tuple[Edit, ...] = (other_names, other_names, other_names, other_names, mention, typo, shown)
"""Edits of further names, with others between."""
EDITS: tuple[Edit, ...] = (
    *SMALL, other_names, paragraph, article_date, draft, source_text, new_article, delete_article, delete_file, rename_article, move_article,
    swap_articles, case_of_a_name, other_language, picture, address, item, key_gone, order, own_file, rename_record, person, no_person,
    new_record, no_record, notes, settings, today, template, style, words, same_again, touch, time_kept, windows, saved_by_rename,
    unreadable, lose_output, lose_store,
)  # fmt: skip
