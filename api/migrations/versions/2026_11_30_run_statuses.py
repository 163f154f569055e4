"""runs that pause, go on with another worker, or wait in the background"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_run_statuses'
down_revision = '20261130_api_tools'
branch_labels = None
depends_on = None

BEFORE = "status IN ('queued', 'running', 'succeeded', 'failed', 'stopped')"
NOW = "status IN ('queued', 'running', 'paused', 'succeeded', 'partial-succeeded', 'failed', 'stopped')"


def upgrade() -> None:
    op.alter_column('runs', 'status', existing_type=sa.String(16), type_=sa.String(20), existing_nullable=False)
    op.drop_constraint(op.f('ck_runs_status'), 'runs', type_='check')
    op.create_check_constraint(op.f('ck_runs_status'), 'runs', NOW)
    op.add_column('runs', sa.Column('background', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('runs', sa.Column('stalls', sa.Integer(), server_default='0', nullable=False))
    op.add_column('runs', sa.Column('worked_seconds', sa.Float(), server_default='0', nullable=False))
    op.create_index(
        'ix_runs_background', 'runs', ['status', 'workspace_id', 'created_at'],
        postgresql_where="background AND status IN ('queued', 'running')",
    )


def downgrade() -> None:
    op.drop_index('ix_runs_background', table_name='runs')
    op.drop_column('runs', 'worked_seconds')
    op.drop_column('runs', 'stalls')
    op.drop_column('runs', 'background')
    op.drop_constraint(op.f('ck_runs_status'), 'runs', type_='check')
    op.execute("UPDATE runs SET status = 'failed', finished_at = now() WHERE status = 'paused'")
    op.execute("UPDATE runs SET status = 'succeeded' WHERE status = 'partial-succeeded'")
    op.create_check_constraint(op.f('ck_runs_status'), 'runs', BEFORE)
    op.alter_column('runs', 'status', existing_type=sa.String(20), type_=sa.String(16), existing_nullable=False)
