"""trees count pending files; idempotency keys"""

import sqlalchemy as sa
from alembic import op


revision = '4f37cb859013'
down_revision = 'ac40200a85cf'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('idempotency_keys',
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('operation', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_idempotency_keys_app_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('app_id', 'operation', 'key', name=op.f('pk_idempotency_keys'))
    )
    op.create_index(op.f('ix_idempotency_keys_created_at'), 'idempotency_keys', ['created_at'], unique=False)
    op.add_column('asset_trees', sa.Column('pending_count', sa.Integer(), nullable=False, server_default='0'))
    op.execute("""
        UPDATE asset_trees t SET pending_count = n.pending
        FROM (SELECT app_id, count(*) AS pending FROM asset_nodes
              WHERE node_type = 'file' AND sha256 IS NULL GROUP BY app_id) n
        WHERE n.app_id = t.app_id""")
    op.alter_column('asset_trees', 'pending_count', server_default=None)


def downgrade() -> None:
    op.drop_column('asset_trees', 'pending_count')
    op.drop_index(op.f('ix_idempotency_keys_created_at'), table_name='idempotency_keys')
    op.drop_table('idempotency_keys')
