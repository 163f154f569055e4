"""Triggers: when somebody was last told that one failed.

Revision ID: 20261130_trigger_alerts
Revises: 20261130_account_pictures
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_trigger_alerts"
down_revision = "20261130_account_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("app_triggers", sa.Column("failure_told_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("app_triggers", "failure_told_at")
