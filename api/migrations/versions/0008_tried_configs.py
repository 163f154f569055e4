"""configs that were only tried"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing says which were tried before.
    op.add_column('app_model_configs', sa.Column('published', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.alter_column('app_model_configs', 'published', server_default=None)


def downgrade() -> None:
    op.drop_column('app_model_configs', 'published')
