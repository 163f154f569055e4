"""status and retryability of a run's error"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_run_errors'
down_revision = '20261130_idempotency_scopes'
branch_labels = None
depends_on = None

# What the code of the error said until now.
KNOWN = {
    'internal_server_error': 500,
    'worker_lost': 500,
    'no_worker': 503,
    'too_many_connections': 503,
    'database_unavailable': 503,
    'run_timed_out': 504,
}


def upgrade() -> None:
    op.add_column('runs', sa.Column('error_status', sa.Integer(), nullable=True))
    op.add_column('runs', sa.Column('error_retryable', sa.Boolean(), server_default=sa.false(), nullable=False))
    runs = sa.table('runs', sa.column('error_code'), sa.column('error_status'), sa.column('error_retryable'))
    status = sa.case(KNOWN, value=runs.c.error_code, else_=400)
    op.execute(runs.update().where(runs.c.error_code.is_not(None)).values(error_status=status))
    again = runs.c.error_status.in_([503, 504]) | (runs.c.error_code == 'worker_lost')
    op.execute(runs.update().where(again).values(error_retryable=True))


def downgrade() -> None:
    op.drop_column('runs', 'error_retryable')
    op.drop_column('runs', 'error_status')
