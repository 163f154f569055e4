"""Small documents of many formats, made here."""

import json
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(**parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def _package(main: str) -> dict[str, str]:
    """What every package of Office has, with the name of its main part."""
    link = f'<Relationship Id="1" Type="{_OFFICE}/officeDocument" Target="{main}"/>'
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">{default}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>',
    }


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return zipped(**_package("word/document.xml"), **{"word/document.xml": document})


def xlsx(*rows: tuple[str, ...]) -> bytes:
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in rows
    )
    sheets = '<sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets>'
    link = f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEETS}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return zipped(**_package("xl/workbook.xml"), **parts)


def pdf(*pages: str) -> bytes:
    """A page for each text."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids: list[str] = []
    for text in pages:
        shown = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b""
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>".encode()
    made, places = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + trailer


def eml(subject: str, text: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "anna@example.com", "bert@example.com"
    message.set_content(text, charset="iso-8859-1")
    return message.as_bytes()


def ipynb(text: str) -> bytes:
    cell = {"cell_type": "markdown", "metadata": {}, "source": [text]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def epub(text: str) -> bytes:
    namespace = "urn:oasis:names:tc:opendocument:xmlns:container"
    root = '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/>'
    container = f'<container version="1.0" xmlns="{namespace}"><rootfiles>{root}</rootfiles></container>'
    item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    listed = f'<metadata/><manifest>{item}</manifest><spine><itemref idref="a"/></spine>'
    package = f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0">{listed}</package>'
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html>'
    parts = {"META-INF/container.xml": container, "b.opf": package, "a.xhtml": page}
    return zipped(mimetype="application/epub+zip", **parts)
