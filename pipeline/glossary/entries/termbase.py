"""TBX termbases, in the dialect of 2008 (`martif`) and in that of ISO 30042:2019 (`tbx`).

French terms become sources, English ones targets: a preferred term stands first, an admitted one last, a deprecated,
superseded or forbidden one is forbidden, whether `administrativeStatus` or `normativeAuthorization` says so. What needs
no translation is kept. Kind and policy, which TBX has no place for, are kept in the entry's note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import GlossaryError, InputError
from pipeline.files.structure import parse_xml
from pipeline.glossary.entries.annotation import annotate, read_annotation
from pipeline.glossary.entries.concepts import Standing, Term, concept_entries, standing_of
from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.entries.merging import gathered
from pipeline.glossary.entries.reading import Problem, make_entry
from pipeline.glossary.entries.table import incomplete
from pipeline.text.characters import drop_xml_forbidden
from pipeline.text.language_codes import language_of

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_NAMESPACES: Any = {None: NAMESPACE}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFERRED, _ADMITTED, _DEPRECATED = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"
_STATUS = frozenset({"administrativeStatus", "normativeAuthorization"})
_UNTRANSLATED = frozenset({"translation needed", "translationnote"})
_SAID = frozenset({"definition", "explanation", "usage note", "context"})
_OWN = "bitexte glossary"


def read_tbx(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a TBX file of either dialect, data categories as attributes (DCA) or as tags (DCT).

    Concepts without French or English are left out, with one warning that counts them. In files of other programs,
    concepts with the same French term become one entry. Raises GlossaryError where the file is missing or no
    well-formed TBX.
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
    alone: list[int] = []
    for concept in _under(root, "termEntry", "conceptEntry"):
        line = concept.sourceline or 0
        made = _concept(name, line, concept)
        if made is None:
            alone.append(line)
            continue
        for found, faults in made:
            problems += [Problem(name, line, "error", code, message) for code, message in faults]
            if found is not None:
                entries.append(found)
    own = any(_text(child) == _OWN for child in _under(root, "p"))
    return (entries if own else gathered(entries)), [*problems, *incomplete(name, alone)]


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
    add(description, "p", "p", _OWN)
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


def _concept(name: str, line: int, concept: Any) -> Iterator[tuple[Entry | None, list[tuple[str, str]]]] | None:
    """The entries of one concept; None where it lacks a language."""
    terms: dict[str, list[Term]] = {"fr": [], "en": []}
    for section in _under(concept, "langSet", "langSec"):
        language = language_of(section.get(_LANGUAGE) or section.get("lang") or "")
        if language in terms:
            for group in _under(section, "tig", "ntig", "termSec"):
                standing = _standing(group)
                terms[language] += [Term(_text(term), standing) for term in _under(group, "term")][:1]
    kind, policy, notes = read_annotation(_notes(concept))
    if _needs_no_translation(concept) and policy == Policy.MUST.value:
        kept = all(term.text in {source.text for source in terms["fr"]} for term in terms["en"])
        policy = Policy.KEEP.value if kept and terms["fr"] else policy
    if policy == Policy.KEEP.value and terms["fr"]:
        return iter([make_entry(term.text, "", kind, policy, notes, file=name, line=line) for term in terms["fr"]])
    if not terms["fr"] or not terms["en"]:
        return None
    return concept_entries(terms["fr"], terms["en"], kind=kind, policy=policy, notes=notes, file=name, line=line)


def _notes(concept: Any) -> str:
    """The concept's own note first, then definitions and the other notes, each once."""
    own = [_text(child) for child in concept if _tag(child) == "note"]
    said = [
        _text(child)
        for child in concept.iter()
        if (child.get("type") or _tag(child)).lower() in _SAID
        or (_tag(child) == "note" and child.getparent() is not concept)
    ]
    return "; ".join(dict.fromkeys(each for each in (*own, *said) if each))


def _needs_no_translation(concept: Any) -> bool:
    """Whether Weblate or TermWeb say that a term is left as it is."""
    return any(
        child.get("type", "").lower() in _UNTRANSLATED and _text(child).lower() == "no" for child in concept.iter()
    )


def _standing(group: Any) -> Standing:
    """How the term of a section stands, by the strictest of what is said of it, whichever way it is written."""
    said = [
        standing_of(_text(child)) for child in group.iter() if _tag(child) in _STATUS or child.get("type") in _STATUS
    ]
    if Standing.FORBIDDEN in said:
        return Standing.FORBIDDEN
    return next((standing for standing in said if standing is not Standing.UNMARKED), Standing.UNMARKED)


def _under(element: Any, *names: str) -> Iterator[Any]:
    return (child for child in element.iter() if _tag(child) in names)


def _tag(element: Any) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
