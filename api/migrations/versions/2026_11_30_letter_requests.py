"""letter_requests: mails that somebody asked for; verifications know their mail"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_letter_requests'
down_revision = '20261130_mails'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('verifications', sa.Column('mail_id', sa.Uuid(), nullable=True))
    op.create_table('letter_requests',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('verification_id', sa.Uuid(), nullable=False),
        sa.Column('sealed', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('reset', 'login_code', 'change_email', 'delete_account')", name=op.f('ck_letter_requests_kind')),
        sa.ForeignKeyConstraint(['verification_id'], ['verifications.id'], name=op.f('fk_letter_requests_verification_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_requests'))
    )
    op.create_index(op.f('ix_letter_requests_verification_id'), 'letter_requests', ['verification_id'], unique=False)
    op.create_index(op.f('ix_letter_requests_created_at'), 'letter_requests', ['created_at'], unique=False)


def downgrade() -> None:
    op.drop_table('letter_requests')
    op.drop_column('verifications', 'mail_id')
