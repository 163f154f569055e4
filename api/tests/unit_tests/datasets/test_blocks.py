"""The blocks of documents, with their pages and headings: real documents, a real child process."""

import asyncio
import csv
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import documents
from treeline.datasets.extraction.document import Extracted
from treeline.datasets.extraction.extractor import extract, typed
from treeline.datasets.extraction.pdf_tables import is_whole
from treeline.datasets.extraction.rendering import Part, parts_of, pdf, rendered, slides, without_false_headings
from treeline.datasets.extraction.tables import markdown_table, rows_of
from treeline.datasets.splitting.tables import cells
from treeline.kernel.web import FlaskApp

LONG = "The harbour master is Anna, and she is there each day."
ROWS = [("Ship", "Tons", "Port"), ("Anna", "100", "Kiel"), ("Bert", "200", "Riga"), ("Cora", "300", "Oslo")]
TABLE = markdown_table(ROWS)


def blocks(name: str, data: bytes) -> list[tuple[str, int, int | None, str]]:
    with FlaskApp("bare").app_context():
        return shown(asyncio.run(extract(name, data)))


def shown(found: Extracted) -> list[tuple[str, int, int | None, str]]:
    at = 0
    for block in found.blocks:
        assert not found.text[at : block.start].strip()
        at = block.end
    assert not found.text[at:].strip()
    return [(block.kind, block.level, block.page, found.text[block.start : block.end]) for block in found.blocks]


def test_a_pdf_has_pages_headings_and_tables_with_and_without_rules():
    first = documents.text_at(72, 740, "Ships of the port", 24) + documents.text_at(72, 700, LONG)
    first += (
        documents.table_at(600, ROWS) + documents.text_at(400, 560, "Beside it.") + documents.text_at(72, 300, LONG)
    )
    second = documents.text_at(72, 740, LONG) + documents.table_at(700, ROWS, ruled=False)
    second += documents.text_at(72, 300, "The end of it.")
    first = first.replace("400 560", "460 560")
    assert blocks("a.pdf", documents.drawn_pdf(first, second)) == [
        ("heading", 1, 1, "# Ships of the port"),
        ("paragraph", 0, 1, LONG),
        ("paragraph", 0, 1, "Beside it."),
        ("table", 0, 1, TABLE),
        ("paragraph", 0, 1, LONG),
        ("paragraph", 0, 2, LONG),
        ("table", 0, 2, TABLE),
        ("paragraph", 0, 2, "The end of it."),
    ]


def test_slides_and_sheets_are_pages():
    assert blocks("a.pptx", documents.pptx(("One", "first"), ("Two", "second", "third"), ("Three",))) == [
        ("heading", 2, 1, "## One"),
        ("paragraph", 0, 1, "first"),
        ("heading", 2, 2, "## Two"),
        ("paragraph", 0, 2, "second"),
        ("paragraph", 0, 2, "third"),
        ("heading", 2, 3, "## Three"),
    ]
    assert blocks("a.xlsx", documents.xlsx(("q", "a"), ("x|y", "z"), More=[("1", "2")])) == [
        ("heading", 2, 1, "## One"),
        ("table", 0, 1, "| q | a |\n| --- | --- |\n| x\\|y | z |"),
        ("heading", 2, 2, "## More"),
        ("table", 0, 2, "| 1 | 2 |\n| --- | --- |"),
    ]


def test_a_table_of_a_text_document_stands_once_and_where_it_is():
    document = documents.docx_body(
        documents.docx_heading("Ships", 1),
        documents.docx_paragraph(LONG),
        documents.docx_table(*ROWS),
        documents.docx_paragraph("After it."),
    )
    found = blocks("a.docx", document)
    assert [each[0] for each in found] == ["heading", "paragraph", "table", "paragraph"]
    assert found[2][3] == TABLE


def test_html_keeps_lists_quotes_and_tables():
    page = (
        "<html><h1>Ships</h1><blockquote>q</blockquote><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><pre>x  y</pre>"
    )
    found = blocks("a.html", page.encode())
    assert [each[0] for each in found] == ["heading", "paragraph", "list", "list", "code"]
    assert [each[3] for each in found][1:4] == ["> q", "- a\n  * b", "- c"]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.Release 1"])
def test_the_text_of_a_text_file_is_the_file(name: str):
    text = "---\nname: x\n---\n\n\n# Ships  \n\n  - one\n\n    two\n\n|a|b|\n|-|-|\n|1|2|\n\nTitle\n---\n"
    text += "```\n# no\n\n```\n"
    with FlaskApp("bare").app_context():
        found = asyncio.run(extract(name, text.encode()))
    assert found.text == text
    assert found == typed(text, name[2:].lower())
    kinds = ["code", "heading", "list", "table", "heading", "code"]
    assert [each[0] for each in shown(found)] == kinds


def test_code_is_cut_between_what_stands_at_its_margin():
    text = "import a\n\n\ndef f():\n    x = 1\n\n    return x\n\nf()\n"
    assert [each[3] for each in shown(typed(text, "py"))] == [
        "import a",
        "def f():\n    x = 1\n\n    return x",
        "f()",
    ]
    assert {each[0] for each in shown(typed(text, "py"))} == {"code"}


def test_csv_files_are_tables_whatever_separates_their_columns():
    assert blocks("a.csv", b'q;a\n"x;\n|y";2\n') == [("table", 0, None, "| q | a |\n| --- | --- |\n| x;<br>\\|y | 2 |")]
    assert blocks("a.tsv", b"q\ta,b\n\n1\t2\n") == [("table", 0, None, "| q | a,b |\n| --- | --- |\n| 1 | 2 |")]


CELLS = (
    st.text(alphabet='ab|\n<>,;"\t -\\é船').map(str.strip).filter(lambda text: "<br" not in text and "\\" not in text)
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3).filter(any), min_size=1, max_size=4))
def test_cells_come_back_out_of_a_table(rows: list[list[str]]):
    written = StringIO()
    csv.writer(written, delimiter="\t").writerows(rows)
    assert rows_of(written.getvalue(), tabs=True) == rows
    lines = markdown_table(rows).split("\n")
    width = max(map(len, rows))
    assert [cells(line) for line in [lines[0], *lines[2:]]] == [[*row, *[""] * (width - len(row))] for row in rows]


@given(
    st.lists(st.builds(Part, st.sampled_from(["paragraph", "list", "code", "table", "heading"]), st.text(), st.just(2)))
)
def test_rendered_blocks_are_where_they_are(parts: list[Part]):
    text, found = rendered(parts)
    shown(Extracted(text, "pdf", blocks=found))
    assert len(found) == sum(bool(part.text.replace("\0", "x").strip()) for part in parts)


def test_lines_of_an_invoice_are_no_headings():
    lines = [Part("heading", "Total 3", 1), Part("paragraph", "x")]
    assert without_false_headings(lines * 3) == lines * 3
    assert {part.kind for part in without_false_headings(lines * 4)} == {"paragraph"}
    few = [*lines, *lines, *[Part("paragraph", "y")] * 6]
    assert without_false_headings(few) == few


def test_a_page_whose_nodes_lack_text_is_read_as_text():
    reply: dict[str, Any] = {"nodes": [["heading", 1, 1, "Ships"], ["paragraph", 0, 2, LONG]], "tables": {}}
    reply["pages"] = [f"Ships\r\n{LONG}\r\n\r\nMore.", LONG + " 2"]
    assert list(pdf(reply)) == [
        Part("heading", "Ships", 1, 1),
        Part("paragraph", LONG, 0, 1),
        Part("paragraph", "More.", 0, 1),
        Part("paragraph", LONG, 0, 2),
    ]


def test_a_page_of_which_tables_leave_text_out_is_read_without_them():
    page = SimpleNamespace(chars=[{"text": each} for each in "Ships 100 tons"])
    assert is_whole(page, ["Ships", [["100", "tons"]]])
    assert not is_whole(page, ["Ships", [["100", ""]]])


def test_a_node_without_a_page_is_on_that_of_the_one_before():
    found = parts_of([["paragraph", 0, 2, "a"], ["list", 0, None, "b"], ["table", 0, 3, [["c"]]]])
    assert [part.page for part in found] == [2, 2, 3]


def test_slides_that_cannot_be_told_apart_have_no_number():
    reply = {"nodes": [["heading", 2, None, "One"], ["paragraph", 0, None, "two"]], "pages": ["One", "two"]}
    assert [part.page for part in slides(reply)] == [1, 2]
    assert [part.page for part in slides({**reply, "pages": ["One", "other"]})] == [None, None]
