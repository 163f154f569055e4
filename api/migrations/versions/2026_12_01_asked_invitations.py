"""asked invitations: somebody whose invitation has expired asks for a new one"""

import sqlalchemy as sa
from alembic import op


revision = '20261201_asked_invitations'
down_revision = '20261201_named_locks'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('workspace_invitations', sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('workspace_invitations', 'asked_at')
