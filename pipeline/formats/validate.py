"""Says what is wrong with a TMX file, line by line and in plain words.

The rules are those of the TMX 1.4b DTD and of XML 1.0, plus the few that other programs insist on.
Expat reads the file as a stream, knows exact line numbers and fetches nothing.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast
from xml.parsers import expat

from pipeline.bitext import Severity
from pipeline.errors import FormatError
from pipeline.files.opening import Meter, open_maybe_gzipped
from pipeline.files.structure import declared_otherwise
from pipeline.text.characters import XML_FORBIDDEN
from pipeline.text.language_codes import language_of

_REQUIRED = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype")
_SEGMENT_TYPES = ("block", "paragraph", "sentence", "phrase")
_INLINE = {"bpt": "i", "ept": "i", "it": "pos", "ph": None, "hi": None, "ut": None, "sub": None}
_PARENTS = {
    "tmx": {""},
    "header": {"tmx"},
    "body": {"tmx"},
    "tu": {"body"},
    "tuv": {"tu"},
    "seg": {"tuv"},
    "note": {"header", "tu", "tuv"},
    "prop": {"header", "tu", "tuv"},
    "ude": {"header"},
    "map": {"ude"},
} | {tag: {"seg", *_INLINE} for tag in _INLINE}
_DATE = re.compile(r"\d{8}T\d{6}Z")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DAMAGE = re.compile(XML_FORBIDDEN.pattern[:-1] + "\ufffd]")
# Codecs for text that XML may be in; Python also has base64, idna and the like under such names.
_ENCODINGS = re.compile(r"utf-8|ascii|utf-16|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|shift_jis\w*|euc_\w+")
_CHUNK = 1 << 16
_MOST_PROBLEMS = 10_000


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault. An error breaks the format; a warning is legal, but some programs trip over it."""

    line: int
    severity: Severity
    reason: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"line {self.line}: {self.severity.value}: {self.reason}"


def validate_tmx(path: Path, source_language: str = "fr", target_language: str = "en") -> list[Violation]:
    """Every problem of a TMX file (plain or gzipped) in line order; an empty list for a sound one.

    Reading ends at the first fault that leaves no XML to go on with, and after some 10,000 problems. Raises InputError
    for a file that cannot be opened.
    """
    checker = _Checker(source_language, target_language)
    try:
        with open_maybe_gzipped(path) as stream:
            meter = Meter(stream, path, records=True)
            checker.on_unit = meter.release
            checker.read(cast(BinaryIO, BufferedReader(meter)))
    except FormatError as error:
        checker.report(str(error).removeprefix(f"{path}: "))
    checker.report_damage()
    return sorted(checker.problems, key=lambda problem: problem.line)


@dataclass(slots=True)
class _Unit:
    line: int
    variants: int = 0
    languages: list[str] = field(default_factory=list)


class _Checker:
    def __init__(self, source_language: str, target_language: str) -> None:
        self.problems: list[Violation] = []
        self._pair = (source_language, target_language)
        self._open: list[str] = []
        self._line = 1
        self._tuids: dict[str, int] = {}
        self.on_unit: Callable[[], None] = lambda: None
        self._seen_header = self._seen_body = False
        self._source_code = ""
        self._unit = _Unit(0)
        self._old = False
        self._segments = 0
        self._segment: list[str] | None = None
        self._damage: dict[str, tuple[int, int]] = {}  # first line and how often, by character
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def report(self, reason: str, severity: Severity = Severity.ERROR, line: int | None = None) -> None:
        self.problems.append(Violation(self._line if line is None else line, severity, reason))

    def read(self, stream: BinaryIO) -> None:
        head = cast(BufferedReader, stream).peek(256)[:256]
        if wrong := declared_otherwise(head):
            self.report(wrong)
        encoding = self._encoding(head)
        if encoding is None:
            return
        text = TextIOWrapper(stream, encoding, errors="replace", newline="")
        try:
            while chunk := text.read(_CHUNK):
                self._parser.Parse(self._sanitised(chunk), False)
                if len(self.problems) > _MOST_PROBLEMS:
                    self.report(f"more than {_MOST_PROBLEMS:,} problems: what follows was not read")
                    return
            self._parser.Parse("", True)
        except expat.ExpatError as error:
            self._line = error.lineno
            self.report(_plain_reason(error))
            return
        finally:
            text.detach()
        if not self._seen_header:
            self.report("<header> is missing")
        if not self._seen_body:
            self.report("<body> is missing")

    def _encoding(self, head: bytes) -> str | None:
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head[:4] in {b"<\0?\0", b"\0<\0?"}:
            self.report("UTF-16 without a byte order mark", Severity.WARNING)
            return "utf-16-le" if head[1] == 0 else "utf-16-be"
        match = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
        name = match[1].decode("ascii") if match else "utf-8"
        try:
            codec = codecs.lookup(name).name
            if not _ENCODINGS.fullmatch(codec) or "<".encode(codec)[-1:] not in (b"<", b"\0"):
                raise LookupError(name)
        except LookupError:
            self.report(f"unknown encoding {name}")
            return None
        if codec not in {"utf-8", "ascii", "utf-16"}:
            self.report(f"encoding {name}; TMX allows UTF-8, UTF-16 and US-ASCII", Severity.WARNING)
        return "utf-8-sig" if codec in {"utf-8", "ascii"} or codec.startswith("utf-16") else codec

    def _sanitised(self, chunk: str) -> str:
        """The chunk with spaces for what XML forbids, so that reading can go on; notes where it stood."""
        line, position = self._line, 0
        for match in _DAMAGE.finditer(chunk):
            line += chunk.count("\n", position, match.start())
            position = match.start()
            first, count = self._damage.get(match[0], (line, 0))
            self._damage[match[0]] = first, count + 1
        clean = XML_FORBIDDEN.sub(" ", chunk)
        self._line += chunk.count("\n")
        return clean

    def report_damage(self) -> None:
        """One problem for each damaged or forbidden character, where it first stands, however often."""
        for character, (line, count) in self._damage.items():
            if character == "\ufffd":
                reason = "U+FFFD: bytes that are not in the file's encoding, or text damaged before"
            else:
                reason = f"illegal character U+{ord(character):04X}: XML 1.0 has no place for it"
            self.report(reason + (f" ({count} times from here on)" if count > 1 else ""), line=line)

    def _here(self) -> int:
        return self._parser.CurrentLineNumber

    def _at(self, reason: str, severity: Severity = Severity.ERROR) -> None:
        self.report(reason, severity, self._here())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        parent = self._open[-1] if self._open else ""
        self._open.append(tag)
        if tag not in _PARENTS:
            self._at(f"TMX has no element <{name}>")
        elif parent not in _PARENTS[tag]:
            self._at(f"<{tag}> may not stand {'in <' + parent + '>' if parent else 'at the top'}")
        if tag in _INLINE and (needed := _INLINE[tag]) and needed not in attributes:
            self._at(f"<{tag}> lacks the attribute {needed}")
        handler = {
            "tmx": self._start_tmx,
            "header": self._start_header,
            "body": self._start_body,
            "tu": self._start_tu,
            "tuv": self._start_tuv,
            "seg": self._start_seg,
            "prop": self._start_prop,
        }.get(tag)
        if handler:
            handler(attributes)

    def _start_tmx(self, attributes: dict[str, str]) -> None:
        version = attributes.get("version")
        self._old = version in ("1.0", "1.1", "1.2", "1.3")
        if version is None:
            self._at("<tmx> lacks the attribute version")
        elif self._old:
            return  # valid as it is: TMX 1.4 came later
        elif version != "1.4":
            self._at(f'version is "{version}"; 1.4 and 1.4b are both written "1.4"', Severity.WARNING)

    def _start_header(self, attributes: dict[str, str]) -> None:
        self._seen_header = True
        for name in _REQUIRED:
            if not attributes.get(name):
                self._at(f"<header> lacks the attribute {name}")
        kind = attributes.get("segtype")
        if kind and kind not in _SEGMENT_TYPES:
            self._at(f'segtype is "{kind}"; valid are {", ".join(_SEGMENT_TYPES)}')
        for name in ("creationdate", "changedate"):
            if name in attributes and not _DATE.fullmatch(attributes[name]):
                self._at(f'{name} is "{attributes[name]}"; the form is YYYYMMDDThhmmssZ', Severity.WARNING)
        self._source_code = attributes.get("srclang", "")

    def _start_body(self, _attributes: dict[str, str]) -> None:
        if not self._seen_header:
            self._at("<body> comes before <header>")
        self._seen_body = True

    def _start_tu(self, attributes: dict[str, str]) -> None:
        self._unit = _Unit(self._here())
        tuid = attributes.get("tuid")
        if tuid is not None:
            if tuid in self._tuids:
                self._at(f'tuid "{tuid}" is already used in line {self._tuids[tuid]}', Severity.WARNING)
            else:
                self._tuids[tuid] = self._here()

    def _start_tuv(self, attributes: dict[str, str]) -> None:
        self._segments = 0
        self._unit.variants += 1
        language = attributes.get("xml:lang")
        if not language and self._old:
            language = attributes.get("lang")
        if not language:
            hint = " (it has the older attribute lang)" if "lang" in attributes else ""
            self._at(f"<tuv> lacks the attribute xml:lang{hint}")
            language = attributes.get("lang", "")
        if language:
            self._unit.languages.append(language_of(language) or language.lower())

    def _start_seg(self, _attributes: dict[str, str]) -> None:
        self._segments += 1
        self._segment = []

    def _start_prop(self, attributes: dict[str, str]) -> None:
        if "type" not in attributes:
            self._at("<prop> lacks the attribute type")
        if self._open[-2:-1] == ["tu"] and self._unit.variants:
            self._at("<prop> stands after <tuv>; in a <tu> it comes first", Severity.WARNING)

    def _characters(self, text: str) -> None:
        if self._segment is not None:
            self._segment.append(text)
        elif text.strip() and self._open and self._open[-1] in {"tmx", "header", "body", "tu", "tuv", "ude"}:
            self._at(f"text outside a segment, in <{self._open[-1]}>")

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self._open.pop()
        if tag == "seg":
            if not "".join(self._segment or ()).strip():
                self._at("empty <seg>", Severity.WARNING)
            self._segment = None
        elif tag == "tuv" and self._segments != 1:
            self._at("<tuv> lacks its <seg>" if self._segments == 0 else "<tuv> holds more than one <seg>")
        elif tag == "tu":
            self._end_tu()
            self.on_unit()

    def _end_tu(self) -> None:
        line, languages = self._unit.line, self._unit.languages
        if not self._unit.variants:
            self.report("<tu> without a <tuv>", line=line)
        if not languages:
            return
        bases = set(languages)
        missing = [language for language in self._pair if language not in bases]
        if missing:
            self.report(f"<tu> has no {' and no '.join(missing)}", Severity.WARNING, line)
        source = self._source_code.lower()
        if source and source != "*all*" and (language_of(source) or source) not in bases:
            reason = f'no <tuv> is in the header\'s srclang "{self._source_code}"'
            self.report(reason, Severity.WARNING, line)


def _plain_reason(error: expat.ExpatError) -> str:
    reason = expat.ErrorString(error.code)
    hints = {
        expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: "often an & or < that is not escaped",
        expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "an element is closed that was not opened last",
        expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "XML knows &amp; &lt; &gt; &quot; &apos; alone",
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "the file is empty or cut short",
        expat.errors.codes[expat.errors.XML_ERROR_BAD_CHAR_REF]: "a reference to a character that XML forbids",
    }
    hint = hints.get(error.code)
    return f"not well-formed XML, column {error.offset + 1}: {reason}" + (f": {hint}" if hint else "")
