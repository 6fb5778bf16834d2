"""The page to translate with: one file, in the style of the review page, that asks this server alone."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pipeline.documents.registry import SUFFIXES
from pipeline.review.rendering import asset, content_policy, style, template_of

_SCRIPTS = ("server.js", "paint.js", "rows.js", "glossary.js", "jobs.js", "start.js")
"""After the review page's `ranges.js`, in one scope."""


@cache
def translation_page() -> str:
    """The page."""
    sheet = style() + _own("page.css")
    script = f'(() => {{\n"use strict";\n{asset("ranges.js")}{"".join(map(_own, _SCRIPTS))}}})();\n'
    policy = content_policy(script, connect="'self'", sheet=sheet) + "; img-src data:"
    page: str = template_of(_own("page.html.jinja")).render(
        policy=policy, style=sheet, script=script, suffixes=SUFFIXES
    )
    return page


def _own(name: str) -> str:
    return (files("pipeline.api") / "assets" / name).read_text("utf-8")
