"""triggers: what starts runs by itself"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_triggers'
down_revision = '20261130_pipelines'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('app_triggers',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('workflow_id', sa.Uuid(), nullable=False),
        sa.Column('node_id', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=32), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('config', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('enabled', sa.Boolean(), server_default=sa.text('true'), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('updated_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_app_triggers_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workflow_id'], ['workflows.id'], name=op.f('fk_app_triggers_workflow_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_app_triggers')),
        sa.UniqueConstraint('app_id', 'node_id', name=op.f('uq_app_triggers_app_id_node_id'))
    )
    op.create_index(op.f('ix_app_triggers_workflow_id'), 'app_triggers', ['workflow_id'], unique=False)
    op.create_index(op.f('ix_app_triggers_workspace_id'), 'app_triggers', ['workspace_id'], unique=False)

    op.create_table('webhooks',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('node_id', sa.Text(), nullable=False),
        sa.Column('webhook_id', sa.String(length=32), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_webhooks_app_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_webhooks')),
        sa.UniqueConstraint('webhook_id', name=op.f('uq_webhooks_webhook_id')),
        sa.UniqueConstraint('app_id', 'node_id', name=op.f('uq_webhooks_app_id_node_id'))
    )

    op.create_table('trigger_events',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=True),
        sa.Column('source', sa.String(length=32), nullable=False),
        sa.Column('source_id', sa.Uuid(), nullable=False),
        sa.Column('delivery_id', sa.String(length=255), nullable=True),
        sa.Column('content', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column('storage_key', sa.Uuid(), nullable=True),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('workflow_id', sa.Uuid(), nullable=True),
        sa.Column('depth', sa.Integer(), server_default='0', nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
        sa.Column('not_before', TIME, nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('ended_at', TIME, nullable=True),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed', 'heard')", name=op.f('ck_trigger_events_state')),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_trigger_events_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workflow_id'], ['workflows.id'], name=op.f('fk_trigger_events_workflow_id'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trigger_events'))
    )
    op.create_index('uq_trigger_events_delivery', 'trigger_events', ['source_id', 'delivery_id'], unique=True)
    op.create_index(op.f('ix_trigger_events_source_id_id'), 'trigger_events', ['source_id', 'id'], unique=False)
    op.create_index(op.f('ix_trigger_events_app_id_id'), 'trigger_events', ['app_id', 'id'], unique=False)
    op.create_index('ix_trigger_events_pending', 'trigger_events', ['not_before'], unique=False, postgresql_where=sa.text("state = 'pending'"))
    op.create_index(op.f('ix_trigger_events_created_at'), 'trigger_events', ['created_at'], unique=False)
    op.create_index(op.f('ix_trigger_events_workflow_id'), 'trigger_events', ['workflow_id'], unique=False)
    op.create_index('ix_trigger_events_storage_key', 'trigger_events', ['storage_key'], unique=False, postgresql_where=sa.text('storage_key IS NOT NULL'))

    op.create_table('trigger_deliveries',
        sa.Column('event_id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('node_id', sa.Text(), nullable=False),
        sa.Column('run_id', sa.Uuid(), nullable=True),
        sa.Column('started', sa.Boolean(), nullable=False),
        sa.Column('error_code', sa.String(length=64), nullable=True),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_trigger_deliveries_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['event_id'], ['trigger_events.id'], name=op.f('fk_trigger_deliveries_event_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_trigger_deliveries_run_id'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('event_id', 'app_id', 'node_id', name=op.f('pk_trigger_deliveries'))
    )
    op.create_index(op.f('ix_trigger_deliveries_app_id_node_id_event_id'), 'trigger_deliveries', ['app_id', 'node_id', 'event_id'], unique=False)
    op.create_index(op.f('ix_trigger_deliveries_run_id'), 'trigger_deliveries', ['run_id'], unique=False)

    op.create_table('trigger_listeners',
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('node_id', sa.Text(), nullable=False),
        sa.Column('since', TIME, nullable=False),
        sa.Column('seen_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_trigger_listeners_account_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_trigger_listeners_app_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('app_id', 'account_id', 'node_id', name=op.f('pk_trigger_listeners'))
    )
    op.create_index(op.f('ix_trigger_listeners_account_id'), 'trigger_listeners', ['account_id'], unique=False)
    op.create_index(op.f('ix_trigger_listeners_seen_at'), 'trigger_listeners', ['seen_at'], unique=False)


def downgrade() -> None:
    for table in ('trigger_listeners', 'trigger_deliveries', 'trigger_events', 'webhooks', 'app_triggers'):
        op.drop_table(table)
