"""YAML files of strings, as sites and programs keep their texts in: every scalar that reads like one, and no key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.documents.encoding import writable
from pipeline.documents.json_strings import is_text
from pipeline.documents.strings import Entry, StringsFormat, plain
from pipeline.errors import FormatError

if TYPE_CHECKING:
    from yaml.nodes import Node, ScalarNode

_PLAIN = re.compile(r"[^\W\d_][^:#\n\"'{}\[\],&*!|>%@`]*[^\s:#\n\"'{}\[\],&*!|>%@`]")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_WORDS = frozenset(["y", "yes", "n", "no", "true", "false", "on", "off", "null"])


class YamlFormat(StringsFormat):
    """Left alone: keys, comments, numbers, and values that are names for a program. Quotation marks stay what they are.

    A text of several lines keeps its style, and each paragraph becomes one line.
    """

    name = "yaml"
    suffixes: tuple[str, ...] = (".yaml", ".yml")
    description = "YAML files of strings"

    def _entries(self, text: str, encoding: str, name: str) -> Iterator[Entry]:
        import yaml

        try:
            nodes = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise FormatError(f"{name}: not YAML: {' '.join(str(error).split())[:200]}") from error
        seen: set[int] = set()
        for node in nodes:
            yield from _of_node(node, text, encoding, seen)


def _of_node(node: Node | None, text: str, encoding: str, seen: set[int]) -> Iterator[Entry]:
    from yaml.nodes import MappingNode, ScalarNode, SequenceNode

    if node is None or id(node) in seen:  # an alias says again what stands elsewhere
        return
    seen.add(id(node))
    if isinstance(node, MappingNode):
        for _, value in node.value:
            yield from _of_node(value, text, encoding, seen)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _of_node(value, text, encoding, seen)
    elif isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:str" and is_text(node.value):
        entry = _of_scalar(node, text, encoding)
        if entry is not None:
            yield entry


def _of_scalar(node: ScalarNode, text: str, encoding: str) -> Entry | None:
    start, end = node.start_mark.index, node.end_mark.index
    named = _PROPERTIES.match(text, start, end)
    start = named.end() if named else start
    if node.style in ("|", ">"):
        return _of_block(node, text, start, end, encoding)
    return Entry(node.value, start, end, plain(lambda target: writable(_scalar(target, node.style), encoding)))


def _scalar(target: str, style: str | None) -> str:
    if style is None and _PLAIN.fullmatch(target) and target.lower() not in _WORDS:
        return target
    if style == "'" and "\n" not in target:
        return "'" + target.replace("'", "''") + "'"
    return json.dumps(target, ensure_ascii=False)


def _of_block(node: ScalarNode, text: str, start: int, end: int, encoding: str) -> Entry | None:
    """A literal or folded text: its lines, from the second line of the scalar on, with their indentation."""
    first = text.find("\n", start, end) + 1
    match = re.compile(r"(?:[ \t]*\n)*( +)").match(text, first, end)
    if not first or match is None:
        return None
    indent = match[1]
    last = len(text[:end].rstrip())
    between = "\n" if node.style == "|" else "\n\n"
    value = node.value.strip("\n")

    def write(target: str) -> str:
        lines = [line.strip() for line in target.split("\n") if line.strip()]
        return writable(between.join(indent + line for line in lines), encoding)

    return Entry(value, match.start(1), last, plain(write))
