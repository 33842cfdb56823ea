"""Files of `content/data/` become data sets: CSV, JSON and YAML alike.

A list of groups (`- {day: Saturday, houses: 40}`), a group of plain values, and a CSV file with a heading line are tables.
Anything else has no rows to show, but templates may use it.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from briefgen.base.diagnostics import Checked, Diagnostic, Mark
from briefgen.model.data import Cell, DataSet
from briefgen.reading.yaml_nodes import parse_yaml

SUFFIXES = (".yaml", ".yml", ".json", ".csv")
"""Endings of files of data."""


def read_data(path: str, text: str) -> Checked[DataSet | None]:
    """A file of data, or None with the reasons."""
    if path.endswith(".csv"):
        return _csv(path, text)
    if path.endswith(".json"):
        return _json(path, text)
    file, faults = parse_yaml(path, text)
    return Checked(_data_set(file.value) if file.readable else None, faults)


def _csv(path: str, text: str) -> Checked[DataSet | None]:
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        hint = "put text with quotation marks or commas in it into quotation marks, and write each of its own twice"
        where = Mark(path, max(reader.line_num, 1))
        return Checked(None, (Diagnostic("E037", where, f"this is no CSV file ({error})", hint),))
    head = lines[0][1] if lines else []
    hint = "give each row as many cells as the first line has"
    faults = tuple(
        Diagnostic(
            "E037",
            Mark(path, line),
            f"this row has {len(row)} cell{'s'[: len(row) != 1]}, and the heading line {len(head)}",
            hint,
        )
        for line, row in lines[1:]
        if len(row) != len(head)
    )
    if faults:
        return Checked(None, faults)
    columns = tuple(cell.strip() for cell in head)
    cells = tuple(tuple(_cell(cell) for cell in row) for _, row in lines[1:])
    return Checked(DataSet(columns, cells, [dict(zip(columns, row, strict=True)) for row in cells]))


def _cell(text: str) -> Cell:
    """A cell of a CSV file: a whole number where that says the same, else text."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.lstrip("-").isdigit() and str(int(plain)) == plain else plain


def _json(path: str, text: str) -> Checked[DataSet | None]:
    try:
        return Checked(_data_set(json.loads(text)))
    except json.JSONDecodeError as error:
        message = f"this is no JSON ({error.msg[:1].lower()}{error.msg[1:]})"
        hint = "texts and keys stand in double quotation marks; no comma behind the last entry"
        return Checked(None, (Diagnostic("E037", Mark(path, error.lineno, error.colno), message, hint),))
    except RecursionError:
        return Checked(None, (Diagnostic("E037", Mark(path), "this JSON is nested too deeply", "make it flatter"),))


def _data_set(value: Any) -> DataSet:
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        columns = tuple(dict.fromkeys(str(key) for row in value for key in row))
        if all(_is_plain(cell) for row in value for cell in row.values()):
            return DataSet(columns, tuple(tuple(row.get(key) for key in columns) for row in value), value)
    if isinstance(value, dict) and value and all(map(_is_plain, value.values())):
        return DataSet(("", ""), tuple((str(key), cell) for key, cell in value.items()), value)
    return DataSet((), (), value)


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)
