"""pipelines: steps beside the process rule, what models write, and trials"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_pipelines'
down_revision = '20261130_knowledge_sources'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('dataset_process_rules', sa.Column('enrichments', postgresql.JSONB(), nullable=True))
    op.add_column('segments', sa.Column('enrichment', postgresql.JSONB(), nullable=True))
    op.create_table('enrichment_cache',
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('value', postgresql.JSONB(), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_enrichment_cache_workspace_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('workspace_id', 'key', name=op.f('pk_enrichment_cache'))
    )
    op.create_index(op.f('ix_enrichment_cache_used_at'), 'enrichment_cache', ['used_at'], unique=False)
    op.create_table('pipeline_runs',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('rule', postgresql.JSONB(), nullable=False),
        sa.Column('document_ids', postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('documents', postgresql.JSONB(), nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'running', 'succeeded', 'failed')", name=op.f('ck_pipeline_runs_status')),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_pipeline_runs_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_pipeline_runs_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pipeline_runs'))
    )
    op.create_index(op.f('ix_pipeline_runs_created_at'), 'pipeline_runs', ['created_at'], unique=False)
    op.create_index(op.f('ix_pipeline_runs_created_by'), 'pipeline_runs', ['created_by'], unique=False)
    op.create_index(op.f('ix_pipeline_runs_dataset_id_created_at'), 'pipeline_runs', ['dataset_id', 'created_at'], unique=False)


def downgrade() -> None:
    op.drop_table('pipeline_runs')
    op.drop_table('enrichment_cache')
    op.drop_column('segments', 'enrichment')
    op.drop_column('dataset_process_rules', 'enrichments')
