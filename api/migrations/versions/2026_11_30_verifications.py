"""verifications: proofs that somebody reads an address"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_verifications'
down_revision = '20261130_login_methods'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('verifications',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('purpose', sa.String(length=16), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('workspace_id', sa.Uuid(), nullable=True),
        sa.Column('token_hash', sa.LargeBinary(), nullable=False),
        sa.Column('code_hash', sa.LargeBinary(), nullable=True),
        sa.Column('payload', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('expires_at', TIME, nullable=False),
        sa.Column('used_at', TIME, nullable=True),
        sa.Column('revoked_at', TIME, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.CheckConstraint("purpose IN ('reset', 'password', 'login', 'email', 'delete', 'invitation', 'transfer')", name=op.f('ck_verifications_purpose')),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_verifications_account_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_verifications_workspace_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_verifications')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_verifications_token_hash'))
    )
    op.create_index(op.f('ix_verifications_purpose_email'), 'verifications', ['purpose', 'email'], unique=False)
    op.create_index(op.f('ix_verifications_account_id'), 'verifications', ['account_id'], unique=False)
    op.create_index(op.f('ix_verifications_workspace_id'), 'verifications', ['workspace_id'], unique=False)
    op.create_index(op.f('ix_verifications_expires_at'), 'verifications', ['expires_at'], unique=False)


def downgrade() -> None:
    op.drop_table('verifications')
