"""what remote stores of vectors are yet to follow"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_index_operations'
down_revision = '20261130_evaluation'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('index_operations',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('index_id', sa.Uuid(), nullable=False),
        sa.Column('store', sa.String(length=16), nullable=False),
        sa.Column('dimensions', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=8), nullable=False),
        sa.Column('document_ids', postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column('ids', postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('claim', sa.Uuid(), nullable=True),
        sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('write', 'follow', 'drop')", name=op.f('ck_index_operations_kind')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_index_operations'))
    )
    op.create_index(op.f('ix_index_operations_index_id'), 'index_operations', ['index_id'], unique=False)
    op.create_index(op.f('ix_index_operations_due_at'), 'index_operations', ['due_at'], unique=False)


def downgrade() -> None:
    op.drop_table('index_operations')
