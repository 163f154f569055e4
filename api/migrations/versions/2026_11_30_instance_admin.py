"""Instance admins, and the hosts that they let outbound requests go to.

Revision ID: 20261130_instance_admin
Revises: 20261130_mcp_tools
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_instance_admin"
down_revision = "20261130_mcp_tools"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("is_instance_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Whoever set the installation up has its oldest account.
    op.execute(
        "UPDATE accounts SET is_instance_admin = true WHERE id = (SELECT id FROM accounts ORDER BY created_at, id LIMIT 1)"
    )
    op.alter_column("accounts", "is_instance_admin", server_default=None)
    op.create_table(
        "allowed_hosts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host", sa.String(253), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_allowed_hosts_port")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name=op.f("fk_allowed_hosts_created_by_accounts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowed_hosts")),
        sa.UniqueConstraint("host", "port", name=op.f("uq_allowed_hosts_host_port")),
    )
    op.create_index(op.f("ix_allowed_hosts_created_by"), "allowed_hosts", ["created_by"])


def downgrade() -> None:
    op.drop_table("allowed_hosts")
    op.drop_column("accounts", "is_instance_admin")
