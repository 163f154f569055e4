import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine

from benchmarks.parts.labelled import FORMAT, our_sets, read_sets
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.vectors import vector_rows
from benchmarks.parts.words import quality_rows, time_rows
from tests.settings import settings_of
from treeline import create_app
from treeline.embedded import servers
from treeline.kernel.db import engine_options

PURPOSE = f"""\
How well knowledge is found, and how fast.

By words: 60 questions about our own documentation, in English and Chinese, against PostgreSQL's own ts_rank_cd. Their
time is that of the same questions in segments made of the documentation's sentences.

By vectors: made ones, of 1,024 dimensions, through their signs against the scan of all; also with a filter.

{FORMAT}"""


@contextmanager
def database() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="treeline-bench-") as folder, servers.start(Path(folder)) as started:
        urls = {"database_url": started.database_url, "redis_url": started.redis_url}
        settings = settings_of(**urls, secret_key="for this run", treeline_data=Path(folder))
        with create_app(settings).app_context():
            upgrade()
        engine = create_engine(settings.sqlalchemy_url, **engine_options(settings, idle_seconds=3600))
        try:
            yield engine
        finally:
            engine.dispose()


def main() -> None:
    options = read_options(PURPOSE, "sets")
    own = list(our_sets())
    others = [each for folder in options.more["sets"] for each in read_sets(Path(folder))]
    few = 200 if options.quick else 20_000
    with database() as engine:
        rows = [row for each in [*own, *others] for row in quality_rows(engine, each)]
        rows += time_rows(engine, own, others, (few, 3 * few), options.rounds)
        rows += vector_rows(engine, 5 * few, options.rounds)
    finish("knowledge", rows, options)


if __name__ == "__main__":
    main()
