"""Data that pages may show: files below `content/data/`, read as tables."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

Cell = str | int | float | bool | None


class DataSet(Struct, frozen=True):
    """One file of data."""

    columns: tuple[str, ...]
    """Names of the columns; empty when the file is no table."""
    rows: tuple[tuple[Cell, ...], ...]
    """As many cells each as there are columns."""
    value: Any = None
    """All of it as it was read, for templates: lists and mappings of text, numbers, true, false and nothing."""
