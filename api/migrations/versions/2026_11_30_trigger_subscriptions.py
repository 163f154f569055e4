"""subscriptions: events of elsewhere, or of Treeline itself"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_trigger_subscriptions'
down_revision = '20261130_human_input_forms'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('trigger_subscriptions',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=32), nullable=False),
        sa.Column('source', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('sealed_secrets', sa.Text(), nullable=True),
        sa.Column('app_id', sa.Uuid(), nullable=True),
        sa.Column('dataset_id', sa.Uuid(), nullable=True),
        sa.Column('enabled', sa.Boolean(), server_default=sa.text('true'), nullable=False),
        sa.Column('every', sa.Integer(), server_default='300', nullable=False),
        sa.Column('due_at', TIME, nullable=True),
        sa.Column('cursor', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column('claim', sa.Uuid(), nullable=True),
        sa.Column('claimed_until', TIME, nullable=True),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('looked_at', TIME, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', TIME, nullable=False),
        sa.CheckConstraint("kind IN ('github', 'feed', 'imap', 'version_published', 'run_ended', 'knowledge_synced')", name=op.f('ck_trigger_subscriptions_kind')),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_trigger_subscriptions_app_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_trigger_subscriptions_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_trigger_subscriptions_dataset_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_trigger_subscriptions_workspace_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trigger_subscriptions')),
        sa.UniqueConstraint('workspace_id', 'name', name=op.f('uq_trigger_subscriptions_workspace_id_name'))
    )
    op.create_index(op.f('ix_trigger_subscriptions_app_id_kind'), 'trigger_subscriptions', ['app_id', 'kind'], unique=False)
    op.create_index(op.f('ix_trigger_subscriptions_created_by'), 'trigger_subscriptions', ['created_by'], unique=False)
    op.create_index(op.f('ix_trigger_subscriptions_dataset_id'), 'trigger_subscriptions', ['dataset_id'], unique=False)
    op.create_index('ix_trigger_subscriptions_due', 'trigger_subscriptions', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL AND enabled'))
    op.create_index('ix_trigger_subscriptions_claimed', 'trigger_subscriptions', ['claimed_until'], unique=False, postgresql_where=sa.text('claimed_until IS NOT NULL'))


def downgrade() -> None:
    op.drop_table('trigger_subscriptions')
