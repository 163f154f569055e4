"""The one function for preview, estimate and index."""

from collections.abc import Iterator

from treeline.datasets.extraction.document import Extracted
from treeline.datasets.splitting import qa
from treeline.datasets.splitting.cleaning import cleaned
from treeline.datasets.splitting.custom import spans
from treeline.datasets.splitting.errors import TooManySegments
from treeline.datasets.splitting.hierarchical import families
from treeline.datasets.splitting.pieces import Piece, Rules
from treeline.datasets.splitting.source import Source

MAX_SEGMENTS = 50_000


def split(extracted: Extracted, rules: Rules) -> list[Piece]:
    """In the order of the text. Raises TooManySegments."""
    found, children = list[Piece](), 0
    for piece in _pieces(extracted, rules):
        found.append(piece)
        children += len(piece.children)
        if max(len(found), children) > MAX_SEGMENTS:
            raise TooManySegments(
                f"The document has more than {MAX_SEGMENTS:,} segments. Split it with a larger max_tokens, or in parts."
            )
    return found


def _pieces(extracted: Extracted, rules: Rules) -> Iterator[Piece]:
    if rules.doc_form == "qa_model" and extracted.format in qa.TABLES:
        # Cells stay as they are.
        yield from qa.rows(Source(cleaned(extracted, spaces=False, addresses=False)))
        return
    source = Source(cleaned(extracted, spaces=rules.remove_extra_spaces, addresses=rules.remove_urls_emails))
    if rules.doc_form == "hierarchical_model":
        yield from families(source, rules)
    else:
        yield from (source.piece(span) for span in spans(source, 0, len(source.text), rules.cut))
