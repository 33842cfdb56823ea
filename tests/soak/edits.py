"""Edits as a desk makes them, and as disks, editors and accidents do. Each takes a project and a source of chance."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

Edit = Callable[[Path, Random], object]
NAMES = (
    "Ada Quill",
    "Bo Marsh",
    "Cara Stone",
    "Kyiv",
    "Hanna Malyar",
    "Boris Johnson",
    "Mr Johnson",
    "Irpin",
    "readout",
    "Interfax",
)
TEMPLATES = ("article.html", "person.html", "place.html", "claim.html", "register.html", "base.html", "parts/body.html")


def _some(paths: Iterable[Path], random: Random) -> Path | None:
    found = sorted(paths)
    return random.choice(found) if found else None


def _articles(root: Path) -> list[Path]:
    return sorted((root / "content/articles").glob("*.md"))


def _records(root: Path) -> list[Path]:
    return sorted(path for path in (root / "content").rglob("*.yaml") if not path.name.endswith(".notes.yaml"))


def _change(path: Path | None, change: Callable[[str], str]) -> None:
    if path is not None:
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def typo(root: Path, random: Random) -> None:
    """A letter of an article's text."""

    def change(text: str) -> str:
        at = random.randrange(text.rfind("---\n") + 4, len(text))
        return text[:at] + random.choice("xyz") + text[at:]

    _change(_some(_articles(root), random), change)


def mention(root: Path, random: Random) -> None:
    """A sentence with a name, at the end."""
    _change(
        _some(_articles(root), random),
        lambda text: f"{text}\nThen {random.choice(NAMES)} spoke of {random.choice(NAMES)}.\n",
    )


def title(root: Path, random: Random) -> None:
    """A headline."""
    new = f"title: Headline {random.randrange(99)}"
    _change(_some(_articles(root), random), lambda text: re.sub(r"^title: .*$", new, text, count=1, flags=re.M))


def article_date(root: Path, random: Random) -> None:
    """The day of an article, which changes the order of everything."""
    new = f"date: 2022-0{random.randrange(1, 5)}-1{random.randrange(9)}"
    _change(_some(_articles(root), random), lambda text: re.sub(r"^date: .*$", new, text, count=1, flags=re.M))


def draft(root: Path, random: Random) -> None:
    """An article becomes a draft, or ready."""

    def change(text: str) -> str:
        if "\ndraft: true\n" in text:
            return text.replace("\ndraft: true\n", "\n", 1)
        return re.sub(r"^(title: .*)$", r"\1\ndraft: true", text, count=1, flags=re.M)

    _change(_some(_articles(root), random), change)


def new_article(root: Path, random: Random) -> None:
    """A further article."""
    number = random.randrange(1000)
    text = f"---\ntitle: New {number}\ndate: 2022-04-0{random.randrange(1, 8)}\ntags: [t{number % 3}]\n---\n{random.choice(NAMES)} left {random.choice(NAMES)}.\n"
    (root / f"content/articles/new-{number}.md").write_text(text, encoding="utf-8")


def delete_article(root: Path, random: Random) -> None:
    """One of the further articles goes."""
    if (path := _some((root / "content/articles").glob("new-*.md"), random)) is not None:
        path.unlink()


def rename_article(root: Path, random: Random) -> None:
    """One of the further articles gets another name, hence another address."""
    if (path := _some((root / "content/articles").glob("new-*.md"), random)) is not None:
        path.rename(path.with_name(f"new-{random.randrange(1000, 2000)}.md"))


def person(root: Path, random: Random) -> None:
    """A person of a file of their own, new or changed, with aliases that may stand in texts."""
    name = random.choice(("Ada Quill", "Bo Marsh", "Cara Stone"))
    alias = random.choice(("the mayor", "Quill", "A. Quill", "Marsh"))
    (root / "content/people").mkdir(exist_ok=True)
    text = f"name: {name}\nfamily_name: {name.split()[1]}\nsummary: Version {random.randrange(99)}.\naliases: [{alias} {random.randrange(3)}]\n"
    (root / f"content/people/{name.lower().replace(' ', '-')}.yaml").write_text(text, encoding="utf-8")


def no_person(root: Path, random: Random) -> None:
    """That person goes again."""
    own = ("ada-quill", "bo-marsh", "cara-stone")
    if (path := _some((root / f"content/people/{id}.yaml" for id in own), random)) is not None:
        path.unlink(missing_ok=True)


def summary(root: Path, random: Random) -> None:
    """A summary somewhere in the registries."""
    path = _some(_records(root), random)
    _change(
        path,
        lambda text: re.sub(
            r"^( +)summary: \w.*$", rf"\1summary: Version {random.randrange(99)}.", text, count=1, flags=re.M
        ),
    )


def status(root: Path, random: Random) -> None:
    """The reason of a claim's status."""
    path = root / "content/claims.yaml"
    _change(
        path,
        lambda text: re.sub(
            r"^( +)reason: \w.*$", rf"\1reason: Because {random.randrange(99)}.", text, count=1, flags=re.M
        ),
    )


def site_title(root: Path, random: Random) -> None:
    """The site's name, which stands on every page."""
    _change(
        root / "briefgen.yaml",
        lambda text: re.sub(r"^title: .*$", f"title: Site {random.randrange(9)}", text, count=1, flags=re.M),
    )


def template(root: Path, random: Random) -> None:
    """A template of the project's own over the theme's, new, changed or gone."""
    name = random.choice(TEMPLATES[:5])
    path = root / "themes/broadsheet/templates" / name
    if path.is_file() and random.random() < 0.5:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    extra = f'<meta name="x" content="{random.randrange(99)}">'
    path.write_text(
        f'{{% extends "broadsheet/{name}" %}}{{% block head_extra %}}{extra}{{% endblock %}}', encoding="utf-8"
    )


def picture(root: Path, random: Random) -> None:
    """A picture comes or changes."""
    (root / "content/images").mkdir(exist_ok=True)
    (root / "content/images/p.png").write_bytes(b"\x89PNG" + bytes([random.randrange(256)]))


def same_again(root: Path, random: Random) -> None:
    """A file is saved as it was."""
    _change(_some(_articles(root), random), lambda text: text)


def touch(root: Path, random: Random) -> None:
    """Only a time changes, perhaps into the past."""
    if (path := _some(_articles(root), random)) is not None:
        os.utime(path, (random.randrange(10**9), random.randrange(10**9)))


def break_yaml(root: Path, random: Random) -> None:
    """A registry that cannot be read; it is mended before the next edit."""
    path = _some(_records(root), random)
    if path is not None:
        shutil.copy(path, root / "broken.bak")
        (root / "broken.path").write_text(str(path), encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8") + "\n  x: [\n", encoding="utf-8")


def mend(root: Path) -> None:
    """Take back what `break_yaml` did."""
    note = root / "broken.path"
    if note.exists():
        shutil.copy(root / "broken.bak", note.read_text(encoding="utf-8"))
        note.unlink()
        (root / "broken.bak").unlink()


def lose_output(root: Path, random: Random) -> None:
    """A page is deleted, or somebody writes into it."""
    path = _some((root / "site").rglob("*.html"), random)
    if path is not None:
        path.unlink() if random.random() < 0.5 else path.write_text("x", encoding="utf-8")


def lose_store(root: Path, random: Random) -> None:
    """A part of the store is gone or damaged. The ledger stays: without it nothing may be removed."""
    path = _some(
        (path for path in (root / ".briefgen").rglob("*") if path.is_file() and path.name != "ledger.sqlite"), random
    )
    if path is not None:
        data = path.read_bytes()
        at = random.randrange(len(data) + 1)
        path.unlink() if random.random() < 0.3 else path.write_bytes(data[:at] + b"?" + data[at + 1 :])


EDITS: tuple[Edit, ...] = (
    typo, typo, mention, mention, title, article_date, draft, new_article, new_article, delete_article, rename_article, person,
    person, no_person, summary, status, site_title, template, picture, same_again, touch, break_yaml, lose_output, lose_store,
)  # fmt: skip
