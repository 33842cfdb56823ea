"""From an address to a file, never out of the folder."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

PAGE = "index.html"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
}
"""Content types by ending: a list of our own, because that of the system differs from one machine to the next."""


def below(base: str, path: str) -> str | None:
    """The part of a request's path below the site's root, decoded once; None when it is not of this site."""
    decoded = unquote(path, errors="replace")
    return decoded[len(base) :] if decoded.startswith(base) else None


def find(folder: Path, wanted: str) -> Path | None:
    """The file that answers for an address below the root; None when there is none.

    `x/` is answered by `x/index.html`, `x` by `x` or else by `x.html`. What leads out of the folder, by dots or by a
    link, is not there.
    """
    if not _is_plain(wanted):
        return None
    tried = (wanted + PAGE,) if wanted == "" or wanted.endswith("/") else (wanted, f"{wanted}.html")
    return next((found for one in tried if (found := _file(folder, one)) is not None), None)


def is_folder(folder: Path, wanted: str) -> bool:
    """Whether an address without its last slash would be a page."""
    return bool(wanted) and not wanted.endswith("/") and find(folder, wanted + "/") is not None


def content_type(path: Path) -> str:
    """The content type of a file."""
    return TYPES.get(path.suffix.lower(), "application/octet-stream")


def _is_plain(wanted: str) -> bool:
    """Whether an address has nothing in it that a file system might take for a way up or out."""
    if "\\" in wanted or "\0" in wanted or (os.name == "nt" and ":" in wanted):
        return False
    return wanted == "" or not any(part in {"", ".", ".."} for part in wanted.removesuffix("/").split("/"))


def _file(folder: Path, wanted: str) -> Path | None:
    path = folder / wanted
    try:
        real = os.path.realpath(path)
        inside = Path(real).is_relative_to(os.path.realpath(folder))
        return path if inside and Path(real).is_file() else None
    except (OSError, ValueError):
        return None
