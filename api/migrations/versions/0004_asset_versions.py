"""versions of asset trees, and which of them is an app's active one"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('asset_versions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('tree_hash', sa.String(length=64), nullable=False),
    sa.Column('node_count', sa.Integer(), nullable=False),
    sa.Column('total_size', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_asset_versions_app_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_asset_versions_created_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_versions')),
    sa.UniqueConstraint('app_id', 'number', name=op.f('uq_asset_versions_app_id_number'))
    )
    op.create_index(op.f('ix_asset_versions_created_by'), 'asset_versions', ['created_by'], unique=False)
    op.create_table('asset_version_nodes',
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('node_id', sa.Uuid(), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_key', sa.Text(collation='C'), nullable=False),
    sa.Column('node_type', sa.String(length=6), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('version_id', 'node_id', name=op.f('pk_asset_version_nodes')),
    sa.UniqueConstraint('version_id', 'parent_id', 'name_key', name=op.f('uq_asset_version_nodes_version_id_parent_id_name_key'))
    )
    # The two tables name each other: this key comes last, and goes first.
    op.add_column('apps', sa.Column('asset_version_id', sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f('fk_apps_asset_version_id'), 'apps', 'asset_versions', ['asset_version_id'], ['id'], ondelete='SET NULL')
    op.create_index(op.f('ix_apps_asset_version_id'), 'apps', ['asset_version_id'], unique=False)
    op.add_column('asset_trees', sa.Column('last_version', sa.Integer(), nullable=False, server_default='0'))
    op.alter_column('asset_trees', 'last_version', server_default=None)


def downgrade() -> None:
    op.drop_column('asset_trees', 'last_version')
    op.drop_index(op.f('ix_apps_asset_version_id'), table_name='apps')
    op.drop_constraint(op.f('fk_apps_asset_version_id'), 'apps', type_='foreignkey')
    op.drop_column('apps', 'asset_version_id')
    op.drop_table('asset_version_nodes')
    op.drop_table('asset_versions')
