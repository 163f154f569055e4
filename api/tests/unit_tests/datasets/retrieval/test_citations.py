from uuid import UUID

from treeline.datasets.models import ChildChunk, Dataset, Document, Segment
from treeline.datasets.retrieval.candidates import Found, FoundChild
from treeline.datasets.retrieval.citations import QUOTE, cite

DATASET, DOCUMENT = Dataset(id=UUID(int=1)), Document(id=UUID(int=2), name="a.pdf", folder="guides")


def segment(position: int, start: int | None, end: int | None, page: int | None = None) -> Segment:
    place = {"text_start": start, "text_end": end, "page_from": page, "page_to": page}
    return Segment(id=UUID(int=10 + position), position=position, content="Some text", heading=["A"], **place)


def found(*segments: Segment, content: str = "Some\n text", children: tuple[ChildChunk, ...] = ()) -> Found:
    chunks = [FoundChild(each, 0.5) for each in children]
    return Found(DATASET, DOCUMENT, segments[-1], 0.5, content, list(segments), chunks)


def test_the_range_of_all_that_is_answered():
    cited = cite(found(segment(1, 0, 100, 3), segment(2, 90, 200, 4)), "https://console.example.com/")
    assert (cited.document, cited.folder, cited.page_from, cited.page_to) == ("a.pdf", "guides", 3, 4)
    assert (cited.start, cited.end, cited.heading, cited.quote) == (0, 200, ["A"], "Some text")
    place = f"datasets/{DATASET.id}/documents/{DOCUMENT.id}?segment={UUID(int=12)}&start=0&end=200"
    assert cited.url == f"https://console.example.com/{place}"


def test_what_was_typed_by_hand_has_no_range():
    cited = cite(found(segment(1, 0, 100), segment(2, None, None)))
    assert (cited.start, cited.end) == (None, None)
    assert cited.url.endswith(f"?segment={UUID(int=12)}")


def test_of_a_parent_the_child_is_cited():
    child = ChildChunk(content="The child", text_start=40, text_end=60)
    cited = cite(found(segment(1, 0, 100), children=(child,)))
    assert (cited.start, cited.end, cited.quote) == (40, 60, "The child")
    typed = cite(found(segment(1, 0, 100), children=(ChildChunk(content="Typed"),)))
    assert (typed.start, typed.end, typed.quote) == (0, 100, "Typed")


def test_quotes_are_short():
    cited = cite(found(segment(1, 0, 100), content="word " * 200))
    assert len(cited.quote) <= QUOTE
    assert cited.quote.endswith("word…")
