"""invitations to workspaces, and when members were last active"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_invitations'
down_revision = '20261130_trigger_alerts'
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('workspace_invitations',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('role', sa.String(length=16), nullable=False),
        sa.Column('language', sa.String(length=35), nullable=False),
        sa.Column('invited_by', sa.Uuid(), nullable=True),
        sa.Column('verification_id', sa.Uuid(), nullable=False),
        sa.Column('mail_id', sa.Uuid(), nullable=False),
        sa.Column('sent_at', TIME, nullable=False),
        sa.Column('expires_at', TIME, nullable=False),
        sa.Column('accepted_at', TIME, nullable=True),
        sa.Column('accepted_by', sa.Uuid(), nullable=True),
        sa.Column('revoked_at', TIME, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.CheckConstraint("role IN ('owner', 'admin', 'editor', 'normal', 'dataset_operator') AND role <> 'owner'", name=op.f('ck_workspace_invitations_role')),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_workspace_invitations_workspace_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['invited_by'], ['accounts.id'], name=op.f('fk_workspace_invitations_invited_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['accepted_by'], ['accounts.id'], name=op.f('fk_workspace_invitations_accepted_by'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_workspace_invitations'))
    )
    op.create_index(
        'uq_workspace_invitations_open',
        'workspace_invitations',
        ['workspace_id', 'email'],
        unique=True,
        postgresql_where=sa.text('accepted_at IS NULL AND revoked_at IS NULL'),
    )
    for columns in (
        ['workspace_id', 'created_at'],
        ['verification_id'],
        ['invited_by'],
        ['accepted_by'],
        ['expires_at'],
    ):
        name = op.f(f'ix_workspace_invitations_{"_".join(columns)}')
        op.create_index(name, 'workspace_invitations', columns, unique=False)
    op.add_column('workspace_members', sa.Column('last_active_at', TIME, nullable=True))


def downgrade() -> None:
    op.drop_column('workspace_members', 'last_active_at')
    op.drop_table('workspace_invitations')
