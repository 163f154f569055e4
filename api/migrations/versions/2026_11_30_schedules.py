"""schedules: when they are due, and what has come of it"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_schedules'
down_revision = '20261130_trigger_subscriptions'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('schedule_plans',
        sa.Column('trigger_id', sa.Uuid(), nullable=False),
        sa.Column('cron', sa.Text(), nullable=False),
        sa.Column('timezone', sa.Text(), nullable=False),
        sa.Column('misfire', sa.String(length=16), nullable=False),
        sa.Column('overlap', sa.String(length=16), nullable=False),
        sa.Column('next_due_at', TIME, nullable=True),
        sa.Column('last_run_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.CheckConstraint("overlap IN ('allow', 'skip', 'queue')", name=op.f('ck_schedule_plans_overlap')),
        sa.ForeignKeyConstraint(['trigger_id'], ['app_triggers.id'], name=op.f('fk_schedule_plans_trigger_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['last_run_id'], ['runs.id'], name=op.f('fk_schedule_plans_last_run_id'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('trigger_id', name=op.f('pk_schedule_plans'))
    )
    op.create_index('ix_schedule_plans_due', 'schedule_plans', ['next_due_at'], unique=False, postgresql_where=sa.text('next_due_at IS NOT NULL'))
    op.create_index(op.f('ix_schedule_plans_last_run_id'), 'schedule_plans', ['last_run_id'], unique=False)

    op.create_table('schedule_firings',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('trigger_id', sa.Uuid(), nullable=False),
        sa.Column('due_at', TIME, nullable=False),
        sa.Column('until', TIME, nullable=True),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('reason', sa.String(length=64), nullable=True),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('run_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.CheckConstraint("state IN ('pending', 'waiting', 'started', 'skipped', 'failed')", name=op.f('ck_schedule_firings_state')),
        sa.ForeignKeyConstraint(['trigger_id'], ['app_triggers.id'], name=op.f('fk_schedule_firings_trigger_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_schedule_firings_run_id'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule_firings')),
        sa.UniqueConstraint('trigger_id', 'due_at', name=op.f('uq_schedule_firings_trigger_id_due_at'))
    )
    op.create_index('ix_schedule_firings_open', 'schedule_firings', ['trigger_id', 'due_at'], unique=False, postgresql_where=sa.text("state IN ('pending', 'waiting')"))
    op.create_index(op.f('ix_schedule_firings_run_id'), 'schedule_firings', ['run_id'], unique=False)
    op.create_index(op.f('ix_schedule_firings_created_at'), 'schedule_firings', ['created_at'], unique=False)


def downgrade() -> None:
    op.drop_table('schedule_firings')
    op.drop_table('schedule_plans')
