"""passkeys, two-step verification, and when a session was last seen"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_second_factors'
down_revision = '20261130_identities'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('passkeys',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('credential_id', sa.LargeBinary(), nullable=False),
        sa.Column('public_key', sa.LargeBinary(), nullable=False),
        sa.Column('sign_count', sa.BigInteger(), nullable=False),
        sa.Column('backed_up', sa.Boolean(), nullable=False),
        sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_passkeys_account_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_passkeys')),
        sa.UniqueConstraint('credential_id', name=op.f('uq_passkeys_credential_id'))
    )
    op.create_index(op.f('ix_passkeys_account_id'), 'passkeys', ['account_id'], unique=False)
    op.create_table('two_step_secrets',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('sealed', sa.Text(), nullable=False),
        sa.Column('last_step', sa.BigInteger(), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_two_step_secrets_account_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_two_step_secrets')),
        sa.UniqueConstraint('account_id', name=op.f('uq_two_step_secrets_account_id'))
    )
    op.create_table('recovery_codes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('code_hash', sa.LargeBinary(), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_recovery_codes_account_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes')),
        sa.UniqueConstraint('account_id', 'code_hash', name=op.f('uq_recovery_codes_account_id_code_hash'))
    )
    op.add_column('workspaces', sa.Column('requires_two_step', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column('workspaces', 'requires_two_step', server_default=None)
    op.add_column('login_sessions', sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE login_sessions SET last_seen_at = rotated_at')
    op.alter_column('login_sessions', 'last_seen_at', nullable=False)


def downgrade() -> None:
    op.drop_column('login_sessions', 'last_seen_at')
    op.drop_column('workspaces', 'requires_two_step')
    op.drop_table('recovery_codes')
    op.drop_table('two_step_secrets')
    op.drop_table('passkeys')
