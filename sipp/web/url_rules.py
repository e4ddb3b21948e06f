"""URL rules that write the code which builds their addresses when the first is asked for.

Werkzeug compiles two Python functions for every rule when the map is made. That is most of the time in which the
application starts, and a command of ``sipp`` builds a handful of addresses or none.
"""

from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule like any other; only ``_compile_builder``, which makes those functions, is put off."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_now, compiled = super()._compile_builder, list[Builder]()

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return build


class Application(Flask):
    """A Flask whose rules are late."""

    url_rule_class = LateRule
