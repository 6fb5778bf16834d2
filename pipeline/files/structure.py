"""JSON and XML as values and trees, and what libraries raise for damaged files as errors that name the file."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import BitexteError, FormatError, InputError
from pipeline.files.archives import count_marks
from pipeline.files.limits import limits, raised_by
from pipeline.files.opening import read_whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(text: str | bytes, *, as_is: Collection[str] = ()) -> Any:
    """The value of a JSON text, U+FFFD in place of lone surrogates.

    as_is: names of fields whose texts keep them, for writers that replace and count them.

    Raises ValueError for anything else, and where it is nested too deep or has too many values.
    """
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text))
    if len(text) > limits().marks and sum(map(text.count, ",[{")) > limits().marks:
        raise ValueError(f"more than {limits().marks:,} values{raised_by('marks')}")
    try:
        value = json.loads(text)
        # Half a surrogate pair can only stand there escaped, and no file can hold it.
        return _without_surrogates(value, as_is) if _ESCAPED.search(text) else value
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def read_state(path: Path) -> Any:
    """The value of a JSON file that bitexte keeps for itself; None where there is none, or none that can be read.

    It stands in a folder that may be a stranger's: the limits hold.
    """
    try:
        return parse_json(read_whole(path))
    except (BitexteError, ValueError):
        return None


def writable(text: str) -> str:
    """`text` with U+FFFD for lone surrogates, which JSON can say and no file can hold."""
    return _SURROGATE.sub("\ufffd", text)


def _without_surrogates(value: Any, as_is: Collection[str]) -> Any:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list):
        return [_without_surrogates(each, as_is) for each in value]
    if isinstance(value, dict):
        return {
            writable(key): each if key in as_is and isinstance(each, str) else _without_surrogates(each, as_is)
            for key, each in value.items()
        }
    return value


def parse_xml(path: Path) -> _Element:
    """The root of an XML file read at once: no entity is resolved, nothing is fetched.

    Raises InputError, or FormatError naming the line of what is not well-formed.
    """
    from lxml import etree

    data = read_whole(path)
    limits().require("marks", count_marks(data), path, "marks of XML")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    with library_faults(path, "XML"):
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            reason = declared_otherwise(data) or (error.msg or "broken").split(", line ")[0]
            raise FormatError(f"{path}: line {error.lineno}: not well-formed XML: {reason}") from error


def declared_otherwise(head: bytes) -> str:
    """What is wrong where the first bytes of an XML file show another encoding than they declare; else empty."""
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:4] in (b"<\0?\0", b"\0<\0?")
    found = _DECLARED.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")[:300])
    declared = found[1].decode("ascii").upper() if found else ""
    if declared and wide is not declared.startswith(("UTF-16", "UCS-2", "ISO-10646-UCS-2")):
        there = "UTF-16" if wide else "an encoding of single bytes, such as UTF-8"
        return f"it declares the encoding {declared} and is in {there}"
    return ""


@contextmanager
def library_faults(path: Path, kind: str) -> Iterator[None]:
    """Whatever a library raises inside the block for a damaged file becomes a FormatError that names the file.

    Libraries raise of their own and of Python's what their authors did not foresee; only calls of theirs belong here.
    """
    try:
        yield
    except (BitexteError, GeneratorExit):
        raise
    except MemoryError as error:
        raise InputError(f"{path}: needs more memory than there is") from error
    except OSError as error:
        if error.errno is None:
            raise FormatError(f"{path}: broken file ({kind}): {_brief(error)}") from error
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except Exception as error:
        raise FormatError(f"{path}: broken file ({kind}): {_brief(error)}") from error


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
