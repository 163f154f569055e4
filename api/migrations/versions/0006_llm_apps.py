"""providers, tools, runs, conversations, and what apps need for them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('default_models',
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('model_type', sa.String(length=32), nullable=False),
    sa.Column('provider', sa.String(length=64), nullable=False),
    sa.Column('model', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_default_models_workspace_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workspace_id', 'model_type', name=op.f('pk_default_models'))
    )
    op.create_table('mcp_servers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('sealed_headers', sa.Text(), nullable=True),
    sa.Column('tools', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_mcp_servers_created_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_mcp_servers_workspace_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mcp_servers')),
    sa.UniqueConstraint('workspace_id', 'name', name=op.f('uq_mcp_servers_workspace_id_name'))
    )
    op.create_index(op.f('ix_mcp_servers_created_by'), 'mcp_servers', ['created_by'], unique=False)
    op.create_table('provider_credentials',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('provider', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_provider_credentials_created_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_provider_credentials_workspace_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_credentials')),
    sa.UniqueConstraint('workspace_id', 'provider', 'name', name=op.f('uq_provider_credentials_workspace_id_provider_name'))
    )
    op.create_index(op.f('ix_provider_credentials_created_by'), 'provider_credentials', ['created_by'], unique=False)
    op.create_index('uq_provider_credentials_active', 'provider_credentials', ['workspace_id', 'provider'], unique=True, postgresql_where='active')
    op.create_table('provider_models',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('provider', sa.String(length=64), nullable=False),
    sa.Column('model_type', sa.String(length=32), nullable=False),
    sa.Column('model', sa.String(length=255), nullable=False),
    sa.Column('enabled', sa.Boolean(), nullable=False),
    sa.Column('properties', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_provider_models_workspace_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_models')),
    sa.UniqueConstraint('workspace_id', 'provider', 'model_type', 'model', name=op.f('uq_provider_models_workspace_id_provider_model_type_model'))
    )
    op.create_table('end_users',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.String(length=255), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_end_users_app_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_end_users')),
    sa.UniqueConstraint('app_id', 'session_id', name=op.f('uq_end_users_app_id_session_id'))
    )
    op.create_table('sites',
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('icon_type', sa.String(length=8), nullable=True),
    sa.Column('icon', sa.Text(), nullable=True),
    sa.Column('icon_background', sa.Text(), nullable=True),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('default_language', sa.String(length=16), nullable=False),
    sa.Column('chat_color_theme', sa.String(length=32), nullable=True),
    sa.Column('chat_color_theme_inverted', sa.Boolean(), nullable=False),
    sa.Column('copyright', sa.Text(), nullable=True),
    sa.Column('privacy_policy', sa.Text(), nullable=True),
    sa.Column('custom_disclaimer', sa.Text(), nullable=False),
    sa.Column('customize_domain', sa.Text(), nullable=True),
    sa.Column('customize_token_strategy', sa.String(length=16), nullable=False),
    sa.Column('prompt_public', sa.Boolean(), nullable=False),
    sa.Column('show_workflow_steps', sa.Boolean(), nullable=False),
    sa.Column('use_icon_as_answer_icon', sa.Boolean(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_sites_app_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('app_id', name=op.f('pk_sites')),
    sa.UniqueConstraint('code', name=op.f('uq_sites_code'))
    )
    op.create_table('app_model_configs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('config', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('asset_version_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_app_model_configs_app_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['asset_version_id'], ['asset_versions.id'], name=op.f('fk_app_model_configs_asset_version_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_app_model_configs_created_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_app_model_configs'))
    )
    op.create_index(op.f('ix_app_model_configs_app_id'), 'app_model_configs', ['app_id'], unique=False)
    op.create_index(op.f('ix_app_model_configs_asset_version_id'), 'app_model_configs', ['asset_version_id'], unique=False)
    op.create_index(op.f('ix_app_model_configs_created_by'), 'app_model_configs', ['created_by'], unique=False)
    op.create_table('conversations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('mode', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('inputs', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('end_user_id', sa.Uuid(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_conversations_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_conversations_app_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['end_user_id'], ['end_users.id'], name=op.f('fk_conversations_end_user_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations'))
    )
    op.create_index(op.f('ix_conversations_account_id_updated_at'), 'conversations', ['account_id', 'updated_at'], unique=False)
    op.create_index(op.f('ix_conversations_app_id_created_at'), 'conversations', ['app_id', 'created_at'], unique=False)
    op.create_index(op.f('ix_conversations_app_id_updated_at'), 'conversations', ['app_id', 'updated_at'], unique=False)
    op.create_index(op.f('ix_conversations_deleted_at'), 'conversations', ['deleted_at'], unique=False, postgresql_where='deleted_at IS NOT NULL')
    op.create_index(op.f('ix_conversations_end_user_id_updated_at'), 'conversations', ['end_user_id', 'updated_at'], unique=False)
    op.create_table('upload_files',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=True),
    sa.Column('end_user_id', sa.Uuid(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('extension', sa.String(length=32), nullable=False),
    sa.Column('mime_type', sa.String(length=255), nullable=False),
    sa.Column('storage_key', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_upload_files_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_upload_files_app_id')),
    sa.ForeignKeyConstraint(['end_user_id'], ['end_users.id'], name=op.f('fk_upload_files_end_user_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_upload_files_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload_files'))
    )
    op.create_index(op.f('ix_upload_files_account_id'), 'upload_files', ['account_id'], unique=False)
    op.create_index(op.f('ix_upload_files_app_id'), 'upload_files', ['app_id'], unique=False)
    op.create_index(op.f('ix_upload_files_end_user_id'), 'upload_files', ['end_user_id'], unique=False)
    op.create_index(op.f('ix_upload_files_storage_key'), 'upload_files', ['storage_key'], unique=False)
    op.create_index(op.f('ix_upload_files_workspace_id'), 'upload_files', ['workspace_id'], unique=False)
    op.create_table('conversation_variables',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('value_type', sa.String(length=16), nullable=False),
    sa.Column('value', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_conversation_variables_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation_variables')),
    sa.UniqueConstraint('conversation_id', 'name', name=op.f('uq_conversation_variables_conversation_id_name'))
    )
    op.create_table('runs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('input', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('end_user_id', sa.Uuid(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('model_config_id', sa.Uuid(), nullable=True),
    sa.Column('asset_version_id', sa.Uuid(), nullable=True),
    sa.Column('lease_token', sa.Integer(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stop_requested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error_code', sa.String(length=64), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('total_tokens', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("status IN ('queued', 'running', 'succeeded', 'failed', 'stopped')", name=op.f('ck_runs_status')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_runs_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_runs_app_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['asset_version_id'], ['asset_versions.id'], name=op.f('fk_runs_asset_version_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['end_user_id'], ['end_users.id'], name=op.f('fk_runs_end_user_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['model_config_id'], ['app_model_configs.id'], name=op.f('fk_runs_model_config_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_runs'))
    )
    op.create_index(op.f('ix_runs_account_id'), 'runs', ['account_id'], unique=False)
    op.create_index(op.f('ix_runs_app_id_created_at'), 'runs', ['app_id', 'created_at'], unique=False)
    op.create_index(op.f('ix_runs_asset_version_id'), 'runs', ['asset_version_id'], unique=False)
    op.create_index(op.f('ix_runs_end_user_id'), 'runs', ['end_user_id'], unique=False)
    op.create_index(op.f('ix_runs_model_config_id'), 'runs', ['model_config_id'], unique=False)
    op.create_index(op.f('ix_runs_lease_until'), 'runs', ['lease_until'], unique=False, postgresql_where='lease_until IS NOT NULL')
    op.create_table('messages',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('parent_message_id', sa.Uuid(), nullable=True),
    sa.Column('run_id', sa.Uuid(), nullable=True),
    sa.Column('inputs', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('model_provider', sa.String(length=64), nullable=True),
    sa.Column('model', sa.String(length=255), nullable=True),
    sa.Column('prompt', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('prompt_tokens', sa.Integer(), nullable=False),
    sa.Column('completion_tokens', sa.Integer(), nullable=False),
    sa.Column('prompt_unit_price', sa.Numeric(precision=14, scale=6), nullable=False),
    sa.Column('completion_unit_price', sa.Numeric(precision=14, scale=6), nullable=False),
    sa.Column('total_price', sa.Numeric(precision=18, scale=9), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('latency', sa.Double(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('running', 'normal', 'stopped', 'error')", name=op.f('ck_messages_status')),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_messages_app_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_messages_conversation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['parent_message_id'], ['messages.id'], name=op.f('fk_messages_parent_message_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['run_id'], ['runs.id'], name=op.f('fk_messages_run_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages'))
    )
    op.create_index(op.f('ix_messages_app_id_created_at'), 'messages', ['app_id', 'created_at'], unique=False)
    op.create_index(op.f('ix_messages_conversation_id_created_at'), 'messages', ['conversation_id', 'created_at'], unique=False)
    op.create_index(op.f('ix_messages_parent_message_id'), 'messages', ['parent_message_id'], unique=False)
    op.create_index(op.f('ix_messages_run_id'), 'messages', ['run_id'], unique=False)
    op.create_table('message_agent_thoughts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('thought', sa.Text(), nullable=False),
    sa.Column('tool', sa.Text(), nullable=False),
    sa.Column('tool_input', sa.Text(), nullable=False),
    sa.Column('observation', sa.Text(), nullable=False),
    sa.Column('tokens', sa.Integer(), nullable=False),
    sa.Column('latency', sa.Double(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_message_agent_thoughts_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_agent_thoughts')),
    sa.UniqueConstraint('message_id', 'position', name=op.f('uq_message_agent_thoughts_message_id_position'))
    )
    op.create_table('message_feedbacks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('rating', sa.String(length=8), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('end_user_id', sa.Uuid(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("rating IN ('like', 'dislike')", name=op.f('ck_message_feedbacks_rating')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_message_feedbacks_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_message_feedbacks_app_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['end_user_id'], ['end_users.id'], name=op.f('fk_message_feedbacks_end_user_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_message_feedbacks_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_feedbacks')),
    sa.UniqueConstraint('message_id', 'account_id', name=op.f('uq_message_feedbacks_message_id_account_id')),
    sa.UniqueConstraint('message_id', 'end_user_id', name=op.f('uq_message_feedbacks_message_id_end_user_id'))
    )
    op.create_index(op.f('ix_message_feedbacks_account_id'), 'message_feedbacks', ['account_id'], unique=False)
    op.create_index(op.f('ix_message_feedbacks_app_id_created_at'), 'message_feedbacks', ['app_id', 'created_at'], unique=False)
    op.create_index(op.f('ix_message_feedbacks_end_user_id'), 'message_feedbacks', ['end_user_id'], unique=False)
    op.create_table('message_files',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.String(length=16), nullable=False),
    sa.Column('transfer_method', sa.String(length=16), nullable=False),
    sa.Column('url', sa.Text(), nullable=True),
    sa.Column('upload_file_id', sa.Uuid(), nullable=True),
    sa.Column('belongs_to', sa.String(length=16), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_message_files_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['upload_file_id'], ['upload_files.id'], name=op.f('fk_message_files_upload_file_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_files'))
    )
    op.create_index(op.f('ix_message_files_message_id'), 'message_files', ['message_id'], unique=False)
    op.create_index(op.f('ix_message_files_upload_file_id'), 'message_files', ['upload_file_id'], unique=False)
    op.add_column('apps', sa.Column('model_config_id', sa.Uuid(), nullable=True))
    op.add_column('apps', sa.Column('enable_api', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column('apps', sa.Column('enable_site', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index(op.f('ix_apps_model_config_id'), 'apps', ['model_config_id'], unique=False)
    op.create_foreign_key(op.f('fk_apps_model_config_id'), 'apps', 'app_model_configs', ['model_config_id'], ['id'], ondelete='SET NULL', use_alter=True)
    op.alter_column('apps', 'enable_api', server_default=None)
    op.alter_column('apps', 'enable_site', server_default=None)
    # From now on a site is made with its app.
    op.execute("""
        INSERT INTO sites (app_id, code, title, icon_type, icon, icon_background, description, default_language,
            chat_color_theme_inverted, custom_disclaimer, customize_token_strategy, prompt_public, show_workflow_steps,
            use_icon_as_answer_icon, updated_at)
        SELECT id, substr(md5(random()::text || id::text), 1, 16), name, icon_type, icon, icon_background, description,
            'en-US', false, '', 'not_allow', false, true, use_icon_as_answer_icon, now()
        FROM apps
    """)


def downgrade() -> None:
    op.drop_constraint(op.f('fk_apps_model_config_id'), 'apps', type_='foreignkey')
    op.drop_column('apps', 'enable_site')
    op.drop_column('apps', 'enable_api')
    op.drop_column('apps', 'model_config_id')
    op.drop_table('message_files')
    op.drop_table('message_feedbacks')
    op.drop_table('message_agent_thoughts')
    op.drop_table('messages')
    op.drop_table('runs')
    op.drop_table('conversation_variables')
    op.drop_table('upload_files')
    op.drop_table('conversations')
    op.drop_table('app_model_configs')
    op.drop_table('sites')
    op.drop_table('end_users')
    op.drop_table('provider_models')
    op.drop_table('provider_credentials')
    op.drop_table('mcp_servers')
    op.drop_table('default_models')
