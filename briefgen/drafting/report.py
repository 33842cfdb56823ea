"""Files of reports as plain text: text, Markdown, HTML, .docx."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePath
from xml.etree import ElementTree

from briefgen.base.patterns import pattern
from briefgen.base.text import nfc, without_invisible
from briefgen.drafting.proposals import Report
from briefgen.reading.markdown import parse

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".docx")
"""Kinds of file that can be read."""
LARGEST = 4_000_000
"""Bytes of the longest report, unpacked; nobody drafts from a longer one."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS = pattern(r"\s+")
_DAY = pattern(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_HEADLINE = 120


class ReportError(Exception):
    """The file cannot be read as a report; the message says why."""


def read_report(name: str, data: bytes) -> Report:
    """The report in a file of this name. Raises `ReportError`."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ReportError(f"{name} is of no kind that can be read; there are {', '.join(SUFFIXES)}")
    if len(data) > LARGEST:
        raise ReportError(f"{name} is larger than {LARGEST // 1_000_000} MB; cut it down to the report")
    day = _DAY.search(PurePath(name).name)
    if suffix == ".docx":
        report = _docx(name, data)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ReportError(f"{name} is not UTF-8; save it again with that encoding") from None
        if suffix in {".html", ".htm"}:
            report = _html(text)
        elif suffix == ".txt":
            report = report_of_text(text)
        else:
            report = _markdown(text)
    date = report.date if _DAY.fullmatch(report.date) else ""
    return Report(report.title, report.paragraphs, date or (day[1] if day else ""), report.publisher, report.url)


def report_of_text(text: str) -> Report:
    """Plain text: a line is a paragraph, unless blank lines stand between them."""
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    pieces = re.split(r"\n[ \t]*\n", text) if re.search(r"\S\n[ \t]*\n", text) else text.split("\n")
    return _titled([_plain(one) for one in pieces])


def _titled(paragraphs: list[str], title: str = "", **known: str) -> Report:
    left = [one for one in paragraphs if one]
    if not title and len(left) > 1 and len(left[0]) <= _HEADLINE and left[0][-1] not in '.!?…”":,;':
        title = left.pop(0)
    return Report(title, tuple(left), **known)


def _plain(text: str) -> str:
    """On one line, without anything invisible."""
    shown = (one if one.isprintable() else " " for one in without_invisible(text))
    return _BLANKS.sub(" ", "".join(shown)).strip()


# --- Markdown ---------------------------------------------------------------------------------------------------------

_FRONT = pattern(r"\A---\n(.*?\n)?---\n", re.DOTALL)
_FRONT_LINE = pattern(r"^(title|date|publisher|url)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def _markdown(text: str) -> Report:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    known: dict[str, str] = {}
    if front := _FRONT.match(text):
        known = {key: value.strip("\"'") for key, value in _FRONT_LINE.findall(front[1] or "")}
        text = text[front.end() :]
    document = parse(nfc(text), path="", lang="en", html=True, typography=False).value
    title = _plain(known.pop("title", ""))
    paragraphs = []
    for one in document.passages:
        if one.kind == "heading":
            title = title or _plain(one.text)
        else:
            paragraphs.append(_plain(one.text))
    known["date"] = known.get("date", "")[:10]
    return _titled(paragraphs, title, **known)


# --- HTML -------------------------------------------------------------------------------------------------------------

_SILENT = frozenset(("script", "style", "nav", "footer", "noscript", "template", "svg", "form", "aside", "button"))
_BLOCKS = frozenset(("p", "div", "li", "blockquote", "section", "article", "td", "th", "h2", "h3", "h4", "h5", "h6", "br", "figcaption",
                     "main", "header", "ul", "ol", "tr", "table", "body", "html", "head", "figure"))  # fmt: skip


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.known: dict[str, str] = {}
        self.headline = self.title = ""
        self._text: list[str] = []
        self._silent: list[str] = []
        self._taking = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in {"title", "h1"}:
            self.flush()
            self._taking = tag
        elif tag in _BLOCKS:
            self.flush()
        elif tag == "meta":
            self._meta(given.get("property") or given.get("name") or "", _plain(given.get("content", "")))
        elif tag == "time":
            self.known.setdefault("date", given.get("datetime", "")[:10])
        elif tag == "link" and given.get("rel") == "canonical":
            self.known.setdefault("url", given.get("href", ""))

    def _meta(self, name: str, value: str) -> None:
        if name in {"article:published_time", "date", "datePublished"}:
            self.known["date"] = value[:10]
        elif name == "og:site_name":
            self.known["publisher"] = value
        elif name == "og:title":
            self.headline = self.headline or value

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag == self._taking:
            said = _plain("".join(self._text))
            self._text.clear()
            self._taking = ""
            if tag == "h1":
                self.headline = said or self.headline
            else:
                self.title = said
        elif tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)

    def flush(self) -> None:
        said = _plain("".join(self._text))
        self._text.clear()
        if said:
            self.paragraphs.append(said)


def _html(text: str) -> Report:
    page = _Page()
    try:
        page.feed(nfc(text))
        page.close()
    except AssertionError:
        # The parser of the standard library asserts what hostile declarations break; what it had read by then stands.
        pass
    page.flush()
    return _titled(page.paragraphs, page.headline or page.title, **page.known)


# --- .docx ------------------------------------------------------------------------------------------------------------


def _docx(name: str, data: bytes) -> Report:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            inside = packed.getinfo("word/document.xml")
            if inside.file_size > LARGEST * 4:
                raise ReportError(f"{name} unpacks to more than {LARGEST * 4 // 1_000_000} MB")
            xml = packed.read(inside)
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
            raise ReportError(f"{name} declares entities, which no word processor writes; it is not read")
        root = ElementTree.fromstring(xml)  # noqa: S314 - see the import
    except (
        zipfile.BadZipFile,
        KeyError,
        ElementTree.ParseError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
    ):
        raise ReportError(f"{name} is no .docx file that can be read; save it again, or as .txt") from None
    paragraphs, title = [], ""
    for one in root.iter(f"{_WORD}p"):
        text = _plain("".join(_runs(one)))
        style = one.find(f"{_WORD}pPr/{_WORD}pStyle")
        named = "" if style is None else style.get(f"{_WORD}val", "")
        if text and not title and named in {"Title", "Heading1"}:
            title = text
        else:
            paragraphs.append(text)
    return _titled([nfc(one) for one in paragraphs], nfc(title))


def _runs(paragraph: ElementTree.Element) -> Iterator[str]:
    """The texts of a paragraph, but not of paragraphs inside it, as text boxes have them: those come by themselves."""
    left = [*reversed(paragraph)]
    while left:
        one = left.pop()
        if one.tag == f"{_WORD}t":
            yield one.text or ""
        elif one.tag in _BREAKS:
            yield " "
        elif one.tag != f"{_WORD}p":
            left += reversed(one)


_BREAKS = frozenset((f"{_WORD}tab", f"{_WORD}br"))
