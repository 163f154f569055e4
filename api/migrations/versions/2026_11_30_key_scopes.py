"""API keys have scopes, an expiry, and the address they were last used from"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_key_scopes'
down_revision = '20261130_invitations'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('api_tokens', sa.Column('scopes', postgresql.ARRAY(sa.String(16)), nullable=True))
    op.add_column('api_tokens', sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('api_tokens', sa.Column('last_used_ip', sa.String(64), nullable=True))
    # What each key could do until now.
    op.execute("""
        UPDATE api_tokens SET scopes = CASE
            WHEN type = 'app' THEN ARRAY['read', 'write', 'run']
            WHEN read_only THEN ARRAY['read']
            ELSE ARRAY['read', 'write'] END""")
    op.alter_column('api_tokens', 'scopes', nullable=False)
    op.create_check_constraint(op.f('ck_api_tokens_scopes'), 'api_tokens', 'cardinality(scopes) > 0')
    op.drop_column('api_tokens', 'read_only')


def downgrade() -> None:
    op.add_column('api_tokens', sa.Column('read_only', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE api_tokens SET read_only = type = 'dataset' AND NOT 'write' = ANY (scopes)")
    op.alter_column('api_tokens', 'read_only', server_default=None)
    op.drop_constraint(op.f('ck_api_tokens_scopes'), 'api_tokens', type_='check')
    for name in ('scopes', 'expires_at', 'last_used_ip'):
        op.drop_column('api_tokens', name)
