"""Questions out of a file: CSV with a header, or a JSON object a line."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from treeline.datasets.evaluation.schemas import MAX_EXPECTED, ExpectedIn, QuestionIn
from treeline.kernel import csv_fields as csv
from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import Problem, details_of

MAX_FILE_BYTES = 8 * 1024 * 1024
COLUMNS = ("question", "document", "segment_id", "grade")
MAX_NAMED = 100


@dataclass(frozen=True)
class Asked:
    """A question, and where each of its expected answers stands in what was sent."""

    content: str
    expected: list[tuple[str, ExpectedIn]]


def of_body(given: list[QuestionIn]) -> list[Asked]:
    return [
        Asked(
            question.question,
            [(f"questions[{number}].expected[{at}]", each) for at, each in enumerate(question.expected)],
        )
        for number, question in enumerate(given)
    ]


def of_file(data: bytes) -> list[Asked]:
    """Raises InvalidInput, which names up to 100 lines."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput.at("file", "not_utf8", "must be text in UTF-8.") from error
    rows = _objects(text) if text.lstrip().startswith("{") else _table(text)
    asked, problems = dict[str, Asked](), list[dict[str, Any]]()
    for line, given in rows:
        try:
            question = QuestionIn.model_validate_json(given) if isinstance(given, str) else _of_row(given)
        except ValidationError as error:
            problems += [{**each, "path": f"line {line}: {each['path']}".rstrip(": ")} for each in details_of(error)]
            if len(problems) >= MAX_NAMED:
                break
            continue
        one = asked.setdefault(question.question, Asked(question.question, []))
        one.expected.extend((f"line {line}", each) for each in question.expected)
        if len(one.expected) > MAX_EXPECTED:
            told = f"a question can have at most {MAX_EXPECTED} expected answers."
            problems.append(Problem("too_long", told, {"max_length": MAX_EXPECTED}).at(f"line {line}"))
            break
    if problems:
        first = problems[0]
        raise InvalidInput(f"{first['path']}: {first['message']}", problems[:MAX_NAMED])
    if not asked:
        raise InvalidInput.at("file", "no_questions", f"has no questions. Columns: {', '.join(COLUMNS)}.")
    return list(asked.values())


def _objects(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _table(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by the names of their columns. Raises InvalidInput."""
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        if "question" not in names or not {"document", "segment_id"} & set(names):
            told = f"needs a first line with the columns question and document. Columns: {', '.join(COLUMNS)}."
            raise InvalidInput.at("file", "csv_columns", told)
        rows.fieldnames = names
        for row in rows:
            yield rows.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}
    except csv.Error as error:
        raise InvalidInput.at(f"line {rows.line_num + 1}", "csv_invalid", f"not valid CSV: {error}") from error


def _of_row(row: dict[str, str]) -> QuestionIn:
    """Raises ValidationError."""
    answer = {name: value for name in COLUMNS[1:] if (value := row[name])}
    return QuestionIn.model_validate({"question": row["question"], "expected": [answer]}, strict=False)
