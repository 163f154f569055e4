"""why an answer ended"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_finish_reason'
down_revision = '20261130_instance_admin'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('messages', sa.Column('finish_reason', sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column('messages', 'finish_reason')
