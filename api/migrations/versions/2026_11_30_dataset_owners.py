"""who took a knowledge base over, and who lets an app use one"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_dataset_owners'
down_revision = '20261130_segment_imports'
branch_labels = None
depends_on = None

ADDED = (('datasets', 'taken_over_from'), ('app_datasets', 'created_by'))


def upgrade() -> None:
    op.add_column('datasets', sa.Column('taken_over_at', sa.DateTime(timezone=True), nullable=True))
    for table, column in ADDED:
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
        name = op.f(f'fk_{table}_{column}')
        op.create_foreign_key(name, table, 'accounts', [column], ['id'], ondelete='SET NULL')
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column])


def downgrade() -> None:
    for table, column in ADDED:
        op.drop_column(table, column)
    op.drop_column('datasets', 'taken_over_at')
