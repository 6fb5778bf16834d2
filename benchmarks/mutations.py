"""Ways to damage a file: byte by byte, or by what it is made of, so that more than its parser is tried.

Every function takes the bytes of a good file and a source of chance, and gives the bytes of a bad one.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import random
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

Mutation = Callable[[bytes, random.Random], bytes]

BYTES = (
    *(b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe9", b"\x85", b"\xe2\x80\xa8", b"\x1b"),
    *(b"\r", b"\n", b"\r\n", b"\t", b"\t" * 60, b'"', b"'", b"<", b">", b"]]>", b"<!--", b"&x;", b"&#0;", b"&#xD800;"),
    *(b"\\ud800", b"\\", b"../", b"/", b"-1", b"9" * 400, b"1e999", b"NaN", b"1-2", b"{", b"[" * 3_000, b"a" * 5_000),
)
TEXTS = (
    *("", " ", "\n", "\t", "a" * 5_000, "é" * 300, "\u202e", "\ufffe", "\U0010ffff", "<b>", "]]>", "=1+1", "s0001"),
    *("..", "../x", "/x", "a/b", "-x", "nul\x00", "9" * 400, "-1", "0", "1e999", "nan", "inf", "true", "²", "fr", "en"),
    *("xx-none", "approved", "final", "2023-99-99", "99999999T999999Z", "0-0", "999999999-1", "1-1"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, 2**63, -(2**63) - 1, 1e308, float("inf"), float("nan")),
    *([], {}, [[]], [None], [-1, -2], [5, 1], [0, 10**9], [0, 1, 2], ["a", "b"], {"a": 1}, {"": ""}, "\ud800", *TEXTS),
)
ENCODINGS = (
    "utf-16",
    "utf-32",
    "utf-7",
    "idna",
    "punycode",
    "base64",
    "hex",
    "rot13",
    "bz2",
    "unicode_escape",
    "x-none",
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, put in, taken out or repeated, or the end cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        start = chance.randrange(len(made) + 1)
        end = min(len(made), start + chance.choice((1, 1, 2, 8, 100)))
        match chance.randrange(6):
            case 0 if start < len(made):
                made[start] = chance.randrange(256)
            case 1:
                made[start:start] = chance.choice(BYTES)
            case 2:
                del made[start:end]
            case 3:
                made[start:start] = made[start:end] * chance.choice((1, 2, 300))
            case 4:
                made[start:end] = chance.choice(BYTES)
            case 5:
                del made[start + (len(made) - start) // 2 :]
    return bytes(made)


def changed_json(data: bytes, chance: random.Random) -> bytes:
    """One value or key of a JSON text, or of a line of JSON Lines, made another."""
    lines = data.split(b"\n") if data.count(b"\n{") else [data]
    number = chance.choice([place for place, line in enumerate(lines) if line.strip()])
    value = _changed_value(json.loads(lines[number]), chance)
    lines[number] = json.dumps(value, ensure_ascii=chance.random() < 0.7).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        lines.insert(number, chance.choice(lines))
    return b"\n".join(lines)


def _changed_value(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict | list) and value and chance.random() < 0.9:
        key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        match chance.randrange(12):
            case 0:
                del value[key]
            case 1 if isinstance(value, dict):
                value[chance.choice(TEXTS)] = value.pop(key)
            case 1 | 2 if isinstance(value, list):
                value.insert(key, chance.choice(value))
            case _:
                value[key] = _changed_value(value[key], chance)
        return value
    if chance.random() < 0.02:
        return _deep(chance.choice((50, 900)))
    return chance.choice(VALUES)


def _deep(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def changed_xml(data: bytes, chance: random.Random) -> bytes:
    """Elements, attributes and texts changed, or the declarations before them."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return damaged(data, chance)
    for _ in range(chance.choice((1, 1, 3))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        _change_element(chance.choice(elements), chance.choice(elements), chance)
    made: bytes = etree.tostring(root)
    match chance.randrange(12):
        case 0:
            return f'<?xml version="1.0" encoding="{chance.choice(ENCODINGS)}"?>\n'.encode() + made
        case 1:
            name = re.match(rb"<([\w:]+)", made)
            entity = chance.choice((b'"b"', b'"<b/>"', b'"&e;&e;"', b'SYSTEM "/etc/hostname"'))
            head = b"<!DOCTYPE " + (name[1] if name else b"a") + b" [<!ENTITY e " + entity + b">]>"
            return head + made.replace(b">a", b">&e;a").replace(b"></", b">&e;</")
    return made


def _change_element(element: Any, other: Any, chance: random.Random) -> None:
    parent = element.getparent()
    match chance.randrange(9):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            parent.insert(parent.index(element), copy.deepcopy(element))
        case 2:
            element.tag = other.tag
        case 3 | 4 if element.attrib:
            element.set(chance.choice(list(element.attrib)), _writable(chance.choice(TEXTS)))
        case 5 if element.attrib:
            del element.attrib[chance.choice(list(element.attrib))]
        case 6:
            element.text = _writable(chance.choice(TEXTS))
        case 7 if other is not element and element not in other.iterancestors() and len(element) < 50:
            other.append(copy.deepcopy(element))
        case 8:
            nested = element
            for _ in range(chance.choice((3, 300))):
                nested = etree.SubElement(nested, element.tag)


def _writable(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "?", text)


def changed_zip(data: bytes, chance: random.Random) -> bytes:
    """One entry of a zip changed, dropped, doubled or called otherwise; or the archive itself damaged."""
    if chance.random() < 0.15:
        return damaged(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entries = [(entry.filename, file.read(entry)) for entry in file.infolist()]
    for _ in range(chance.choice((1, 1, 3))):
        place = chance.randrange(len(entries))
        name, content = entries[place]
        match chance.randrange(20):
            case 0 if len(entries) > 1:
                del entries[place]
            case 1:
                entries.append((name, chance.choice(entries)[1]))
            case 2:
                entries[place] = chance.choice(("", ".", "../x", "/x", "a\\b", name.upper(), "c:x")), content
            case 3:
                entries[place] = name, b" " * (20 << 20)
            case _:
                change = changed_xml if content.lstrip().startswith(b"<") else damaged
                if content.lstrip().startswith(b"{") and chance.random() < 0.8:
                    change = changed_json
                entries[place] = name, change(content, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            with contextlib.suppress(ValueError, IndexError):
                file.writestr(name, content)
    return stream.getvalue()


def changed_table(data: bytes, chance: random.Random) -> bytes:
    """Cells of tab- or comma-separated lines changed, doubled or dropped."""
    separator = b"\t" if b"\t" in data else b","
    rows = [line.split(separator) for line in data.split(b"\n")]
    for _ in range(chance.choice((1, 1, 3))):
        row = chance.choice(rows)
        place = chance.randrange(len(row))
        match chance.randrange(5):
            case 0 if len(row) > 1:
                del row[place]
            case 1:
                row.insert(place, chance.choice(row))
            case 2:
                row[place] = chance.choice(BYTES)
            case _:
                row[place] = chance.choice((*TEXTS, "a|b|c", "|", "must", "keep", "x" * 1_000)).encode()
    return b"\n".join(separator.join(row) for row in rows)


def changed_sqlite(data: bytes, chance: random.Random) -> bytes:
    """A value of a database made one of another type, or its schema changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.sqlite")
        path.write_bytes(data)
        with contextlib.closing(sqlite3.connect(path)) as base, contextlib.suppress(sqlite3.Error):
            tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            table = chance.choice(tables)
            columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
            column = chance.choice(columns)
            match chance.randrange(8):
                case 0:
                    base.execute(f"ALTER TABLE {table} RENAME TO x")
                case 1:
                    base.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
                case 2:
                    base.execute(f"PRAGMA user_version={chance.choice((0, 1, 2, 99, -1))}")
                case 3:
                    base.execute(f"CREATE TRIGGER t AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END")
                case _:
                    value = chance.choice((None, 1, -1.5, b"\xff", b"\xed\xa0\x80", "[" * 3_000, "[1]", "{}", *TEXTS))
                    base.execute(f"UPDATE {table} SET {column} = ?", (value,))
            base.commit()
        return path.read_bytes()


def changed_parquet(data: bytes, chance: random.Random) -> bytes:
    """A column of another type, name or with other values."""
    import pyarrow
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(data))
    place = chance.randrange(table.num_columns)
    rows = table.num_rows
    values: list[Any] = [
        *([None] * rows, [1] * rows, [float("nan")] * rows, [b"\xff\xed\xa0\x80"] * rows, [["a"]] * rows),
        *([{"fr": "a", "en": "b"}] * rows, [True] * rows, [chance.choice(TEXTS) for _ in range(rows)]),
    ]
    match chance.randrange(4):
        case 0:
            table = table.rename_columns(
                [chance.choice(TEXTS) if number == place else name for number, name in enumerate(table.column_names)]
            )
        case 1:
            table = table.append_column(table.column_names[place], table.column(place))
        case _:
            column = pyarrow.array(chance.choice(values))
            if chance.random() < 0.3:  # not UTF-8 under the name of a string
                raw = pyarrow.array([b"\xff\xed\xa0\x80"] * rows)
                column = pyarrow.Array.from_buffers(pyarrow.string(), rows, raw.buffers())
            table = table.set_column(place, table.column_names[place], column)
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    return stream.getvalue()


def either(*mutations: Mutation) -> Mutation:
    """One of these by chance; where a structure cannot be changed that way, bytes are damaged."""

    def mutate(data: bytes, chance: random.Random) -> bytes:
        mutation = chance.choice(mutations)
        try:
            return mutation(data, chance)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError, SyntaxError):
            return damaged(data, chance)

    return mutate
