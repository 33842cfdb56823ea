"""Templates compiled to less Python than Jinja makes of them, for pages that are rendered by the thousand.

At every step Jinja asks anew what a template means: whether `x.name` is a field or an item, whether a function wants
the context, whether somebody has given the name of a function to something else. The answer is nearly always the same.
The code made here takes it for granted, and stops with an exception where it does not hold; the page is then rendered
again in Jinja's own way (`output/render.py`). So what a template means, and what is said of its faults, is always as
Jinja has it, and nothing else differs: fields are read, functions called and text escaped by the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from keyword import iskeyword
from typing import Any

import markupsafe
from jinja2 import Environment, Template, meta, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import LoopContext, Macro, markup_join
from jinja2.utils import missing
from markupsafe import Markup
from msgspec import Struct

from briefgen.base.html import Html
from briefgen.model import views

Functions = Mapping[str, Callable[..., object]]
"""What templates may call, by name."""
_escape: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)
"""Escapes plain text; the inner function, where there is one, gives plain text too, which is all that printing needs."""


class Survey(Struct, frozen=True):
    """A template, and what is to be known before code is made of it."""

    tree: nodes.Template
    references: tuple[str | None, ...]
    """Templates that it extends, includes or imports; None for one whose name is only known while it runs."""
    bound: frozenset[str]
    """Names to which it gives a meaning."""
    attributes: frozenset[str]
    """Macros, and what it sets in a namespace: names that stand after a dot, besides the fields of views."""
    regular: bool
    """Whether everything is escaped, and every include sees what is around it."""


class QuickEnvironment(Environment):
    """Jinja's environment with code of our own. Templates are parsed once for all that is asked of them."""

    def __init__(self, functions: Functions, **options: Any) -> None:
        super().__init__(**options)
        self.code_generator_class = QuickGenerator
        self.globals.update(functions)
        self.functions = functions
        self.attributes = _fields()
        """Names after a dot that are read without asking what they are."""
        self._surveys: dict[str, Survey] = {}
        self._loaded: dict[Any, Template] = {}

    def survey(self, text: str) -> Survey:
        """Look a template through.

        Raises `TemplateSyntaxError`.
        """
        if text not in self._surveys:
            self._surveys[text] = _surveyed(super()._parse(text, None, None), self.functions)
        return self._surveys[text]

    def admits(self, surveys: Iterable[Survey]) -> bool:
        """Whether templates that are rendered together may be taken as they read; then what they name is known too."""
        known = list(surveys)
        if not all(
            one.regular and None not in one.references and one.bound.isdisjoint(self.functions) for one in known
        ):
            return False
        self.attributes = self.attributes.union(*(one.attributes for one in known))
        return True

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """A template, loaded once: themes do not change while pages are made, so nothing is looked up again."""
        if globals is not None or name not in self._loaded:
            found = super().get_template(name, parent, globals)
            if globals is not None:
                return found
            self._loaded[name] = found
        return self._loaded[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return self.survey(source).tree


def _fields() -> frozenset[str]:
    """Fields of views, and what a loop knows of itself."""
    structs = (one for one in vars(views).values() if isinstance(one, type) and issubclass(one, Struct))
    return frozenset(
        filter(_is_plain, {*vars(LoopContext), *(name for one in structs for name in one.__struct_fields__)})
    )


def _is_plain(name: str) -> bool:
    """Whether a name means in Python what it means in a template."""
    return name.isascii() and name.isidentifier() and not iskeyword(name) and not name.startswith("_")


def _surveyed(tree: nodes.Template, functions: Functions) -> Survey:
    """Go through a template once: see what is in it, and put constants in place of what can be known now."""
    bound: set[str] = set()
    attributes: set[str] = set()
    regular = True
    for node in _within(tree):
        match node:
            case nodes.Output():
                node.nodes = [_folded(one, functions["t"]) for one in node.nodes]
            case nodes.Call(node=nodes.Name(name=name)) if name in functions:
                # Read where the code begins, not looked up at every turn.
                node.node = nodes.EnvironmentAttribute(name, lineno=node.lineno)
            case nodes.Name(name=name, ctx="store" | "param") | nodes.Import(target=name):
                bound.add(name)
            case nodes.FromImport(names=names):
                bound.update(one if isinstance(one, str) else one[1] for one in names)
            case nodes.Macro(name=name):
                bound.add(name)
                attributes.add(name)
            case nodes.NSRef(attr=name):
                attributes.add(name)
            case nodes.EvalContextModifier() | nodes.Include(with_context=False):
                regular = False
    references = tuple(meta.find_referenced_templates(tree))
    return Survey(tree, references, frozenset(bound), frozenset(filter(_is_plain, attributes)), regular)


def _within(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Every node below a node, each before those below it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.iter_child_nodes())


def _folded(node: nodes.Expr, t: Callable[..., object]) -> nodes.Expr:
    """`{{ t("article.claims") }}` is text already. A key without words stays a call: it fails when it is printed."""
    match node:
        case nodes.Call(
            node=nodes.Name(name="t"), args=[nodes.Const(value=str(key))], kwargs=[], dyn_args=None, dyn_kwargs=None
        ):
            try:
                return nodes.TemplateData(str(t(key)), lineno=node.lineno)
            except LookupError:
                return node
        case _:
            return node


class QuickGenerator(CodeGenerator):
    """Writes the code of a template. Methods are named after the nodes of Jinja's tree."""

    environment: QuickEnvironment

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802, D102
        self.writeline(f"from {__name__} import QuickMacro, joined, printed")
        for name in sorted(self.environment.functions):
            self.writeline(f"function_{name} = environment.globals[{name!r}]")
        super().visit_Template(node, frame)

    def visit_EnvironmentAttribute(self, node: nodes.EnvironmentAttribute, frame: Frame) -> None:  # noqa: N802, D102
        self.write(f"function_{node.name}")

    def enter_frame(self, frame: Frame) -> None:
        """A template or a block gathers its pieces and hands them on at once, not one by one through all that hold it."""
        if frame.parent is None:
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: D102
        super().leave_frame(frame, with_python_scope)
        if frame.parent is None:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802, D102
        to_blocks = isinstance(node.node, nodes.Name) and node.node.name == "self"
        if to_blocks or node.attr not in self.environment.attributes:
            super().visit_Getattr(node, frame)
            return
        self._owner(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, D102
        spread = node.dyn_args is not None or node.dyn_kwargs is not None
        if forward_caller or spread or not all(_is_plain(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._owner(node.node, frame)
        self.write("(")
        for one in (*node.args, *node.kwargs):
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def _owner(self, node: nodes.Expr, frame: Frame) -> None:
        """A value of which something is asked. A name without a meaning is found out by that: it has nothing to give."""
        if isinstance(node, nodes.Name):
            self.write(frame.symbols.ref(node.name))
            return
        self.write("(")
        self.visit(node, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802, D102
        self.write("joined((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write `QuickMacro(…)` where Jinja writes `Macro(…)`."""
        if not (macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs):
            self.write("Quick")
        super().macro_def(macro_ref, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("printed(")


def printed(value: object) -> str:
    """What `{{ value }}` prints: HTML as it is, everything else escaped."""
    if type(value) is str:
        return _escape(value)
    return value if type(value) is Html or type(value) is Markup else markupsafe.escape(value)


def joined(pieces: tuple[Any, ...]) -> str:
    """What `a ~ b` is: plain text, or HTML as soon as a piece is."""
    for one in pieces:
        if type(one) is not str:
            return markup_join(pieces)
    return "".join(pieces)


class QuickMacro(Macro):
    """A macro that is mostly called with positions only; other calls go Jinja's way."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:  # noqa: D102
        lacking = self._argument_count - len(args)
        if kwargs or lacking < 0:
            return super().__call__(*args, **kwargs)
        if lacking:
            args += (missing,) * lacking
        # Its pieces were escaped one by one; `Markup(text)` would ask first whether this is HTML.
        return str.__new__(Markup, self._func(*args))
