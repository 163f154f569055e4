"""workflows, their runs, steps and values"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_workflows'
down_revision = '20261130_run_errors'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('workflow_draft_variables',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('node_id', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('value_type', sa.String(length=16), nullable=False),
        sa.Column('value', postgresql.JSONB(), nullable=False),
        sa.Column('edited', sa.Boolean(), nullable=False),
        sa.Column('run_id', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_workflow_draft_variables_account_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_workflow_draft_variables_app_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_workflow_draft_variables')),
        sa.UniqueConstraint('app_id', 'account_id', 'node_id', 'name', name=op.f('uq_workflow_draft_variables_app_id_account_id_node_id_name'))
    )
    op.create_index(op.f('ix_workflow_draft_variables_account_id'), 'workflow_draft_variables', ['account_id'], unique=False)
    op.create_table('workflows',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('graph', postgresql.JSONB(), nullable=False),
        sa.Column('features', postgresql.JSONB(), nullable=False),
        sa.Column('environment_variables', postgresql.JSONB(), nullable=False),
        sa.Column('conversation_variables', postgresql.JSONB(), nullable=False),
        sa.Column('sealed_secrets', sa.Text(), nullable=True),
        sa.Column('hash', sa.String(length=64), nullable=False),
        sa.Column('marked_name', sa.Text(), nullable=False),
        sa.Column('marked_comment', sa.Text(), nullable=False),
        sa.Column('asset_version_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_by', sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'published', 'tried')", name=op.f('ck_workflows_state')),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_workflows_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['asset_version_id'], ['asset_versions.id'], name=op.f('fk_workflows_asset_version_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_workflows_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['updated_by'], ['accounts.id'], name=op.f('fk_workflows_updated_by'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_workflows'))
    )
    op.create_index(op.f('ix_workflows_app_id_state_created_at'), 'workflows', ['app_id', 'state', 'created_at'], unique=False)
    op.create_index(op.f('ix_workflows_asset_version_id'), 'workflows', ['asset_version_id'], unique=False)
    op.create_index(op.f('ix_workflows_created_by'), 'workflows', ['created_by'], unique=False)
    op.create_index(op.f('ix_workflows_updated_by'), 'workflows', ['updated_by'], unique=False)
    op.create_index('uq_workflows_draft', 'workflows', ['app_id'], unique=True, postgresql_where=sa.text("state = 'draft'"))
    op.create_table('workflow_runs',
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('workflow_id', sa.Uuid(), nullable=False),
        sa.Column('triggered_from', sa.String(length=16), nullable=False),
        sa.Column('parent_run_id', sa.Uuid(), nullable=True),
        sa.Column('forked_from', sa.Uuid(), nullable=True),
        sa.Column('inputs', postgresql.JSONB(), nullable=False),
        sa.Column('outputs', postgresql.JSONB(), nullable=True),
        sa.Column('steps', sa.Integer(), nullable=False),
        sa.Column('exceptions_count', sa.Integer(), nullable=False),
        sa.Column('total_price', sa.Numeric(precision=18, scale=9), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.CheckConstraint("triggered_from IN ('debugging', 'app-run', 'webhook', 'schedule', 'event', 'tool', 'single-step')", name=op.f('ck_workflow_runs_triggered_from')),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_workflow_runs_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['forked_from'], ['runs.id'], name=op.f('fk_workflow_runs_forked_from'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['parent_run_id'], ['runs.id'], name=op.f('fk_workflow_runs_parent_run_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_workflow_runs_run_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workflow_id'], ['workflows.id'], name=op.f('fk_workflow_runs_workflow_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('run_id', name=op.f('pk_workflow_runs'))
    )
    op.create_index(op.f('ix_workflow_runs_app_id_run_id'), 'workflow_runs', ['app_id', 'run_id'], unique=False)
    op.create_index(op.f('ix_workflow_runs_forked_from'), 'workflow_runs', ['forked_from'], unique=False)
    op.create_index(op.f('ix_workflow_runs_parent_run_id'), 'workflow_runs', ['parent_run_id'], unique=False)
    op.create_index(op.f('ix_workflow_runs_workflow_id'), 'workflow_runs', ['workflow_id'], unique=False)
    op.create_table('workflow_steps',
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('frame', sa.Text(), nullable=False),
        sa.Column('node_id', sa.Text(), nullable=False),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=False),
        sa.Column('node_type', sa.Text(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('predecessor', sa.Text(), nullable=True),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('handle', sa.Text(), nullable=True),
        sa.Column('inputs', postgresql.JSONB(), nullable=True),
        sa.Column('process_data', postgresql.JSONB(), nullable=True),
        sa.Column('outputs', postgresql.JSONB(), nullable=True),
        sa.Column('writes', postgresql.JSONB(), nullable=True),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('error_type', sa.Text(), nullable=True),
        sa.Column('usage', postgresql.JSONB(), nullable=True),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('reused', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_workflow_steps_run_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('run_id', 'frame', 'node_id', 'attempt', name=op.f('pk_workflow_steps')),
        postgresql_partition_by='RANGE (run_id)'
    )
    op.create_table('workflow_values',
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('value', postgresql.JSONB(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_workflow_values_run_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('run_id', 'digest', name=op.f('pk_workflow_values'))
    )
    op.create_table(
        'workflow_files',
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('upload_file_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ['run_id'], ['runs.id'], name=op.f('fk_workflow_files_run_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['upload_file_id'],
            ['upload_files.id'],
            name=op.f('fk_workflow_files_upload_file_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('run_id', 'upload_file_id', name=op.f('pk_workflow_files')),
    )
    op.create_index(op.f('ix_workflow_files_upload_file_id'), 'workflow_files', ['upload_file_id'], unique=False)
    # Whatever month no partition has been made for.
    op.execute('CREATE TABLE workflow_steps_rest PARTITION OF workflow_steps DEFAULT')


def downgrade() -> None:
    for table in ('workflow_files', 'workflow_values', 'workflow_steps', 'workflow_runs', 'workflows', 'workflow_draft_variables'):
        op.drop_table(table)
