"""personal access tokens"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_personal_tokens'
down_revision = '20261130_key_scopes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'personal_tokens',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('token_hash', sa.String(64), nullable=False),
        sa.Column('token_shown', sa.String(32), nullable=False),
        sa.Column('scopes', postgresql.ARRAY(sa.String(16)), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_used_ip', sa.String(64), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('cardinality(scopes) > 0', name=op.f('ck_personal_tokens_scopes')),
        sa.ForeignKeyConstraint(
            ['workspace_id', 'account_id'],
            ['workspace_members.workspace_id', 'workspace_members.account_id'],
            name=op.f('fk_personal_tokens_workspace_id_account_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_tokens')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_personal_tokens_token_hash')),
    )
    op.create_index(op.f('ix_personal_tokens_workspace_id_account_id'), 'personal_tokens', ['workspace_id', 'account_id'])


def downgrade() -> None:
    op.drop_table('personal_tokens')
