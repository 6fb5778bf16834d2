"""The page that lists the documents, how far each is, and who is at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pipeline.review.rendering import content_policy, dashboard_script, style, template


def dashboard_page(summary: Mapping[str, Any], kinds: Sequence[str]) -> str:
    """The page. summary: as `GET dashboard` answers; kinds: of the files that can be fetched."""
    documents = [
        document
        | {
            "link": f"d/{quote(document['name'], safe='')}/",
            "present": sorted(
                {each["reviewer"] for each in summary["present"] if each["document"] == document["name"]}
            ),
            "trouble": summary["trouble"].get(document["name"], ""),
        }
        for document in summary["documents"]
    ]
    totals = {name: sum(document[name] for document in documents) for name in ("segments", "words", "approved")}
    page: str = template("index.html.jinja").render(
        policy=content_policy(dashboard_script(), connect="'self'"),
        style=style(),
        script=dashboard_script(),
        documents=documents,
        totals=totals,
        kinds=kinds,
    )
    return page
