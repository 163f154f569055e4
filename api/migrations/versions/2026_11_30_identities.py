"""identities: who accounts are at sign-in providers"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_identities'
down_revision = '20261130_personal_tokens'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('identities',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('issuer', sa.Text(), nullable=False),
        sa.Column('subject', sa.String(length=255), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=True),
        sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_identities_account_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_identities')),
        sa.UniqueConstraint('account_id', 'issuer', name=op.f('uq_identities_account_id_issuer')),
        sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_identities_issuer_subject'))
    )


def downgrade() -> None:
    op.drop_table('identities')
