"""archives of runs, and the age of inspected values"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_workflow_archives'
down_revision = '20261130_knowledge'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('workflow_archives',
        sa.Column('storage_key', sa.Uuid(), nullable=False),
        sa.Column('run_id', sa.Uuid(), nullable=True),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_workflow_archives_app_id')),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_workflow_archives_run_id'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('storage_key', name=op.f('pk_workflow_archives')),
        sa.UniqueConstraint('run_id', name=op.f('uq_workflow_archives_run_id'))
    )
    op.create_index(op.f('ix_workflow_archives_app_id'), 'workflow_archives', ['app_id'], unique=False)
    op.create_index('ix_workflow_archives_unused', 'workflow_archives', ['created_at'], unique=False, postgresql_where=sa.text('run_id IS NULL'))
    op.create_index(op.f('ix_workflow_draft_variables_updated_at'), 'workflow_draft_variables', ['updated_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_workflow_draft_variables_updated_at'), 'workflow_draft_variables')
    op.drop_table('workflow_archives')
