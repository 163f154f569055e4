"""Rows to lock by name, for databases without such locks.

Revision ID: 20261201_named_locks
Revises: 20261130_second_factors
"""

import sqlalchemy as sa
from alembic import op

revision = "20261201_named_locks"
down_revision = "20261130_second_factors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "named_locks",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_named_locks")),
    )
    if op.get_bind().dialect.name != "postgresql":
        op.bulk_insert(table, [{"number": number} for number in range(1024)])


def downgrade() -> None:
    op.drop_table("named_locks")
