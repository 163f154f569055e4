"""names of API keys, when a tree was changed, and whether a price was known"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_key_names'
down_revision = '20261130_finish_reason'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Keys from before have no names: their ends tell them apart.
    op.add_column('api_tokens', sa.Column('name', sa.Text(), nullable=False, server_default=''))
    op.alter_column('api_tokens', 'name', server_default=None)
    # Of trees from before nothing says when they were changed.
    op.add_column('asset_trees', sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('messages', sa.Column('price_known', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column('messages', 'price_known', server_default=None)
    op.execute('UPDATE messages SET price_known = true WHERE prompt_unit_price > 0 OR completion_unit_price > 0')


def downgrade() -> None:
    op.drop_column('messages', 'price_known')
    op.drop_column('asset_trees', 'changed_at')
    op.drop_column('api_tokens', 'name')
