"""targets of traces, and what is sent to them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261201_tracing'
down_revision = '20261201_asked_invitations'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('trace_targets',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('provider', sa.String(length=16), nullable=False),
        sa.Column('config', postgresql.JSONB(), nullable=False),
        sa.Column('sealed_secrets', sa.Text(), nullable=True),
        sa.Column('enabled', sa.Boolean(), nullable=False),
        sa.Column('sampling', sa.Float(), nullable=False),
        sa.Column('contents', sa.String(length=16), nullable=False),
        sa.Column('patterns', postgresql.JSONB(), nullable=False),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('claim', sa.Uuid(), nullable=True),
        sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.CheckConstraint("provider IN ('langfuse', 'langsmith', 'phoenix', 'opik', 'otlp')", name=op.f('ck_trace_targets_provider')),
        sa.CheckConstraint("contents IN ('full', 'masked', 'none')", name=op.f('ck_trace_targets_contents')),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_trace_targets_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_trace_targets_workspace_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trace_targets')),
        sa.UniqueConstraint('app_id', 'provider', name=op.f('uq_trace_targets_app_id_provider')),
    )
    op.create_index(op.f('ix_trace_targets_workspace_id'), 'trace_targets', ['workspace_id'], unique=False)
    op.create_index(op.f('ix_trace_targets_due_at'), 'trace_targets', ['due_at'], unique=False)
    op.create_index(op.f('ix_trace_targets_claimed_until'), 'trace_targets', ['claimed_until'], unique=False)
    op.create_table('trace_deliveries',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('target_id', sa.Uuid(), nullable=False),
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('waits_since', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f('ck_trace_deliveries_state')),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_trace_deliveries_run_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['target_id'], ['trace_targets.id'], name=op.f('fk_trace_deliveries_target_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trace_deliveries')),
        sa.UniqueConstraint('target_id', 'run_id', name=op.f('uq_trace_deliveries_target_id_run_id')),
    )
    op.create_index(op.f('ix_trace_deliveries_run_id'), 'trace_deliveries', ['run_id'], unique=False)
    op.create_index(op.f('ix_trace_deliveries_target_id_state_waits_since'), 'trace_deliveries', ['target_id', 'state', 'waits_since'], unique=False)
    op.create_index(op.f('ix_trace_deliveries_ended_at'), 'trace_deliveries', ['ended_at'], unique=False)


def downgrade() -> None:
    op.drop_table('trace_deliveries')
    op.drop_table('trace_targets')
