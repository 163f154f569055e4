"""Bundles of knowledge bases: made of nothing but their format, taken apart, and spoiled."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
import numpy as np
from hypothesis import strategies as st

from treeline.datasets.bundles import format as bundle

DIMS = 4


@dataclass
class Contents:
    """What a bundle says, in its own words."""

    dataset: bundle.BundledDataset
    fields: list[bundle.BundledField] = field(default_factory=list)
    rules: list[bundle.BundledRule] = field(default_factory=list)
    documents: list[bundle.BundledDocument] = field(default_factory=list)
    segments: list[bundle.BundledSegment] = field(default_factory=list)
    vectors: bundle.BundledVectors | None = None
    numbers: bytes = b""
    # Texts and files by their names.
    files: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes) -> "Contents":
        """Of a zip; its hashes must be right."""
        members = unzipped(data)
        manifest = msgspec.json.decode(members.pop(bundle.MANIFEST), type=bundle.Manifest)
        assert manifest.files == {
            name: bundle.Listed(len(each), hashlib.sha256(each).hexdigest()) for name, each in members.items()
        }
        documents = list(lines(members.pop(bundle.DOCUMENTS), bundle.BundledDocument))
        segments = list(lines(members.pop(bundle.SEGMENTS), bundle.BundledSegment))
        numbers = members.pop(bundle.VECTORS, b"")
        assert (manifest.documents, manifest.segments) == (len(documents), len(segments))
        return cls(
            manifest.dataset, manifest.fields, manifest.rules, documents, segments, manifest.vectors, numbers, members
        )

    def zipped(self) -> bytes:
        members = {bundle.DOCUMENTS: joined(self.documents), bundle.SEGMENTS: joined(self.segments), **self.files}
        if self.vectors is not None:
            members[bundle.VECTORS] = self.numbers
        manifest = bundle.Manifest(
            format=bundle.FORMAT,
            version=bundle.VERSION,
            dataset=self.dataset,
            fields=self.fields,
            rules=self.rules,
            vectors=self.vectors,
            documents=len(self.documents),
            segments=len(self.segments),
            files={name: bundle.Listed(len(each), hashlib.sha256(each).hexdigest()) for name, each in members.items()},
        )
        return zipped({**members, bundle.MANIFEST: msgspec.json.encode(manifest)})


def unzipped(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def lines(data: bytes, kind: Any) -> Iterator[Any]:
    return (msgspec.json.decode(line, type=kind) for line in data.splitlines())


def joined(each: list[Any]) -> bytes:
    return b"".join(msgspec.json.encode(one) + b"\n" for one in each)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
SHOWN = TEXT.filter(lambda text: text.strip() != "")
NAME = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
TIME = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  of Hypothesis
VALUES = {
    "string": TEXT,
    "number": st.one_of(st.integers(-(2**53), 2**53), st.floats(-1e9, 1e9, allow_nan=False)),
    "time": st.integers(0, 2**40),
}
RULES = {
    "text_model": [None, {"mode": "automatic", "rules": None}],
    "qa_model": [None, {"mode": "custom", "rules": {"segmentation": {"separator": "\\n", "max_tokens": 100}}}],
    "hierarchical_model": [None, {"mode": "automatic", "rules": None}],
}


@st.composite
def contents(draw: st.DrawFn, provider: str, model: str) -> Contents:
    """A knowledge base of a few small documents, of any form and in any state that is exported."""
    form = draw(st.sampled_from(sorted(RULES)))
    has_vectors = draw(st.booleans())
    fields = draw(st.lists(st.builds(bundle.BundledField, NAME, st.sampled_from(sorted(VALUES))), max_size=3))
    made = Contents(
        dataset=bundle.BundledDataset(
            name=draw(NAME),
            description=draw(TEXT),
            doc_form=form,  # type: ignore[arg-type]  one of them
            doc_language=draw(st.sampled_from(["English", "zh", "Deutsch"])),
            indexing_technique="high_quality" if has_vectors else "economy",
            retrieval_model=draw(st.sampled_from([None, {"top_k": 3}])),
            icon_info=draw(st.sampled_from([None, {"icon": "📙"}])),
            built_in_field_enabled=draw(st.booleans()),
            average_length=draw(st.floats(1, 1000)),
        ),
        fields=list({each.name: each for each in fields}.values()),
    )
    if has_vectors:
        made.vectors = bundle.BundledVectors(provider, model, DIMS, 0)
    for number in range(draw(st.integers(0, 4))):
        _add_document(draw, made, number)
    return made


def _add_document(draw: st.DrawFn, made: Contents, number: int) -> None:
    is_indexed, form = draw(st.booleans()), made.dataset.doc_form
    file = f"files/{number:06}.md" if not is_indexed or draw(st.booleans()) else None
    if file:
        made.files[file] = draw(st.binary(min_size=1, max_size=40))
    rule = draw(st.sampled_from(RULES[form]))
    if rule:
        made.rules.append(bundle.BundledRule(rule["mode"], rule["rules"]))
    pieces = draw(st.lists(SHOWN, min_size=1, max_size=4)) if is_indexed else []
    if pieces:
        made.files[f"texts/{number:06}.txt"] = "".join(pieces).encode()
    place = 0
    for piece in pieces:
        end = place + len(piece.encode())
        made.segments.append(_segment(draw, made, number, piece, (place, end)))
        place = end
    values = {each.name: draw(VALUES[each.type]) for each in made.fields if draw(st.booleans())}
    made.documents.append(
        bundle.BundledDocument(
            name=f"{draw(NAME)}.md",
            folder=draw(st.sampled_from(["", "guides", "guides/neu"])),
            file=file,
            text=f"texts/{number:06}.txt" if pieces else None,
            extension="md",
            mime_type="text/markdown",
            doc_form=form,
            doc_language=draw(st.sampled_from(["English", "zh"])),
            rule=len(made.rules) - 1 if rule else None,
            metadata=values,
            enabled=draw(st.booleans()),
            archived=draw(st.booleans()),
            segments=len(pieces) if is_indexed else None,
            changed=is_indexed and file is not None and draw(st.booleans()),
            created_at=draw(TIME),
            updated_at=draw(TIME),
        )
    )


def _segment(draw: st.DrawFn, made: Contents, number: int, piece: str, place: tuple[int, int]) -> bundle.BundledSegment:
    form, edited = made.dataset.doc_form, draw(st.booleans())
    start, end = (None, None) if edited and draw(st.booleans()) else place
    page = draw(st.sampled_from([None, 1, 7]))
    children = draw(st.lists(SHOWN, max_size=3)) if form == "hierarchical_model" else []
    return bundle.BundledSegment(
        document=number,
        content=piece,
        answer=draw(SHOWN) if form == "qa_model" else None,
        start=start,
        end=end,
        page_from=page,
        page_to=page,
        heading=draw(st.lists(TEXT, max_size=2)),
        keywords=draw(st.lists(TEXT, max_size=2)),
        enabled=draw(st.booleans()),
        edited=edited,
        vector=form != "hierarchical_model" and _vector(draw, made),
        children=[
            bundle.BundledChild(
                each, start, end, draw(st.sampled_from(["automatic", "customized"])), _vector(draw, made)
            )
            for each in children
        ],
    )


def _vector(draw: st.DrawFn, made: Contents) -> bool:
    if made.vectors is None:
        return False
    numbers = draw(st.lists(st.floats(-100, 100, width=16), min_size=DIMS, max_size=DIMS))
    row = np.array([*numbers[:-1], numbers[-1] or 1.0], "<f2")
    made.numbers += row.tobytes()
    made.vectors.count += 1
    return True
