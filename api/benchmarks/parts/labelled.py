"""Questions with their answers: those about our own documentation, and sets from a folder."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from treeline.settings import ROOT

QUESTIONS = Path(__file__).parents[1] / "data" / "questions.yaml"

FORMAT = """\
--sets FOLDER: labelled sets as well, each in a folder of its own within FOLDER, in the format of BEIR:
  corpus.jsonl   {"_id": "d1", "title": "", "text": "…"} a line
  queries.jsonl  {"_id": "q1", "text": "…"} a line
  qrels.tsv      query-id, corpus-id, score: a head, then a line for each answer; 0 is no answer
  language.txt   the name of its language; English without it
"""


@dataclass(frozen=True)
class LabelledSet:
    """`relevant`: of a query the texts that answer it, and how well."""

    name: str
    language: str
    texts: dict[str, str]
    queries: dict[str, str]
    relevant: dict[str, dict[str, int]]


def read_sets(folder: Path) -> list[LabelledSet]:
    folders = sorted(path.parent for path in folder.glob("*/corpus.jsonl"))
    if not folders:
        raise SystemExit(f"{folder}: no folder in it has a corpus.jsonl. The format:\n{FORMAT}")
    return [read_set(path) for path in folders]


def read_set(folder: Path) -> LabelledSet:
    texts = {row["_id"]: f"{row.get('title', '')}\n{row['text']}".strip() for row in _rows(folder / "corpus.jsonl")}
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, text, score = line.split("\t")
        if int(score) > 0 and text in texts:
            relevant[query][text] = int(score)
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in relevant}
    named = folder / "language.txt"
    language = named.read_text("utf-8").strip() if named.exists() else "English"
    return LabelledSet(folder.name, language, texts, queries, dict(relevant))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def our_sets() -> list[LabelledSet]:
    """Sections of the documentation, in English and some in Chinese: asked in either language."""
    data = yaml.safe_load(QUESTIONS.read_text("utf-8"))
    texts = dict(our_sections())
    texts |= {f"zh {file}#{heading}": text for file, heading, text in data["passages"]}
    made: list[LabelledSet] = []
    for language, prefix in (("english", ""), ("chinese", "zh ")):
        rows = {f"{number}": row for number, row in enumerate(data[language])}
        queries = {number: question for number, (question, _, _) in rows.items()}
        relevant = {number: {f"{prefix}{file}#{heading}": 1} for number, (_, file, heading) in rows.items()}
        made.append(LabelledSet(f"our documentation, {len(rows)} {language}", "English", texts, queries, relevant))
    return made


def our_sections() -> Iterator[tuple[str, str]]:
    """(file#heading, heading and text) of each part of a page."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        name, heading, lines = str(page.relative_to(ROOT)), "", list[str]()
        in_code = False
        for line in (*page.read_text("utf-8").splitlines(), "# "):
            in_code ^= line.startswith("```")
            if not in_code and (found := re.fullmatch(r"#+ (.*)", line)):
                if lines:
                    yield f"{name}#{heading}", "\n".join([heading, *lines])
                heading, lines = found[1], []
            elif line.strip():
                lines.append(line)


def ndcg(ranked: list[str], relevant: dict[str, int], k: int = 10) -> float:
    best = sorted(relevant.values(), reverse=True)[:k]
    return _gain([relevant.get(each, 0) for each in ranked[:k]]) / _gain(best)


def recall(ranked: list[str], relevant: dict[str, int], k: int = 10) -> float:
    return len(relevant.keys() & set(ranked[:k])) / len(relevant)


def _gain(scores: list[int]) -> float:
    return sum(score / math.log2(place + 2) for place, score in enumerate(scores))
