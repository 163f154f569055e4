"""Prints the table of a run; with --write it goes into docs/performance.md, and with it the picture.

docs/performance.json keeps the latest tables of all benchmarks: from it the page and the picture are made anew.
"""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from benchmarks.parts.options import Options
from benchmarks.parts.picture import drawn
from benchmarks.parts.table import HEAD, Row, show
from treeline.settings import ROOT

DOCS = ROOT / "docs"
_DATA, _PAGE, _PICTURE = DOCS / "performance.json", DOCS / "performance.md", DOCS / "pictures" / "performance.svg"

_TEMPLATE = """\
# Performance

How fast Treeline is, as ratios inside one run: both sides of each comparison take turns on the same machine, and the
median counts. Seconds differ from machine to machine, and on a shared one from minute to minute; ratios stay.

![How much of what its goal allows each takes](pictures/performance.svg)

**F1** is what PostgreSQL itself charges: COPY of the same rows, made beforehand, into a table like the real one, with
every constraint and index on. Requests go over HTTP to gunicorn, on embedded servers that write durably. Measure your
own machine with the commands below; `--write` makes this page.
{sections}
## What is compared

- **A batch** is one request that creates a whole tree under a folder, with an upload URL for each file. In a mixed tree
  80 % are files, and a folder holds ten folders. *The plain way* is a pydantic model and an ORM object for each node
  and a URL signed by boto3 for each file, measured without HTTP. *Extra memory* is the peak of the API's worker
  process, less what it had before, less request and reply.
- **A pack** is one request with the bytes of many files, each checked by itself; its tree is there before. *The floor*
  is one file of the same size, written and synced; *a raw PUT* the same bytes as one file through the same server. Of
  one PUT a file, every fifth is sent, and the time multiplied.
- **Publish** is compared with the bare INSERT … SELECT of the same rows into the same table, committed.
- **The whole tree** is compared with one `json_agg` of the fields that stand in the rows, read from PostgreSQL
  directly: flat, without the `path` and `extension` that our reply has too.
- **Small steps** (rename, move, list) are compared between a small tree and a large one.
- **A stream** is the events of one answer, relayed by the API from Redis to one client. Publisher, clients, Redis and
  the one API process share the cores.
- **A run of a workflow** is measured in the process of a worker, from the moment that it takes the run until the
  stream is closed: reading the workflow, running it, the journal in PostgreSQL and the events in Redis, with the values
  of every node. *The engine* is the same graph without all of these. *The peer* is the engine of another product on the
  same graph, in a process of its own, without a database; of its versions the fastest counts.
- **The first event** of a run, and of a chat's answer whose model answers at once, is timed from the request until it
  has come through worker, Redis and API.
- **A long iteration** is asked for over the service API; its memory is the peak of the worker's process while the run
  lasts.
- **Finding by words** (`dev/bench knowledge`) is compared with PostgreSQL's own full-text search: a `tsvector` with a
  GIN index, the query's words joined by OR, sorted by `ts_rank_cd`. For Chinese it gets the same pairs of characters as
  ours, because its parser takes a sentence for one word. nDCG@10 is 1 if the best answers come first, recall@10 the
  share of the answers among the first ten. Times include the scores of each term; segments are made of sentences of
  this documentation.
- **One JSON document** is the tree as text in one row: locked, read, parsed, changed, written, committed. *With dict
  indexes* it finds nodes and names by dict, *with linear scans* by looking through all of them. Measured without HTTP;
  ours with it.
"""

_SECTION = """
## `{command}`

{cores} cores, {date}, medians of {rounds} rounds; load average before the run: {load}.

{table}
"""


def finish(name: str, rows: list[Row], options: Options) -> None:
    date = datetime.now(UTC).date().isoformat()
    cores, load = os.cpu_count(), f"{options.load:.1f}"
    print(f"{cores} cores, {date}; medians of {options.rounds} rounds, taking turns; load average before: {load}")
    show(rows)
    if options.write:
        stored: dict[str, Any] = json.loads(_DATA.read_text()) if _DATA.exists() else {}
        about = {"command": f"dev/bench {name}", "cores": cores, "load": load, "date": date, "rounds": options.rounds}
        stored[name] = {**about, "rows": [asdict(row) for row in rows]}
        _write(dict(sorted(stored.items())))


def _write(stored: dict[str, Any]) -> None:
    tables = {name: [Row(**row) for row in run["rows"]] for name, run in stored.items()}
    sections = [_SECTION.format(**run, table=_markdown(tables[name])) for name, run in stored.items()]
    _DATA.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n")
    _PAGE.write_text(_TEMPLATE.format(sections="".join(sections)))
    _PICTURE.write_text(drawn([row for rows in tables.values() for row in rows]))


def _markdown(rows: list[Row]) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
