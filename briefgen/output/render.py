"""Views become HTML: the one place where Jinja is used.

Templates see one variable, `page`, and the functions below. Undefined names are errors; everything that is not
already HTML is escaped.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Any

import msgspec
from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from briefgen.base.diagnostics import Diagnostic, FaultError, Mark
from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.html import FOREIGN_START, Html
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean
from briefgen.model import views
from briefgen.model.extension import Extension
from briefgen.model.views import PageView
from briefgen.output import compiled
from briefgen.output.foreign import marked
from briefgen.output.templates import Functions, QuickEnvironment, Survey
from briefgen.output.themes import Theme
from briefgen.output.words import UnknownWordError, Words, iso, own_name
from briefgen.reading.extensions import extended, extensions_of, guarded

ASSETS = "assets"
"""Folder of the theme's files in the site."""
_BLANK_LINES = pattern(r"\n\s*\n+")
_NO_FIELD = pattern(r"'briefgen\.model\.views\.(\w+) object' has no attribute '(\w+)'")
"""What Jinja says of a field that a view does not have."""


class TemplateFaultError(FaultError):
    """A template could not be read or rendered."""


class Renderer:
    """Renders the pages of one site with one theme in one language of the interface."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.theme = theme
        self.words = words
        self.quick: dict[str, bool] = {}
        """Whether a template may be rendered in the quicker way; others are rendered in Jinja's own."""
        self._codes: compiled.Codes | None = None
        self._speaking: dict[str, Renderer] = {}
        self._readied: tuple[Sequence[str], str] | None = None

    def speaking(self, lang: str) -> Renderer:
        """The same in another language of the interface; itself for the empty one."""
        if not lang or lang == self.words.lang:
            return self
        if lang not in self._speaking:
            found = self._speaking[lang] = Renderer(self.theme, self.words.speaking(lang))
            if self._readied is not None:
                found.ready(*self._readied)
        return self._speaking[lang]

    def ready(self, templates: Sequence[str], generator: str) -> None:
        """Compile these templates, or take what was compiled before. `generator` stands for briefgen itself.

        What is wrong with one is told when it is rendered.
        """
        if self._codes is not None:
            return
        self._readied = (templates, generator)
        texts = (part for name, (text, path) in sorted(self.theme.templates.items()) for part in (name, text, path))
        key = compiled.key_of(
            generator,
            extended(self.theme.extensions),
            self.words_digest,
            *templates,
            "",
            *self.assets.values(),
            "",
            *texts,
        )
        found = compiled.load(key)
        if found is not None:
            with suppress(ValueError, EOFError, TypeError):
                self._codes = self._quick.bytecode_cache = compiled.Codes(found.codes)
                self._closures.update(found.closures)
                self.quick.update(found.quick)
                return
        self._codes = self._quick.bytecode_cache = compiled.Codes({})
        for template in templates:
            self._compile(template)
        compiled.save(key, compiled.Compiled(self._closures, self.quick, self._codes.packed()))

    def _compile(self, template: str) -> None:
        self.quick[template] = self._is_quick(template)
        with suppress(TemplateFaultError, TemplateError):
            self.closure(template)
            if self.quick[template]:
                for name in self._together(template):
                    self._quick.get_template(name)

    @cached_property
    def environment(self) -> Environment:
        """Jinja's environment, made once: what it makes of a template is what the template means."""
        environment = Environment(autoescape=True, **self._options)
        environment.globals.update(self._functions)
        environment.filters.update(self._filters)
        return environment

    @cached_property
    def _quick(self) -> QuickEnvironment:
        """The environment that nearly all pages are made in. Results of functions are kept: pages say the same things."""
        kept = {name: lru_cache(maxsize=4096, typed=True)(one) for name, one in self._functions.items()}
        environment = QuickEnvironment(kept, autoescape=True, **self._options)
        environment.filters.update(self._filters)
        return environment

    @cached_property
    def _extensions(self) -> tuple[Extension, ...]:
        return extensions_of(self.theme.extensions)

    @property
    def _filters(self) -> dict[str, Callable[..., Any]]:
        return {name: one for extension in self._extensions for name, one in extension.filters.items()}

    @cached_property
    def _options(self) -> dict[str, Any]:
        return {
            "loader": FunctionLoader(self._source),
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "auto_reload": False,
        }

    @cached_property
    def _functions(self) -> Functions:
        """What templates may call; all of them pure."""
        words = self.words
        return {
            "t": words.t,
            "t_or": words.t_or,
            "date": words.date,
            "iso": iso,
            "number": words.number,
            "language_name": words.language_name,
            "own_name": own_name,
        }

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
        texts = [part for name in self._together(template) for part in (name, self.theme.templates[name][0])]
        return digest_texts(
            (
                *texts,
                *(f"{name}={url}" for name, url in sorted(self.assets.items())),
                self.words_digest,
                *filter(None, (extended(self.theme.extensions),)),
            )
        )

    def _together(self, template: str) -> list[str]:
        """A template and everything it extends, includes or imports, in order of their names."""
        names: list[str] = []
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in names and name in self.theme.templates:
                names.append(name)
                waiting += (one for one in self._survey(name).references if one)
        return sorted(names)

    def _survey(self, name: str) -> Survey:
        try:
            return self._quick.survey(self.theme.templates[name][0])
        except TemplateSyntaxError as error:
            raise TemplateFaultError(self._diagnosed(name, error.lineno, error.message or "")) from None

    @cached_property
    def words_digest(self) -> str:
        """Digest of all words of the interface in this language, and of the zone in which times are told."""
        words = self.words
        return digest_bytes(msgspec.json.encode([words.lang, words.timezone, sorted(words.catalogue.items())]))

    def render(self, template: str, view: PageView) -> str:
        """The page as HTML.

        Raises `TemplateFaultError` with file and line when a template is missing, malformed, or asks for what is not there.
        """
        root = view.chrome.root

        def asset(name: str) -> str:
            if name not in self.assets:
                raise UnknownAssetError(name)
            return root + self.assets[name]

        html = self._rendered(template, view, asset)
        for extension in self._extensions:
            for finisher in extension.finishers:
                html = guarded(extension, "a finisher", lambda: finisher(html, view))  # noqa: B023 - called at once
        return html

    def _rendered(self, template: str, view: PageView, asset: Callable[[str], str]) -> str:
        if (html := self._quickly(template, view, asset)) is not None:
            return html
        try:
            return self._finished([self.environment.get_template(template).render(page=view, asset=asset)])
        except TemplateNotFound as error:
            raise TemplateFaultError(self._missing(template, str(error))) from None
        except TemplateSyntaxError as error:
            raise TemplateFaultError(
                self._diagnosed(error.name or template, error.lineno, error.message or "")
            ) from None
        except Exception as error:
            raise TemplateFaultError(self._failed(template, error)) from error

    def _quickly(self, template: str, view: PageView, asset: Callable[[str], str]) -> str | None:
        """The page; None when its templates must be, or turn out to have to be, rendered in Jinja's own way.

        A fault is found here as well, but what it is only Jinja's own way can tell.
        """
        if template not in self.quick:
            self.quick[template] = self._is_quick(template)
        if not self.quick[template]:
            return None
        try:
            found = self._quick.get_template(template)
            return self._finished(found.root_render_func(found.new_context({"page": view, "asset": asset})))
        except Exception:
            self.quick[template] = False
            return None

    def compile(self, templates: Iterable[str]) -> None:
        """Compile templates before processes are forked, so that not each must. What is wrong with one is told when it is rendered."""
        for template in sorted(templates):
            with suppress(TemplateError):
                if template not in self.quick:
                    self.quick[template] = self._is_quick(template)
                if self.quick[template]:
                    for name in self._together(template):
                        self._quick.get_template(name)

    def _is_quick(self, template: str) -> bool:
        try:
            return self._quick.admits(map(self._survey, self._together(template)))
        except TemplateFaultError:
            return False  # perhaps in one that is not rendered after all

    def _finished(self, pieces: Iterable[str]) -> str:
        html = _BLANK_LINES.sub("\n", self.words.filled("".join(pieces))).lstrip("\n")
        return marked(html) if FOREIGN_START in html else html

    def missing(self, template: str) -> Diagnostic:
        """What there is to say of a template that the theme does not have."""
        return self._missing(template, template)

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
    return digest_bytes(_PACKED(view))


def _plain(value: object) -> object:
    if isinstance(value, Html):
        return str(value)
    raise TypeError(f"a view holds a {type(value).__name__}, which is no value for templates")


_PACKED = msgspec.msgpack.Encoder(enc_hook=_plain).encode
