"""the audit log"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_audit_events'
down_revision = '20261130_verifications'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'audit_events',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=True),
        sa.Column('actor_kind', sa.String(16), nullable=False),
        sa.Column('actor_id', sa.Uuid(), nullable=True),
        sa.Column('actor_name', sa.Text(), nullable=False),
        sa.Column('deed', sa.String(64), nullable=False),
        sa.Column('object_kind', sa.String(32), nullable=False),
        sa.Column('object_id', sa.Uuid(), nullable=True),
        sa.Column('object_name', sa.Text(), nullable=False),
        sa.Column('details', postgresql.JSONB(), nullable=False),
        sa.Column('ip', sa.String(64), nullable=False),
        sa.Column('request_id', sa.String(64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_events')),
    )
    for columns in (['id'], ['actor_id', 'id'], ['object_id', 'id'], ['object_kind', 'id']):
        name = f"ix_audit_events_workspace_id_{'_'.join(columns)}"
        op.create_index(op.f(name), 'audit_events', ['workspace_id', *columns])
    op.create_index(op.f('ix_audit_events_created_at'), 'audit_events', ['created_at'])


def downgrade() -> None:
    op.drop_table('audit_events')
