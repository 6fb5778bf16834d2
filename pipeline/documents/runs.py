"""Paragraphs made of runs, as Office writes them: read into text and codes, and made anew with a translation.

A run holds text and its formatting. The formatting that most of a paragraph's text has is the paragraph's own; other
runs, those formatted alike that stand together taken as one, are pairs of codes. So are elements round runs, such as
links. Everything else in a paragraph is a code that stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from pipeline.bitext import Code, CodeKind
from pipeline.segmentation.codes import BREAK
from pipeline.text.characters import drop_xml_forbidden

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Held(NamedTuple):
    """An element that a code puts into a paragraph; in a run of these properties where `in_run`."""

    element: _Element
    in_run: bool = False
    properties: _Element | None = None


@dataclass
class Item:
    """A piece of a paragraph: text with its formatting, or a code and what it stands for.

    format: formatting as a string that is equal for equal formatting; empty for none. held: of text, the elements that
    it was read from.
    """

    text: str = ""
    format: str = ""
    properties: _Element | None = None
    code: Code | None = None
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """How a family of formats names things, in Clark notation.

    front, back: children of a paragraph (and, at the head, of a container) that stay at its head and at its end.
    containers: elements round runs, with the type of their codes; inner: the child of some that has the runs. dropped:
    what may go where a paragraph is made anew, such as the marks of a spelling checker. characters: elements that are a
    character. breaks: elements that are a line break, if `is_break` agrees, in runs or beside them. types: children and
    attributes of properties, with the type of a pair that has them. ignored: those that make no difference to a reader.
    group: puts together what spans several items. english: turns the language of properties. keep_space: whether text
    needs `xml:space` to keep its spaces. bare: whether a paragraph may hold one text without a run.
    """

    paragraph: str
    run: str
    properties: str
    text: str
    front: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    containers: Mapping[str, str] = field(default_factory=dict)
    inner: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    characters: Mapping[str, str] = field(default_factory=dict)
    breaks: frozenset[str] = frozenset()
    is_break: Callable[[_Element], bool] = lambda element: True
    types: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    group: Callable[[list[Item]], list[Item]] = lambda items: items
    english: Callable[[_Element], None] = lambda properties: None
    keep_space: bool = False
    bare: bool = False


@dataclass
class Paragraph:
    """A paragraph in order. base: properties of the formatting that most of it has."""

    element: _Element
    items: list[Item]
    base: _Element | None

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(item.text for item in self.items)

    def codes(self, start: int) -> Iterator[Code]:
        """Its codes, with places counted from `-start`."""
        at = start
        for item in self.items:
            if item.code is not None:
                yield replace(item.code, at=at)
            at += len(item.text)


def read_paragraph(element: _Element, dialect: Dialect, first_id: int) -> Paragraph:
    """A paragraph in order; its codes count from `first_id`."""
    items = _together(dialect.group(list(_walked(element, dialect))))
    bases = _bases(items)
    return Paragraph(element, list(_numbered(_paired(items, bases, dialect), first_id)), bases[-1].properties)


def write_paragraph(paragraph: Paragraph, pieces: Sequence[str | Code], dialect: Dialect) -> None:
    """Make the paragraph's element anew: texts and codes of `pieces`, each code of the paragraph exactly once."""
    held = {item.code.key: item for item in paragraph.items if item.code is not None}
    element = paragraph.element
    front = [child for child in element if child.tag in dialect.front]
    back = [child for child in element if child.tag in dialect.back]
    for child in list(element):
        element.remove(child)
        child.tail = None
    element.text = None
    element.extend(front)
    _Writer(element, paragraph.base, held, dialect).write(pieces)
    if dialect.bare and not held and paragraph.base is None:
        _unwrap(element, dialect)
    element.extend(back)


def _unwrap(element: _Element, dialect: Dialect) -> None:
    """A text without formatting needs no run."""
    (run,) = [child for child in element if child.tag == dialect.run]
    element.replace(run, run[0])


def formatting(properties: _Element | None, dialect: Dialect) -> str:
    """A string that is equal for formatting that looks alike; empty for none."""
    if properties is None:
        return ""
    from lxml import etree

    said = [f"{name!s}={value!s}" for name, value in sorted(properties.items()) if name not in dialect.ignored]
    said += [
        etree.tostring(child, method="c14n", with_comments=False).decode()
        for child in properties
        if isinstance(child.tag, str) and child.tag not in dialect.ignored
    ]
    return "\n".join(said)


# -- reading --------------------------------------------------------------------------------------------


def _walked(parent: _Element, dialect: Dialect) -> Iterator[Item]:
    kept = dialect.front | dialect.back | dialect.dropped
    for child in parent:
        if child.tag == dialect.run:
            yield from _of_run(child, dialect)
        elif child.tag in dialect.containers and (flow := _flow(child, dialect)) is not None:
            kind = dialect.containers[child.tag]
            yield Item(code=Code(0, CodeKind.OPEN, 0, 0, kind, _native(child)), held=(Held(child),))
            yield from _walked(flow, dialect)
            yield Item(code=Code(0, CodeKind.CLOSE, 0, 0, kind), held=(Held(child),))
        elif dialect.bare and child.tag == dialect.text:
            if child.text:
                yield Item(child.text, held=(Held(child),))
        elif child.tag not in kept:
            yield _standing(child, dialect, Held(child))


def _of_run(run: _Element, dialect: Dialect) -> Iterator[Item]:
    properties = run.find(dialect.properties)
    made = formatting(properties, dialect)
    for child in run:
        if child is properties or child.tag in dialect.dropped:
            continue
        if child.tag == dialect.text:
            if child.text:
                yield Item(child.text, made, properties, held=(Held(child, True, properties),))
        elif child.tag in dialect.characters:
            said = dialect.characters[child.tag]
            yield Item(said, made, properties, held=(Held(child, True, properties),))
        else:
            yield _standing(child, dialect, Held(child, True, properties))


def _standing(child: _Element, dialect: Dialect, held: Held) -> Item:
    """A code alone; a line break stands over a line end."""
    if child.tag in dialect.breaks and dialect.is_break(child):
        return Item("\n", code=Code(0, CodeKind.ALONE, 0, 0, BREAK, _native(child)), held=(held,))
    kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "comment"
    return Item(code=Code(0, CodeKind.ALONE, 0, 0, kind, _native(child)), held=(held,))


def _native(element: _Element) -> str:
    """The element without its content."""
    if not isinstance(element.tag, str):
        return "<!-- -->"
    name = element.tag.rpartition("}")[2]
    prefix = f"{element.prefix}:" if element.prefix else ""
    said = "".join(f' {str(key).rpartition("}")[2]}="{value!s}"' for key, value in element.items())
    return f"<{prefix}{name}{said}>"


def _flow(container: _Element, dialect: Dialect) -> _Element | None:
    inner = dialect.inner.get(str(container.tag))
    return container if inner is None else container.find(inner)


def _together(items: Sequence[Item]) -> list[Item]:
    """Text formatted alike is one item; codes alone that touch are one code."""
    made: list[Item] = []
    for item in items:
        last = made[-1] if made else None
        if last is not None and item.code is None and last.code is None and item.format == last.format:
            last.text += item.text
            last.held += item.held
        elif last is not None and _is_plain(item) and _is_plain(last):
            assert last.code is not None
            assert item.code is not None
            last.held += item.held
            last.code = replace(last.code, native=last.code.native + item.code.native)
        else:
            made.append(replace(item))
    for before, item, after in zip(made, made[1:], made[2:], strict=False):
        # How a space between two words formatted alike is formatted is seen by nobody.
        if item.code is None and not item.text.strip() and before.code is None and before.format == after.format:
            item.format, item.properties = before.format, before.properties
    return made


def _is_plain(item: Item) -> bool:
    return item.code is not None and item.code.kind is CodeKind.ALONE and not item.text


def _bases(items: Sequence[Item]) -> dict[int, Item]:
    """The formatting that most text has: directly inside each element, by the number of its first item; outside, by -1.

    As an item with that formatting; where there is no text, as round it.
    """
    weights: dict[int, Counter[str]] = {-1: Counter()}
    seen: dict[tuple[int, str], Item] = {}
    within, outer = [-1], {}
    for number, item in enumerate(items):
        kind = None if item.code is None else item.code.kind
        if kind is CodeKind.OPEN:
            outer[number] = within[-1]
            weights[number] = Counter()
            within.append(number)
        elif kind is CodeKind.CLOSE:
            within.pop()
        elif kind is None:
            weights[within[-1]][item.format] += len(item.text.strip())
            seen.setdefault((within[-1], item.format), item)
    bases: dict[int, Item] = {}
    for number, counts in weights.items():
        if counts:
            bases[number] = seen[number, counts.most_common(1)[0][0]]
        else:
            bases[number] = bases[outer[number]] if number in outer else Item()
    return bases


def _paired(items: Sequence[Item], bases: Mapping[int, Item], dialect: Dialect) -> Iterator[Item]:
    """The items with pairs of codes round text that is not formatted as most of what is round it."""
    opened: tuple[str, str] | None = None
    within = [bases[-1]]
    for number, item in enumerate(items):
        wanted = None
        if item.code is None and item.format != within[-1].format:
            wanted = item.format
        elif opened is not None and _is_plain(item) and _format_after(items, number) == opened[0]:
            wanted = opened[0]
        if opened is not None and wanted != opened[0]:
            yield Item(code=Code(0, CodeKind.CLOSE, 0, 0, opened[1]))
            opened = None
        if wanted is not None and opened is None and item.code is None:
            kind = _type(item.properties, dialect)
            opened = item.format, kind
            yield Item(properties=item.properties, code=Code(0, CodeKind.OPEN, 0, 0, kind, item.format))
        if item.code is not None and item.code.kind is CodeKind.OPEN:
            within.append(bases[number])
            item = replace(item, properties=bases[number].properties)  # noqa: PLW2901
        elif item.code is not None and item.code.kind is CodeKind.CLOSE:
            within.pop()
        yield item
    if opened is not None:
        yield Item(code=Code(0, CodeKind.CLOSE, 0, 0, opened[1]))


def _format_after(items: Sequence[Item], number: int) -> str | None:
    """The formatting of the text that follows, None where something else does."""
    after = next((item for item in items[number + 1 :] if not _is_plain(item)), None)
    return None if after is None or after.code is not None else after.format


def _type(properties: _Element | None, dialect: Dialect) -> str:
    if properties is None:
        return "plain"
    names = [*(str(child.tag) for child in properties), *map(str, properties.attrib)]
    return next((dialect.types[name] for name in names if name in dialect.types), "format")


def _numbered(items: Iterator[Item], first: int) -> Iterator[Item]:
    number = first - 1
    opened: list[int] = []
    for item in items:
        code = item.code
        if code is None:
            yield item
        elif code.kind is CodeKind.CLOSE:
            yield replace(item, code=replace(code, id=opened.pop()))
        else:
            number += 1
            if code.kind is CodeKind.OPEN:
                opened.append(number)
            yield replace(item, code=replace(code, id=number))


# -- writing --------------------------------------------------------------------------------------------


class _Writer:
    """Fills a paragraph."""

    def __init__(
        self, element: _Element, base: _Element | None, held: Mapping[tuple[int, CodeKind], Item], dialect: Dialect
    ) -> None:
        self._dialect, self._held = dialect, held
        self._containers: list[tuple[int, _Element]] = [(0, element)]
        self._formats: list[tuple[int, _Element | None]] = [(0, base)]

    def write(self, pieces: Sequence[str | Code]) -> None:
        """Append the pieces in order."""
        for piece in pieces:
            if isinstance(piece, str):
                self._text(piece)
            elif piece.kind is CodeKind.OPEN:
                self._open(piece)
            elif piece.kind is CodeKind.CLOSE:
                for held in self._held[piece.key].held:
                    if held.in_run:
                        self._hold(held)
                self._formats[1:] = [each for each in self._formats[1:] if each[0] != piece.id]
                self._containers[1:] = [each for each in self._containers[1:] if each[0] != piece.id]
            else:
                for held in self._held[piece.key].held:
                    self._hold(held)

    def _open(self, code: Code) -> None:
        item = self._held[code.key]
        self._formats.append((code.id, item.properties))
        if not item.held:
            return
        if item.held[0].in_run:
            for held in item.held:
                self._hold(held)
            return
        element = item.held[0].element
        flow = _flow(element, self._dialect)
        assert flow is not None
        for child in list(flow):
            if child.tag not in self._dialect.front:
                flow.remove(child)
        element.tail = None
        self._parent.append(element)
        self._containers.append((code.id, flow))

    def _hold(self, held: Held) -> None:
        held.element.tail = None
        if not held.in_run:
            self._parent.append(held.element)
            return
        self._run(held.properties).append(held.element)

    def _text(self, text: str) -> None:
        from lxml import etree

        said = drop_xml_forbidden(text)[0]
        if not said:
            return
        run = self._run(self._formats[-1][1], english=True)
        element = etree.SubElement(run, self._dialect.text)
        element.text = said
        if self._dialect.keep_space and said != said.strip():
            element.set(_SPACE, "preserve")

    def _run(self, properties: _Element | None, *, english: bool = False) -> _Element:
        from lxml import etree

        run = etree.SubElement(self._parent, self._dialect.run)
        if properties is not None:
            made = deepcopy(properties)
            made.tail = None
            if english:
                self._dialect.english(made)
            run.append(made)
        return run

    @property
    def _parent(self) -> _Element:
        return self._containers[-1][1]
