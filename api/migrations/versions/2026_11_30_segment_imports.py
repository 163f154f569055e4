"""segments that are imported from a table"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_segment_imports'
down_revision = '20261130_index_operations'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'segment_imports',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('rows', postgresql.JSONB(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('status', sa.String(16), nullable=False),
        sa.Column('error_code', sa.String(64), nullable=True),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('claim', sa.Uuid(), nullable=True),
        sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'processing', 'completed', 'error')", name=op.f('ck_segment_imports_status')),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_segment_imports_dataset_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_segment_imports_document_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_segment_imports_created_by'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_segment_imports')),
    )
    for columns in (['dataset_id'], ['document_id', 'created_at'], ['created_by'], ['created_at']):
        op.create_index(op.f(f"ix_segment_imports_{'_'.join(columns)}"), 'segment_imports', columns)
    waiting = "status IN ('waiting', 'processing')"
    op.create_index('ix_segment_imports_work', 'segment_imports', ['claimed_until'], postgresql_where=waiting)


def downgrade() -> None:
    op.drop_table('segment_imports')
