"""the first tables"""

import sqlalchemy as sa
from alembic import op


revision = 'ac40200a85cf'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accounts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('password_set_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('interface_language', sa.String(length=35), nullable=False),
    sa.Column('interface_theme', sa.String(length=8), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.Column('last_login_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_login_ip', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("interface_theme IN ('light', 'dark')", name=op.f('ck_accounts_interface_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts'))
    )
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.create_index('uq_accounts_email', [sa.literal_column('lower(email)')], unique=True)

    op.create_table('asset_nodes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_key', sa.Text(collation='C'), nullable=False),
    sa.Column('node_type', sa.String(length=6), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('upload_id', sa.Uuid(), nullable=True),
    sa.Column('upload_size', sa.BigInteger(), nullable=True),
    sa.Column('upload_sha256', sa.String(length=64), nullable=True),
    sa.Column('upload_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("node_type = 'file' OR (size = 0 AND sha256 IS NULL AND upload_id IS NULL)", name=op.f('ck_asset_nodes_folder')),
    sa.CheckConstraint("node_type IN ('file', 'folder')", name=op.f('ck_asset_nodes_node_type')),
    sa.CheckConstraint('(parent_id IS NULL) = (id = app_id)', name=op.f('ck_asset_nodes_root')),
    sa.CheckConstraint('(upload_id IS NULL) = (upload_at IS NULL)', name=op.f('ck_asset_nodes_upload')),
    sa.CheckConstraint('size >= 0', name=op.f('ck_asset_nodes_size')),
    sa.ForeignKeyConstraint(['parent_id'], ['asset_nodes.id'], name=op.f('fk_asset_nodes_parent_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_nodes')),
    sa.UniqueConstraint('parent_id', 'name_key', name=op.f('uq_asset_nodes_parent_id_name_key'))
    )
    with op.batch_alter_table('asset_nodes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_asset_nodes_app_id'), ['app_id'], unique=False)

    op.create_table('installation',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('setup_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('secret_check', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_installation_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_installation'))
    )
    op.create_table('storage_trash',
    sa.Column('storage_key', sa.Uuid(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('storage_key', name=op.f('pk_storage_trash'))
    )
    with op.batch_alter_table('storage_trash', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_storage_trash_not_before'), ['not_before'], unique=False)

    op.create_table('workspaces',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspaces'))
    )
    op.create_table('apps',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('mode', sa.String(length=16), nullable=False),
    sa.Column('icon_type', sa.String(length=8), nullable=True),
    sa.Column('icon', sa.Text(), nullable=True),
    sa.Column('icon_background', sa.Text(), nullable=True),
    sa.Column('use_icon_as_answer_icon', sa.Boolean(), nullable=False),
    sa.Column('max_active_requests', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Uuid(), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("mode IN ('chat', 'agent-chat', 'advanced-chat', 'workflow', 'completion')", name=op.f('ck_apps_mode')),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_apps_created_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['updated_by'], ['accounts.id'], name=op.f('fk_apps_updated_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_apps_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_apps'))
    )
    with op.batch_alter_table('apps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_apps_deleted_at'), ['deleted_at'], unique=False, postgresql_where='deleted_at IS NOT NULL')
        batch_op.create_index(batch_op.f('ix_apps_workspace_id_created_at'), ['workspace_id', 'created_at'], unique=False)

    op.create_table('workspace_members',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('owner', 'admin', 'editor', 'normal', 'dataset_operator')", name=op.f('ck_workspace_members_role')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_workspace_members_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_workspace_members_workspace_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspace_members')),
    sa.UniqueConstraint('workspace_id', 'account_id', name=op.f('uq_workspace_members_workspace_id_account_id'))
    )
    with op.batch_alter_table('workspace_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workspace_members_account_id'), ['account_id'], unique=False)

    op.create_table('asset_trees',
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.Column('node_count', sa.Integer(), nullable=False),
    sa.Column('total_size', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_asset_trees_app_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('app_id', name=op.f('pk_asset_trees')),
    postgresql_with={'fillfactor': 50}
    )
    op.create_table('blobs',
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('storage_key', sa.Uuid(), nullable=False),
    sa.Column('offset', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size > 0 AND "offset" >= 0', name=op.f('ck_blobs_extent')),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_blobs_app_id')),
    sa.PrimaryKeyConstraint('app_id', 'sha256', name=op.f('pk_blobs'))
    )
    with op.batch_alter_table('blobs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_blobs_storage_key'), ['storage_key'], unique=False)

    op.create_table('login_sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('rotated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('remember', sa.Boolean(), nullable=False),
    sa.Column('ip', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=255), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id', 'account_id'], ['workspace_members.workspace_id', 'workspace_members.account_id'], name=op.f('fk_login_sessions_workspace_id_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_sessions'))
    )
    with op.batch_alter_table('login_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_sessions_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_login_sessions_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_login_sessions_workspace_id_account_id'), ['workspace_id', 'account_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('login_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_sessions_workspace_id_account_id'))
        batch_op.drop_index(batch_op.f('ix_login_sessions_expires_at'))
        batch_op.drop_index(batch_op.f('ix_login_sessions_account_id'))

    op.drop_table('login_sessions')
    with op.batch_alter_table('blobs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_blobs_storage_key'))

    op.drop_table('blobs')
    op.drop_table('asset_trees')
    with op.batch_alter_table('workspace_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workspace_members_account_id'))

    op.drop_table('workspace_members')
    with op.batch_alter_table('apps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_apps_workspace_id_created_at'))
        batch_op.drop_index(batch_op.f('ix_apps_deleted_at'), postgresql_where='deleted_at IS NOT NULL')

    op.drop_table('apps')
    op.drop_table('workspaces')
    with op.batch_alter_table('storage_trash', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_storage_trash_not_before'))

    op.drop_table('storage_trash')
    op.drop_table('installation')
    with op.batch_alter_table('asset_nodes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_asset_nodes_app_id'))

    op.drop_table('asset_nodes')
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_index('uq_accounts_email')

    op.drop_table('accounts')
