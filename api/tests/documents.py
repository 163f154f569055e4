"""Small documents of many formats, made here."""

import json
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TITLE = '<p:ph type="title"/>'
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
    return docx_body(*(docx_paragraph(text) for text in paragraphs))


def docx_body(*parts: str) -> bytes:
    document = f'<w:document xmlns:w="{_W}"><w:body>{"".join(parts)}</w:body></w:document>'
    return zipped(**_package("word/document.xml"), **{"word/document.xml": document})


def docx_table(*rows: tuple[str, ...]) -> str:
    cells = ["".join(f"<w:tc>{docx_paragraph(text)}</w:tc>" for text in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx_heading(text: str, level: int) -> str:
    style = f'<w:pPr><w:pStyle w:val="Heading{level}"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
    return f"<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(*rows: tuple[str, ...], **others: list[tuple[str, ...]]) -> bytes:
    """A sheet named One, and others by their names."""
    named = {"One": list(rows), **others}
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(named, 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(named) + 1)
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
    }
    for number, each in enumerate(named.values(), 1):
        cells = "".join(
            "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in each
        )
        sheet = f'<worksheet xmlns="{_SHEETS}"><sheetData>{cells}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet
    return zipped(**_package("xl/workbook.xml"), **parts)


def pptx(*slides: tuple[str, ...]) -> bytes:
    """Each of a title and texts."""
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in range(1, len(slides) + 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/slide" Target="slides/slide{n}.xml"/>'
        for n in range(1, len(slides) + 1)
    )
    spaces = f'xmlns:p="{_SLIDES}" xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}"'
    parts = {
        "ppt/presentation.xml": f"<p:presentation {spaces}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
    }
    for number, texts in enumerate(slides, 1):
        shapes = "".join(_shape(n, text) for n, text in enumerate(texts))
        slide = f"<p:sld {spaces}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        parts[f"ppt/slides/slide{number}.xml"] = slide
    return zipped(**_package("ppt/presentation.xml"), **parts)


def _shape(number: int, text: str) -> str:
    named = f'<p:nvSpPr><p:cNvPr id="{number}" name="{number}"/><p:cNvSpPr/><p:nvPr>{"" if number else _TITLE}</p:nvPr>'
    return f"<p:sp>{named}</p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def pdf(*pages: str, encrypted: bool = False) -> bytes:
    """A page for each text."""
    shown = [text_at(72, 700, text) if text else "" for text in pages]
    return drawn_pdf(*shown, encrypted=encrypted)


def text_at(x: float, y: float, text: str, size: int = 12) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


def table_at(y: float, rows: list[tuple[str, ...]], ruled: bool = True) -> str:
    """With its columns 120 wide and its rows 20 high."""
    width, height = 120 * len(rows[0]), 20 * len(rows)
    lines = [f"72 {y - 20 * row} m {72 + width} {y - 20 * row} l S\n" for row in range(len(rows) + 1)]
    lines += [f"{72 + 120 * column} {y} m {72 + 120 * column} {y - height} l S\n" for column in range(len(rows[0]) + 1)]
    texts = [
        text_at(76 + 120 * column, y - 20 * row - 15, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    return "".join([*(lines if ruled else []), *texts])


def drawn_pdf(*streams: str, encrypted: bool = False) -> bytes:
    """A page for each stream of drawing operators. Nothing is encrypted in it: it only says that all is."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids: list[str] = []
    for stream in streams:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream.encode()))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(streams)} >>".encode()
    made, places = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    words = b"00" * 32
    lock = b" /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (words, words)
    trailer = b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF"
    end = trailer % (len(objects) + 1, lock if encrypted else b"", len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


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
