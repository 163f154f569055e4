"""how each session was begun"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_login_methods'
down_revision = '20261130_schedules'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until now there was but one way.
    op.add_column('login_sessions', sa.Column('method', sa.String(16), nullable=False, server_default='password'))
    op.alter_column('login_sessions', 'method', server_default=None)
    op.create_check_constraint(
        op.f('ck_login_sessions_method'),
        'login_sessions',
        "method IN ('password', 'code', 'oidc', 'passkey', 'invitation')",
    )


def downgrade() -> None:
    op.drop_column('login_sessions', 'method')
