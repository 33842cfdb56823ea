"""Colours for code: which word of a block of code is a keyword, a text, a comment.

Pygments knows some five hundred languages. It is asked only when a site wants it (`markdown: {highlight: true}`) and a
block names its language, and imported only then. What it finds becomes a few classes that a theme can give colours.
"""

from __future__ import annotations

from html import escape
from typing import Any

from briefgen.base.text import did_you_mean

CLASSES = (
    ("Comment", "comment"),
    ("Keyword", "keyword"),
    ("Operator.Word", "keyword"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Name.Function", "name"),
    ("Name.Class", "name"),
    ("Name.Tag", "name"),
    ("Name.Attribute", "name"),
    ("Name.Decorator", "name"),
    ("Name.Builtin", "builtin"),
    ("Name.Constant", "builtin"),
    ("Generic.Inserted", "inserted"),
    ("Generic.Deleted", "deleted"),
    ("Generic.Heading", "name"),
    ("Generic.Subheading", "name"),
)
"""Sorts of token, each with what its class `bg-hl-…` ends with; the first that fits counts."""


def highlighted(code: str, language: str) -> str:
    """Code as HTML, with a class around what it knows; nothing but escaped when nobody knows the language."""
    lexer = _lexer(language)
    if lexer is None:
        return escape(code, quote=False)
    pieces: list[str] = []
    open_class, waiting = "", ""
    for token, text in lexer.get_tokens(code):
        one = _class(str(token).removeprefix("Token."))
        if one != open_class:
            pieces.append(_piece(waiting, open_class))
            open_class, waiting = one, ""
        waiting += text
    pieces.append(_piece(waiting, open_class))
    return "".join(pieces)


def stranger(language: str) -> str:
    """What to write for a language that Pygments does not know; empty for one that it knows."""
    from pygments.lexers import get_all_lexers

    if _lexer(language) is not None:
        return ""
    known = [name for _, names, _, _ in get_all_lexers(plugins=False) for name in names]
    return did_you_mean(language.lower(), known) or "write text for code of no language"


def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _class(token: str) -> str:
    return next((name for sort, name in CLASSES if token == sort or token.startswith(f"{sort}.")), "")


def _piece(text: str, name: str) -> str:
    if not text:
        return ""
    return f'<span class="bg-hl-{name}">{escape(text, quote=False)}</span>' if name else escape(text, quote=False)
