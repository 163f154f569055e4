"""accounts: a picture"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_account_pictures'
down_revision = '20261130_letter_requests'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('accounts', sa.Column('avatar_id', sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f('fk_accounts_avatar_id'), 'accounts', 'upload_files', ['avatar_id'], ['id'], ondelete='SET NULL')
    op.create_index(op.f('ix_accounts_avatar_id'), 'accounts', ['avatar_id'], unique=False)


def downgrade() -> None:
    op.drop_column('accounts', 'avatar_id')
