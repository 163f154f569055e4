"""forms that runs wait for"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_human_input_forms'
down_revision = '20261130_triggers'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('human_input_forms',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('node_id', sa.Text(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('form', postgresql.JSONB(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('action', sa.Text(), nullable=True),
        sa.Column('answer', postgresql.JSONB(), nullable=True),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('end_user_id', sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'submitted', 'expired', 'stopped')", name=op.f('ck_human_input_forms_state')),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_human_input_forms_account_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_human_input_forms_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['end_user_id'], ['end_users.id'], name=op.f('fk_human_input_forms_end_user_id'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_human_input_forms_run_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_human_input_forms'))
    )
    op.create_index(op.f('ix_human_input_forms_workspace_id_created_at'), 'human_input_forms', ['workspace_id', 'created_at'], unique=False)
    op.create_index(op.f('ix_human_input_forms_app_id'), 'human_input_forms', ['app_id'], unique=False)
    op.create_index(op.f('ix_human_input_forms_run_id'), 'human_input_forms', ['run_id'], unique=False)
    op.create_index(op.f('ix_human_input_forms_token_hash'), 'human_input_forms', ['token_hash'], unique=True)
    op.create_index(op.f('ix_human_input_forms_account_id'), 'human_input_forms', ['account_id'], unique=False)
    op.create_index(op.f('ix_human_input_forms_end_user_id'), 'human_input_forms', ['end_user_id'], unique=False)
    op.create_index('ix_human_input_forms_due', 'human_input_forms', ['expires_at'], unique=False, postgresql_where=sa.text("state = 'waiting'"))


def downgrade() -> None:
    op.drop_table('human_input_forms')
