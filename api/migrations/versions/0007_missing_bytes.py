"""bytes that the storage has lost"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('blobs', sa.Column('missing_since', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_blobs_missing', 'blobs', ['app_id'], unique=False, postgresql_where=sa.text('missing_since IS NOT NULL'))


def downgrade() -> None:
    op.drop_index('ix_blobs_missing', table_name='blobs', postgresql_where=sa.text('missing_since IS NOT NULL'))
    op.drop_column('blobs', 'missing_since')
