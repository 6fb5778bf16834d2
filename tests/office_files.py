"""Small Office files made by hand, for tests: each part written as it should be found again."""

from __future__ import annotations

import io
import zipfile

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="{main}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(main: str, parts: dict[str, str | bytes]) -> bytes:
    """A package with these parts; `main` is the one that it begins with."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("_rels/.rels", _RELS.format(main=main))
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this inside `w:body`; further parts by their names, without `.xml`, in `word/`."""
    document = f"<?xml version='1.0'?><w:document {W}><w:body>{body}</w:body></w:document>"
    more = {f"word/{name}.xml": f"<w:root {W}>{inside}</w:root>" for name, inside in parts.items()}
    return package("word/document.xml", {"word/document.xml": document, **more, "word/media/a.png": b"\x89PNG"})


def part(data: bytes, name: str) -> str:
    """A part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode()


def run(text: str, properties: str = "") -> str:
    """A run of Word."""
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{made}<w:t xml:space="preserve">{text}</w:t></w:r>'
