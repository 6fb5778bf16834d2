"""The page's templates, style and script as they are inlined, and the policy that allows exactly them."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.review.wording import mention_in_words, policy_in_words

if TYPE_CHECKING:
    from jinja2 import Environment, Template

# In this order they are one script: later files use what earlier ones declare.
_SCRIPTS = (
    *("text.js", "faults.js", "model.js", "state.js", "marks.js", "checks.js", "flags.js", "difference.js"),
    *("ranges.js", "highlight.js", "filter.js", "order.js", "equal.js", "edit.js", "dock.js"),
    *("structure.js", "notes.js", "alternatives.js"),
    *("replace.js", "concordance.js"),
    *("sync.js", "store.js", "shared.js", "export.js", "keys.js", "start.js"),
)


@cache
def template(name: str) -> Template:
    """The template of this file name, with autoescape; undefined names are errors."""
    return template_of(asset(name))


def template_of(text: str) -> Template:
    """A template as `template` makes them."""
    return _environment().from_string(text)


@cache
def style() -> str:
    """The style sheet."""
    return asset("page.css")


@cache
def script() -> str:
    """The script: all files in one scope of their own."""
    return f'(() => {{\n"use strict";\n{"".join(map(asset, _SCRIPTS))}}})();\n'


@cache
def dashboard_script() -> str:
    """The script of the list of documents."""
    return asset("dashboard.js")


def content_policy(code: str, *, connect: str = "", sheet: str | None = None) -> str:
    """The content security policy: no network, no style or script but the inlined ones.

    code: the script. connect: the source expression that edits may be sent to, such as `'self'`; none by default.
    sheet: the style sheet, by default that of the review page.
    """
    policy = {
        "default-src": "'none'",
        "style-src": _hash_source(style() if sheet is None else sheet),
        "script-src": _hash_source(code),
    }
    if connect:
        policy["connect-src"] = connect
    policy |= {"base-uri": "'none'", "form-action": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"ord": ord, "in_words": mention_in_words, "policy_in_words": policy_in_words}
    return environment


def asset(name: str) -> str:
    """A file of the page's, as it is."""
    return (files("pipeline.review") / "assets" / name).read_text("utf-8")


def _hash_source(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
