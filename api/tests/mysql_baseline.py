"""Writes migrations/mysql_baseline.sql from the models: `python -m tests.mysql_baseline`.

For as long as no release runs on MySQL. From then on the file stays, and migrations go on from it.
"""

from importlib import import_module
from itertools import groupby
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import create_mock_engine

from treeline import FEATURES
from treeline.kernel.db import MIGRATIONS, db
from treeline.kernel.first_tables import BASELINE
from treeline.kernel.locks import ROWS


def statements() -> list[str]:
    """Of both MySQL and MariaDB."""
    for name in FEATURES:
        import_module(f"treeline.{name}.feature")
    found = list[str]()

    def note(statement: Any, *_: Any, **__: Any) -> None:
        text = str(statement.compile(dialect=engine.dialect)).strip()
        found.append("\n".join(line.rstrip() for line in text.splitlines() if line.strip()))

    engine = create_mock_engine("mysql+pymysql://", note)
    db.metadata.create_all(engine, checkfirst=False)  # pyright: ignore[reportArgumentType]  as documented
    numbers = ", ".join(f"({number})" for number in range(ROWS))
    # The indexes of a table have no order.
    runs = [list(run) for _, run in groupby(found, lambda text: text.startswith("ALTER"))]
    found = [text for run in runs for text in (sorted(run) if run[0].startswith("ALTER") else run)]
    return [*found, f"INSERT INTO named_locks (number) VALUES {numbers}"]


def main() -> None:
    (head,) = ScriptDirectory(str(MIGRATIONS)).get_heads()
    BASELINE.write_text(
        "\n\n".join([f"-- All tables, made by tests/mysql_baseline.py.\n-- revision: {head}", *statements()]) + "\n"
    )


if __name__ == "__main__":
    main()
