"""Pairs of a gettext catalogue (`.po`): what was translated there already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.bitext import Origin, Unit, unit_identifier
from pipeline.errors import FormatError
from pipeline.files.opening import read_whole
from pipeline.formats.reading import decode_document
from pipeline.text.language_codes import language_of

_ENTRY = re.compile(r"\n[ \t]*\r?\n")
_FIELD = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d+\])?)[ \t]+((?:"(?:[^"\\\n]|\\.)*"\s*)+)', re.MULTILINE)
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)
_HEADER = re.compile(r"^(Language|X-Source-Language):[ \t]*(\S+)", re.MULTILINE)


def iterate_gettext(path: Path, left_out: Counter[str]) -> Iterator[Unit]:
    """The translated entries of a catalogue from French to English, or from English to French, turned round.

    Its header says which: `Language: en` or `fr`. Fuzzy and untranslated entries are left out and counted. Raises
    InputError, or FormatError for a catalogue of other languages.
    """
    text = decode_document(read_whole(path), path.stem, str(path)).document.text
    turned: bool | None = None
    count = 0
    for entry in _ENTRY.split(text):
        fields = {name: _said(value) for name, value in _FIELD.findall(entry)}
        if "msgid" not in fields:
            continue
        if not fields["msgid"]:
            turned = _turned(path, fields.get("msgstr", ""))
            continue
        if turned is None:
            raise FormatError(f"{path}: no header that says Language: en, or fr")
        pairs = [(fields["msgid"], fields.get("msgstr") or fields.get("msgstr[0]", ""))]
        if "msgid_plural" in fields:
            pairs.append((fields["msgid_plural"], fields.get("msgstr[1]", "")))
        for source, target in pairs:
            if not target.strip() or _FUZZY.search(entry):
                left_out["fuzzy" if target.strip() else "not translated"] += 1
                continue
            sides = (target, source) if turned else (source, target)
            yield Unit(unit_identifier(count), *sides, count, origin=Origin.UNKNOWN)
            count += 1


def _turned(path: Path, header: str) -> bool:
    """Whether a catalogue goes from English to French."""
    said = {name: language_of(value) for name, value in _HEADER.findall(header)}
    target, source = said.get("Language"), said.get("X-Source-Language")
    if (source or "fr", target) == ("fr", "en"):
        return False
    if (source or "en", target) == ("en", "fr"):
        return True
    raise FormatError(f"{path}: the header says Language: {target or 'nothing'}; valid are en and fr")


def _said(value: str) -> str:
    joined = "".join(_STRING.findall(value))
    return _ESCAPE.sub(lambda match: _MEANT.get(match[1], match[1]), joined)
