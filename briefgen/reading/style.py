"""House style: `content/style.yaml`, which may be absent."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.base.diagnostics import Checked
from briefgen.model.style import Style
from briefgen.reading.disk import CONTENT, ProjectFiles
from briefgen.reading.problems import Problem, diagnosed
from briefgen.reading.schemas import validate
from briefgen.reading.yaml_nodes import parse_yaml

STYLE_FILES = (f"{CONTENT}/style.yaml", f"{CONTENT}/style.yml")


def read_style(files: ProjectFiles) -> Checked[Style | None]:
    """The house style; None when there is no file, or nothing in it can be read."""
    path = next((one for one in STYLE_FILES if one in files.texts), None)
    if path is None:
        return Checked(None)
    file, faults = parse_yaml(path, files.texts[path])
    if not file.readable:
        return Checked(None, faults)
    validated = validate(Style, {} if file.value is None else file.value)
    style: Style | None = validated.value
    problems = [*validated.problems, *(_against_itself(style) if style is not None else ())]
    return Checked(style, (*faults, *(diagnosed(one, file) for one in problems)))


def _against_itself(style: Style) -> Iterator[Problem]:
    """Spellings that are preferred and rejected at once."""
    preferred = {one.prefer for one in style.spellings}
    for number, rule in enumerate(style.spellings):
        for at, spelling in enumerate(rule.reject):
            if spelling in preferred:
                hint = "take it out of one of the two"
                yield Problem(
                    "E012", ("spellings", number, "reject", at), f"“{spelling}” is preferred and rejected", hint
                )
