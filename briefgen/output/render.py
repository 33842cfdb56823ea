"""Views become HTML: the one place where Jinja is used.

Templates see one variable, `page`, and the functions below. Undefined names are errors; everything that is not
already HTML is escaped.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec
from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
)

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.html import Html
from briefgen.base.text import did_you_mean
from briefgen.model import views
from briefgen.model.views import PageView
from briefgen.output.themes import Theme
from briefgen.output.words import UnknownWordError, Words, iso

ASSETS = "assets"
"""Folder of the theme's files in the site."""
_BLANK_LINES = re.compile(r"\n\s*\n+")
_NO_FIELD = re.compile(r"'briefgen\.model\.views\.(\w+) object' has no attribute '(\w+)'")
"""What Jinja says of a field that a view does not have."""


class TemplateFaultError(Exception):
    """A template could not be read or rendered; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Renderer:
    """Renders the pages of one site with one theme in one language of the interface."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.theme = theme
        self.words = words

    @cached_property
    def environment(self) -> Environment:
        """Jinja's environment, made once."""
        loader = FunctionLoader(self._source)
        environment = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        words = self.words
        environment.globals.update(
            t=words.t, t_or=words.t_or, date=words.date, iso=iso, number=words.number, language_name=words.language_name
        )
        return environment

    def _source(self, name: str) -> tuple[str, str, None] | None:
        """Text and path of a template: the path stands in tracebacks, hence in diagnostics."""
        found = self.theme.templates.get(name)
        return None if found is None else (*found, None)

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """Static file to its address below the root, with the digest in its name so that it may be cached for ever."""
        return {name: asset_url(name, digest) for name, (_, digest) in self.theme.static.items()}

    def closure(self, template: str) -> str:
        """Digest of a template and everything it extends, includes or imports, and of the interface's words."""
        if template not in self._closures:
            self._closures[template] = self._closure(template)
        return self._closures[template]

    @cached_property
    def _closures(self) -> dict[str, str]:
        return {}

    def _closure(self, template: str) -> str:
        names: list[str] = []
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in names and name in self.theme.templates:
                names.append(name)
                waiting += self._references(name)
        texts = [part for name in sorted(names) for part in (name, self.theme.templates[name][0])]
        return digest_texts(
            (*texts, *(f"{name}={url}" for name, url in sorted(self.assets.items())), self.words_digest)
        )

    def _references(self, name: str) -> Iterable[str]:
        try:
            tree = self.environment.parse(self.theme.templates[name][0])
        except TemplateSyntaxError as error:
            raise TemplateFaultError(self._diagnosed(name, error.lineno, error.message or "")) from None
        return (one for one in meta.find_referenced_templates(tree) if one)

    @cached_property
    def words_digest(self) -> str:
        """Digest of all words of the interface in this language."""
        return digest_bytes(msgspec.json.encode([self.words.lang, sorted(self.words.catalogue.items())]))

    def render(self, template: str, view: PageView) -> str:
        """The page as HTML.

        Raises `TemplateFaultError` with file and line when a template is missing, malformed, or asks for what is not there.
        """
        root = view.chrome.root

        def asset(name: str) -> str:
            if name not in self.assets:
                raise UnknownAssetError(name)
            return root + self.assets[name]

        try:
            html = self.words.filled(self.environment.get_template(template).render(page=view, asset=asset))
        except TemplateNotFound as error:
            raise TemplateFaultError(self._missing(template, str(error))) from None
        except TemplateSyntaxError as error:
            raise TemplateFaultError(
                self._diagnosed(error.name or template, error.lineno, error.message or "")
            ) from None
        except Exception as error:
            raise TemplateFaultError(self._failed(template, error)) from error
        return _BLANK_LINES.sub("\n", html).lstrip("\n")

    def _missing(self, template: str, name: str) -> Diagnostic:
        hint = did_you_mean(name, self.theme.templates) or f"add it to themes/{self.theme.name}/templates/"
        return self._diagnosed(template, 1, f"the theme has no template “{name}”", hint)

    def _failed(self, template: str, error: Exception) -> Diagnostic:
        """What a template did wrong while it ran, at the innermost line of a template."""
        path, line = self.theme.templates[template][1], 1
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.startswith("themes/"):
                path, line = frame.filename, frame.lineno or 1
        where = Mark(path, line)
        if isinstance(error, UnknownWordError):
            hint = did_you_mean(str(error.args[0]), self.words.catalogue) or "add it to the theme’s locales/en.yaml"
            return Diagnostic("E406", where, f"the theme’s locale has no words for “{error.args[0]}”", hint)
        if isinstance(error, UnknownAssetError):
            hint = did_you_mean(str(error.args[0]), self.assets) or "add it to the theme’s static/ folder"
            return Diagnostic("E405", where, f"the theme has no static file “{error.args[0]}”", hint)
        what = (
            error.message if isinstance(error, TemplateError) and error.message else f"{type(error).__name__}: {error}"
        )
        hint = "templates see `page` and the documented functions only"
        if found := _NO_FIELD.fullmatch(what):
            known = getattr(views, found[1]).__struct_fields__
            what, hint = (
                f"“{found[2]}” is no field of {found[1]}",
                did_you_mean(found[2], known) or f"it has: {', '.join(known)}",
            )
        return Diagnostic("E405", where, what, hint)

    def _diagnosed(
        self, template: str, line: int | None, message: str, hint: str = "", code: str = "E405"
    ) -> Diagnostic:
        path = (
            self.theme.templates[template][1]
            if template in self.theme.templates
            else f"themes/{self.theme.name}/theme.yaml"
        )
        return Diagnostic(code, Mark(path, line or 1), message, hint)


class UnknownAssetError(LookupError):
    """A template asked for a static file that the theme does not have."""


def asset_url(name: str, digest: str) -> str:
    """`broadsheet.css` becomes `assets/broadsheet.3f2a….css`."""
    stem, dot, ending = name.rpartition(".")
    return f"{ASSETS}/{stem}.{digest[:12]}.{ending}" if dot else f"{ASSETS}/{name}.{digest[:12]}"


def view_digest(view: PageView) -> str:
    """Digest of everything a template can see."""
    return digest_bytes(msgspec.msgpack.encode(view, enc_hook=_plain))


def _plain(value: object) -> object:
    if isinstance(value, Html):
        return str(value)
    raise TypeError(f"a view holds a {type(value).__name__}, which is no value for templates")
