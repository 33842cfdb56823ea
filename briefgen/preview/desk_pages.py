"""The desk: what is wrong, what was rebuilt and why, and how long it took, as pages for whoever writes.

Everything that comes from files is escaped; the pages work without a script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic
from urllib.parse import quote

from briefgen.asking.stale import Item, Stale
from briefgen.base.html import EMPTY, Html, escape, join
from briefgen.preview.board import Board, Entry
from briefgen.preview.engine import Change
from briefgen.preview.told import Told

DESK = "/_desk/"
LISTED = 200
"""Lines of a list; the rest is counted."""
_MENU = {"": "Overview", "problems/": "Problems", "due/": "Due", "rebuilds/": "Rebuilds", "timings/": "Timings"}


def overview(board: Board, title: str) -> str:
    """How things stand."""
    waiting = [(board.base + url, reason) for url, reason in sorted(board.unpublished.items())]
    last = board.history[-1] if board.history else None
    facts = [
        ("Pages and files", Html(f"{board.files:,}")),
        ("Last rebuild", _rebuild_line(last) if last is not None else Html("none yet")),
        ("Problems", _problem_counts(board.problems)),
    ]
    unpublished = _list(_link(url, Html(f" <b>{escape(reason)}</b>")) for url, reason in waiting)
    return _page(
        board,
        title,
        "",
        Html(
            f"{_state(board)}{_facts(facts)}<h2>What readers do not see</h2>"
            f"{unpublished if waiting else '<p>Nothing: every page here is published.</p>'}"
        ),
    )


def problems(board: Board, title: str) -> str:
    """Everything there is to say about the files."""
    items = _list(map(_problem, board.problems), "problems")
    body = items if board.problems else Html("<p>There is nothing to mend.</p>")
    return _page(board, title, "problems/", Html(f"{_state(board)}{_trouble(board)}{body}"))


def due(board: Board, title: str) -> str:
    """What is due for another look."""
    found = board.due() if board.due is not None else None
    if found is None:
        return _page(board, title, "due/", Html("<p>Nothing was built yet.</p>"))
    late = [one for one in found.calendar if one.due is not None and one.due < found.day]
    coming = [one for one in found.calendar if one.due is not None and one.due >= found.day]
    sections: tuple[tuple[str, Sequence[Item]], ...] = (
        ("Overdue", late),
        ("Coming up", coming),
        ("Open claims without a day", [one for one in found.claims if one.due is None]),
        ("Articles whose claims have moved", found.moved),
        ("Drafts", found.drafts),
        ("Sources without a kept copy", found.sources),
    )
    body = join(_due_section(board, name, items, found) for name, items in sections if items)
    return _page(board, title, "due/", body or Html("<p>Nothing is due.</p>"))


def _due_section(board: Board, name: str, items: Sequence[Item], found: Stale) -> Html:
    lines = join(Html(f"<li>{_due(board, one, found)}</li>") for one in items[:LISTED])
    more = f"<p>{_and_more(len(items) - LISTED).strip()}</p>" if len(items) > LISTED else ""
    return Html(f'<h2>{escape(name)} ({len(items):,})</h2><ul class="due">{lines}</ul>{more}')


def _due(board: Board, one: Item, found: Stale) -> Html:
    """A day, what it is about, why, who looks after it, and where it is written."""
    day = one.due or one.since
    when = f'<time datetime="{day}">{day}</time>' if day is not None else ""
    address = found.addresses.get(one.key)
    title = (
        f'<a href="{_href(board.base + address)}">{escape(one.title)}</a>' if address is not None else escape(one.title)
    )
    # Of drafts and sources the heading says why.
    words = " · ".join(filter(None, (one.why if when else "", one.owner)))
    why = f'<br><span class="why">{escape(words)}</span>' if words else ""
    return Html(f'{when}<p>{title}{why}<br><span class="place">{escape(one.path)}</span></p>')


def rebuilds(board: Board, title: str) -> str:
    """What was made anew, and why, newest first."""
    entries = join(_entry(board, one) for one in reversed(board.history))
    return _page(board, title, "rebuilds/", entries or Html("<p>Nothing was built yet.</p>"))


def timings(board: Board, title: str) -> str:
    """How long each rebuild took."""
    stages = list(dict.fromkeys(name for one in board.history for name, _ in one.stages))
    heads = ["Rebuild", *stages, "together"]
    head = join(Html(f'<th scope="col">{escape(one)}</th>') for one in heads)
    rows = join(_timing_row(one, stages) for one in reversed(board.history))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    body = (
        f'<p>Seconds of each stage.</p><div class="wide" tabindex="0" role="region" aria-label="Timings">{table}</div>'
    )
    return _page(board, title, "timings/", Html(body if board.history else "<p>Nothing was built yet.</p>"))


PAGES: Mapping[str, Callable[[Board, str], str]] = {
    "": overview, "problems/": problems, "due/": due, "rebuilds/": rebuilds, "timings/": timings,
}  # fmt: skip
"""The desk's pages by their addresses below it."""


def waiting(failed: bool) -> str:
    """Stands in for the site while there is none."""
    title = "There is no site to show yet" if failed else "The first preview is being built"
    text = "Something has to be mended first." if failed else "It appears here by itself."
    return _document(title, Html(f'<main class="alone"><h1>{title}</h1><p>{text}</p></main>'))


# --- parts of pages -------------------------------------------------------------------------------------------------


def _page(board: Board, title: str, here: str, body: Html) -> str:
    menu = join(_menu_entry(url, label, here) for url, label in _MENU.items())
    site = f'<li class="site"><a href="{_href(board.base)}">Open the site</a></li>'
    return _document(
        f"{_MENU[here]} · {title}",
        Html(
            f'<header><p class="name">{escape(title)}</p><nav aria-label="Desk"><ul>{menu}{site}</ul></nav></header>'
            f"<main><h1>{_MENU[here]}</h1>{body}</main>"
        ),
    )


def _document(title: str, body: Html) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="color-scheme" content="light dark">\n'
        f'<title>{escape(title)}</title>\n<link rel="icon" href="{DESK}icon.svg" type="image/svg+xml">\n'
        f'<link rel="stylesheet" href="{DESK}desk.css">\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _menu_entry(url: str, label: str, here: str) -> Html:
    current = ' aria-current="page"' if url == here else ""
    return Html(f'<li><a href="{DESK}{url}"{current}>{escape(label)}</a></li>')


def _state(board: Board) -> Html:
    """The one sentence that matters."""
    if not board.history:
        return Html('<p class="state">The first preview is being built.</p>')
    if board.failed:
        kept = "The preview shows the last good state." if board.is_ready else "There is no earlier state to show."
        return Html(f'<p class="state bad">Something has to be mended. {kept}</p>')
    return Html('<p class="state good">The preview shows the files as they are now.</p>')


def _trouble(board: Board) -> Html:
    if not board.trouble:
        return EMPTY
    details = f"<pre>{escape(board.details)}</pre>" if board.details else ""
    return Html(f'<div class="trouble"><p>{escape(board.trouble)}</p>{details}</div>')


def _facts(facts: Iterable[tuple[str, Html]]) -> Html:
    return Html(f"<dl>{''.join(f'<div><dt>{escape(name)}</dt><dd>{value}</dd></div>' for name, value in facts)}</dl>")


def _problem_counts(found: Iterable[Told]) -> Html:
    levels = [one.level for one in found]
    parts = [_counted(levels.count(level), level) for level in ("error", "warning", "note") if level in levels]
    return Html(f'<a href="{DESK}problems/">{", ".join(parts)}</a>') if parts else Html("none")


def _problem(one: Told) -> Html:
    line = f"<pre>{escape(one.before)}<mark>{escape(one.stretch)}</mark>{escape(one.after)}</pre>"
    hint = f'<p class="hint">{escape(one.hint)}</p>' if one.hint else ""
    related = "".join(f'<p class="place">{escape(text)}</p>' for text in one.related)
    return Html(
        f'<p class="place">{escape(one.place)}</p>'
        f'<p class="message"><b class="{escape(one.level)}">{escape(one.level)}</b> {escape(one.message)} '
        f'<span class="code">{escape(one.code)}</span></p>'
        f"{line if one.before or one.stretch or one.after else ''}"
        f"{hint}{related}"
    )


def _rebuild_line(one: Entry) -> Html:
    seconds = sum(spent for _, spent in one.stages)
    return Html(f"{_ago(one)}, {_outcome(one)}, {seconds:.2f} s: {_sources(one)}")


def _outcome(one: Entry) -> str:
    if one.failed:
        return "failed"
    parts = [
        *([f"{len(one.written):,} made anew"] if one.written else []),
        *([f"{len(one.removed):,} removed"] if one.removed else []),
        *([f"{_counted(len(one.styles), 'style sheet')} on {_counted(one.restyled, 'page')}"] if one.styles else []),
    ]
    return ", ".join(parts) or "nothing to show"


def _sources(one: Entry) -> Html:
    if one.sources is None:
        return Html("all files were looked at")
    return Html(f"{join(map(_file, one.sources[:3]), ', ')}{_and_more(len(one.sources) - 3)} changed")


def _file(path: str) -> Html:
    return Html(f"<code>{escape(path)}</code>")


def _entry(board: Board, one: Entry) -> Html:
    removed = [Change(url, "removed") for url in one.removed]
    styles = [Change(new, "a style sheet, swapped in place") for new in one.styles.values()]
    changes = [*one.written, *removed, *styles]
    head = f"<b>{_outcome(one)}</b> {_ago(one)}"
    sources = f'<p class="sources">{_sources(one)}</p>'
    rows = _list((_link(board.base + change.url, Html(f" {escape(change.why)}")) for change in changes), "changes")
    if not changes:
        return Html(f'<section class="rebuild"><p>{head}</p>{sources}</section>')
    opened = " open" if one is board.history[-1] else ""
    return Html(f'<details class="rebuild"{opened}><summary>{head}</summary>{sources}{rows}</details>')


def _timing_row(one: Entry, stages: Iterable[str]) -> Html:
    spent = dict(one.stages)
    cells = [*(f"{spent[name]:.3f}" if name in spent else "" for name in stages), f"{sum(spent.values()):.3f}"]
    sources = "all files" if one.sources is None else ", ".join(one.sources[:2]) + _and_more(len(one.sources) - 2)
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return Html(f'<tr><th scope="row">{_ago(one)}: {escape(sources)}</th>{row}</tr>')


def _list(items: Iterable[Html], name: str = "plain") -> Html:
    held = list(items)
    more = f"<li>{_and_more(len(held) - LISTED).strip()}</li>" if len(held) > LISTED else ""
    return Html(f'<ul class="{name}">{"".join(f"<li>{one}</li>" for one in held[:LISTED])}{more}</ul>')


def _link(path: str, after: Html) -> Html:
    return Html(f'<a href="{_href(path)}">{escape(path)}</a>{after}')


def _href(path: str) -> Html:
    return escape(quote(path))


def _and_more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _ago(one: Entry) -> str:
    """How long ago, in the largest fitting unit."""
    seconds = int(monotonic() - one.at)
    for size, word in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{_counted(seconds // size, word)} ago"
    return "just now" if seconds < 5 else f"{seconds} seconds ago"
