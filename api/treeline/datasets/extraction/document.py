"""What was read out of one file: a text, and where its blocks are in it."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list", "table", "code"]


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]`, in characters. A list block is one item with all that is nested in it.

    `level`: of a heading, 1–6. `page`: of a PDF; a slide or a sheet likewise; the first is 1.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None


@dataclass(frozen=True)
class Extracted:
    """Markdown; PDFs have paragraphs and tables, and texts are as they stand. `warnings`: for whoever brought the file.

    `blocks` stand in the order of the text, none in another, with nothing but white space between them. A text without
    blocks is one paragraph. `pages`: how many there are, where the format has pages, slides or sheets.
    """

    text: str
    format: str
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
