"""Filters of documents: what SQL makes of them is what they say."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.integration_tests.datasets.retrieval.conftest import Library
from treeline.datasets.metadata.filters import (
    NEGATIONS,
    OPERATORS,
    Condition,
    Filter,
    Group,
    compiled,
    conditions,
    fields_of,
    parse,
)
from treeline.datasets.models import DatasetMetadata, Document
from treeline.kernel.db import db
from treeline.kernel.errors import InvalidInput

KINDS = {
    "author": "string",
    "pages": "number",
    "signed": "time",
    "document_name": "string",
    "folder": "string",
    "uploader": "string",
    "source": "string",
    "upload_date": "time",
    "nobody has it": "string",
}
TEXTS = ["", "a", "ab", "Ab", "ba", "İ", "ß%_", "'\\", "中文"]
NUMBERS = [-3, 0, 1, 1.5, 2, 10**12]
TIMES = [0, 86_400, 1_700_000_000]
CREATED = [datetime.fromtimestamp(seconds, UTC) for seconds in TIMES]

Row = dict[str, Any]
ROWS: list[Row] = [
    {
        "author": [None, *TEXTS][at % 10],
        "pages": [None, *NUMBERS][at % 7],
        "signed": [None, *TIMES][at % 4],
        "document_name": TEXTS[(at + 1) % 9],
        "folder": ["", "a", "a/b"][at % 3],
        "uploader": [None, "Alice"][at % 2],
        "source": "upload_file",
        "upload_date": TIMES[at % 3],
        "nobody has it": None,
    }
    for at in range(20)
]


@st.composite
def one_condition(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(list(KINDS)))
    kind = KINDS[name]
    operator = draw(st.sampled_from(sorted(OPERATORS[kind])))  # pyright: ignore[reportArgumentType]  a kind
    values = {"string": TEXTS, "number": NUMBERS, "time": TIMES}[kind] if name != "uploader" else ["Alice", "Al", ""]
    one = st.sampled_from(values)
    return Condition(name, operator, draw(st.lists(one, max_size=3) if operator in ("in", "not in") else one))


def groups(parts: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    return st.builds(Group, st.booleans(), st.lists(parts, max_size=3).map(tuple))


filters = st.recursive(one_condition(), groups, max_leaves=6)


def meets(row: Row, part: Filter) -> bool:
    if isinstance(part, Group):
        met = [meets(row, each) for each in part.parts]
        return all(met) if part.every or not met else any(met)
    if part.operator in NEGATIONS:
        return not meets(row, Condition(part.name, NEGATIONS[part.operator], part.value))
    found, value = row[part.name], part.value
    if part.operator == "empty":
        return found in (None, "")
    if found is None:
        return False
    return {
        "=": lambda: found == value,
        "in": lambda: found in value,
        ">": lambda: found > value,
        "<": lambda: found < value,
        "≥": lambda: found >= value,
        "≤": lambda: found <= value,
        "contains": lambda: value in found,
        "start with": lambda: found.startswith(value),
        "end with": lambda: found.endswith(value),
    }[part.operator]()


def test_sql_says_what_a_filter_says(library: Library):
    dataset = library.dataset(model=None)
    ids = {name: library.field(dataset, name, KINDS[name]) for name in ("author", "pages", "signed")}
    documents: dict[Any, Row] = {}
    for row in ROWS:
        own = {ids[name]: row[name] for name in ids if row[name] is not None}
        who = library.account_id if row["uploader"] else None
        values = {"folder": row["folder"], "fields": own, "created_by": who}
        moment = datetime.fromtimestamp(row["upload_date"], UTC)
        made, _ = library.document(dataset, row["document_name"], created_at=moment, **values)
        documents[made.id] = row
    fields = fields_of(db.session.scalars(select(DatasetMetadata).where(DatasetMetadata.dataset_id == dataset.id)))

    @given(filters)
    def holds(wanted: Filter):
        found = set(db.session.scalars(select(Document.id).where(compiled(wanted, fields))))
        assert found == {id_ for id_, row in documents.items() if meets(row, wanted)}

    holds()


def test_what_clients_send_is_read():
    given = {
        "logical_operator": "or",
        "conditions": [
            {"name": "author", "comparison_operator": "is not", "value": "a"},
            {"conditions": [{"name": "signed", "comparison_operator": "before", "value": "2026-01-01"}]},
        ],
    }
    assert parse(given) == Group(
        False, (Condition("author", "≠", "a"), Group(True, (Condition("signed", "<", "2026-01-01"),)))
    )
    assert parse(None) is parse({}) is None


def nested(depth: int) -> Any:
    return {"conditions": [nested(depth - 1)]} if depth else {"name": "a", "comparison_operator": "empty"}


@pytest.mark.parametrize(
    "given",
    [
        "author = a",
        {"conditions": "author"},
        {"conditions": [{"name": "author", "comparison_operator": "like"}]},
        {"conditions": [{"comparison_operator": "is"}]},
        {"conditions": [{"name": "a", "comparison_operator": "empty"}] * 101},
        {"logical_operator": "xor", "conditions": []},
        nested(6),
    ],
)
def test_what_is_no_filter_is_rejected(given: Any):
    with pytest.raises(InvalidInput):
        parse(given)


@pytest.mark.parametrize(
    ("name", "operator", "value"),
    [
        ("pages", "contains", "1"),
        ("pages", "=", "many"),
        ("pages", ">", None),
        ("pages", "in", [1, "many"]),
        ("pages", "=", float("nan")),
        ("pages", "=", True),
        ("pages", "=", "1e999999999"),
        ("signed", "<", "yesterday"),
        ("author", "=", "a\0b"),
        ("author", "=", {}),
        ("author", ">", "a"),
        ("author", "contains", "a" * 2001),
        ("author", "in", ["a"] * 501),
    ],
)
def test_values_that_do_not_fit_the_field_are_rejected(library: Library, name: str, operator: str, value: Any):
    fields = fields_of(DatasetMetadata(id=library.account_id, name=each, type=KINDS[each]) for each in list(KINDS)[:3])
    with pytest.raises(InvalidInput):
        compiled(Condition(name, operator, value), fields)


def test_times_are_read_in_each_form(library: Library):
    dataset = library.dataset(model=None)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    library.document(dataset, "x", created_at=at.replace(microsecond=999))
    forms = (at.timestamp(), str(int(at.timestamp())), "2026-03-01T12:00:00Z", "2026-03-01 12:00", at.isoformat())
    for form in forms:
        wanted = compiled(Condition("upload_date", "=", form), fields_of([]))
        assert len(list(db.session.scalars(select(Document.id).where(wanted)))) == 1
    assert len(list(conditions(Group(True, (Group(False, (Condition("a", "empty"),)),))))) == 1
