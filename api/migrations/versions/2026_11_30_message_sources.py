"""the sources of an answer"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_message_sources'
down_revision = '20261130_workflow_archives'
branch_labels = None
depends_on = None


def upgrade() -> None:
    sources = sa.Column('retriever_resources', postgresql.JSONB(), nullable=False, server_default='[]')
    op.add_column('messages', sources)
    op.alter_column('messages', 'retriever_resources', server_default=None)


def downgrade() -> None:
    op.drop_column('messages', 'retriever_resources')
