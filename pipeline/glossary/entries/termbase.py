"""TBX-Basic termbases, in the dialect of 2008 (`martif`) and in that of ISO 30042:2019 (`tbx`).

French terms become sources, English ones targets: a preferred term stands first, a deprecated one is
forbidden. Kind and policy, which TBX has no place for, are kept in the entry's note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import GlossaryError, InputError
from pipeline.files.structure import parse_xml
from pipeline.glossary.entries.annotation import annotate, read_annotation
from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.entries.reading import Problem, make_entry
from pipeline.text.characters import drop_xml_forbidden

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_NAMESPACES: Any = {None: NAMESPACE}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFERRED, _ADMITTED, _DEPRECATED = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"
_RANKS = {_PREFERRED: 0, _ADMITTED: 2}


def read_tbx(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a TBX file of either dialect, data categories as attributes (DCA) or as tags (DCT).

    Concepts without French or English are a warning. Raises GlossaryError where the file is missing
    or no well-formed TBX.
    """
    name = str(path)
    try:
        root = parse_xml(path)
    except InputError as error:
        raise GlossaryError(str(error)) from error
    if _tag(root) not in ("martif", "tbx"):
        raise GlossaryError(f"{name}: a <{_tag(root)}> document; a TBX file begins with <tbx> or <martif>")
    entries: list[Entry] = []
    problems: list[Problem] = []
    for concept in _under(root, "termEntry", "conceptEntry"):
        line = concept.sourceline or 0
        for found, faults in _concept(name, line, concept):
            problems += [Problem(name, line, severity, code, message) for severity, code, message in faults]
            if found is not None:
                entries.append(found)
    return entries, problems


def tbx_text(entries: Iterable[Entry], *, dialect: str = "2019") -> str:
    """A TBX-Basic document: dialect `2019` (ISO 30042:2019, DCA) or `2008` (martif, as most CAT tools import)."""
    from lxml import etree

    new = dialect == "2019"
    if new:
        root = etree.Element(f"{{{NAMESPACE}}}tbx", {"style": "dca", "type": "TBX-Basic"}, nsmap=_NAMESPACES)
    else:
        root = etree.Element("martif", {"type": "TBX-Basic"})
    root.set(_LANGUAGE, "fr")

    def add(parent: Any, old_name: str, new_name: str, text: str = "", **attributes: str) -> Any:
        tag = f"{{{NAMESPACE}}}{new_name}" if new else old_name
        child = etree.SubElement(parent, tag, attributes)
        child.text = text or None
        return child

    header = add(root, "martifHeader", "tbxHeader")
    description = add(add(header, "fileDesc", "fileDesc"), "sourceDesc", "sourceDesc")
    add(description, "p", "p", "bitexte glossary")
    body = add(add(root, "text", "text"), "body", "body")
    for number, entry in enumerate(entries, start=1):
        concept = add(body, "termEntry", "conceptEntry", id=f"c{number}")
        # In both dialects the note follows no language section.
        add(concept, "note", "note", drop_xml_forbidden(annotate(entry))[0])
        forbidden = entry.policy is Policy.FORBID
        for language, terms in (("fr", (entry.source,)), ("en", entry.targets)):
            section = add(concept, "langSet", "langSec", **{_LANGUAGE: language})
            for rank, term in enumerate(terms):
                group = add(section, "tig", "termSec")
                add(group, "term", "term", term)
                if language == "en":
                    status = _DEPRECATED if forbidden else (_ADMITTED if rank else _PREFERRED)
                    add(group, "termNote", "termNote", status, type="administrativeStatus")
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text.decode("utf-8")


def _concept(name: str, line: int, concept: Any) -> Iterator[tuple[Entry | None, list[tuple[str, str, str]]]]:
    """The entries of one concept: one for each French term, and one more for deprecated English terms."""
    terms: dict[str, list[tuple[str, str]]] = {"fr": [], "en": []}
    for section in _under(concept, "langSet", "langSec"):
        language = (section.get(_LANGUAGE) or section.get("lang") or "").lower()[:2]
        if language in terms:
            for group in _under(section, "tig", "ntig", "termSec"):
                terms[language] += [(_text(term), _status(group)) for term in _under(group, "term")][:1]
    note = next((_text(child) for child in concept if _tag(child) == "note"), "")
    kind, policy, notes = read_annotation(note)
    if not terms["fr"] or not terms["en"]:
        missing = "French" if not terms["fr"] else "English"
        yield None, [("warning", "incomplete-concept", f"a concept without a term in {missing} is left out")]
        return
    ranked = sorted(terms["en"], key=lambda pair: _RANKS.get(pair[1], 1))
    accepted = [term for term, status in ranked if status != _DEPRECATED]
    refused = [term for term, status in ranked if status == _DEPRECATED]
    for source, _ in terms["fr"]:
        groups = ((accepted, "must" if policy == "forbid" else policy), (refused, "forbid"))
        for targets, binding in groups:
            if targets:
                found, faults = make_entry(source, "|".join(targets), kind, binding, notes, file=name, line=line)
                yield found, [("error", code, message) for code, message in faults]


def _status(group: Any) -> str:
    """The administrative status of a term section, whichever way it is written."""
    for child in group.iter():
        if _tag(child) == "administrativeStatus" or child.get("type") == "administrativeStatus":
            return _text(child)
    return ""


def _under(element: Any, *names: str) -> Iterator[Any]:
    return (child for child in element.iter() if _tag(child) in names)


def _tag(element: Any) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
