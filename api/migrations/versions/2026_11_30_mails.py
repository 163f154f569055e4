"""Mails: what is sent to people, and how far it is.

Revision ID: 20261130_mails
Revises: 20261130_audit_events
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_mails"
down_revision = "20261130_audit_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("sealed_content", sa.Text(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed', 'undelivered', 'cancelled')",
            name=op.f("ck_mails_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    op.create_index(op.f("ix_mails_created_at"), "mails", ["created_at"])
    op.create_index(op.f("ix_mails_state_created_at"), "mails", ["state", "created_at"])
    op.create_index("ix_mails_due", "mails", ["due_at"], postgresql_where="due_at IS NOT NULL")
    op.create_index("ix_mails_expiring", "mails", ["expires_at"], postgresql_where="sealed_content IS NOT NULL")
    op.create_index("ix_mails_claimed", "mails", ["claimed_until"], postgresql_where="claimed_until IS NOT NULL")


def downgrade() -> None:
    op.drop_table("mails")
