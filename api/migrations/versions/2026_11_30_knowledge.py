"""knowledge bases, tags, and keys of knowledge bases"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_knowledge'
down_revision = '20261130_run_statuses'
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_room_for_vectors()
    op.add_column('api_tokens', sa.Column('type', sa.String(length=16), nullable=False, server_default='app'))
    op.add_column('api_tokens', sa.Column('workspace_id', sa.Uuid(), nullable=True))
    op.execute('UPDATE api_tokens SET workspace_id = apps.workspace_id FROM apps WHERE apps.id = api_tokens.app_id')
    op.alter_column('api_tokens', 'type', server_default=None)
    op.alter_column('api_tokens', 'workspace_id', nullable=False)
    op.alter_column('api_tokens', 'app_id', nullable=True)
    op.add_column('api_tokens', sa.Column('dataset_ids', postgresql.ARRAY(sa.Uuid()), nullable=True))
    op.add_column('api_tokens', sa.Column('read_only', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column('api_tokens', 'read_only', server_default=None)
    op.create_check_constraint(op.f('ck_api_tokens_type'), 'api_tokens', "type = 'app' AND app_id IS NOT NULL OR type = 'dataset' AND app_id IS NULL")
    op.create_index(op.f('ix_api_tokens_workspace_id'), 'api_tokens', ['workspace_id'], unique=False)
    op.create_foreign_key(op.f('fk_api_tokens_workspace_id'), 'api_tokens', 'workspaces', ['workspace_id'], ['id'], ondelete='CASCADE')
    op.create_table('datasets',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('description', sa.Text(), nullable=False),
        sa.Column('provider', sa.String(length=16), nullable=False),
        sa.Column('permission', sa.String(length=20), nullable=False),
        sa.Column('data_source_type', sa.String(length=32), nullable=True),
        sa.Column('indexing_technique', sa.String(length=16), nullable=True),
        sa.Column('doc_form', sa.String(length=24), nullable=False),
        sa.Column('doc_language', sa.String(length=40), nullable=False),
        sa.Column('embedding_model_provider', sa.Text(), nullable=True),
        sa.Column('embedding_model', sa.Text(), nullable=True),
        sa.Column('retrieval_model', postgresql.JSONB(), nullable=True),
        sa.Column('icon_info', postgresql.JSONB(), nullable=True),
        sa.Column('built_in_field_enabled', sa.Boolean(), nullable=False),
        sa.Column('enable_api', sa.Boolean(), nullable=False),
        sa.Column('by_key', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_by', sa.Uuid(), nullable=True),
        sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("doc_form IN ('text_model', 'qa_model', 'hierarchical_model')", name=op.f('ck_datasets_doc_form')),
        sa.CheckConstraint("indexing_technique IN ('high_quality', 'economy')", name=op.f('ck_datasets_indexing_technique')),
        sa.CheckConstraint("permission IN ('only_me', 'all_team_members', 'partial_members')", name=op.f('ck_datasets_permission')),
        sa.CheckConstraint("provider IN ('vendor', 'external')", name=op.f('ck_datasets_provider')),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_datasets_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['updated_by'], ['accounts.id'], name=op.f('fk_datasets_updated_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_datasets_workspace_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_datasets'))
    )
    op.create_index(op.f('ix_datasets_created_by'), 'datasets', ['created_by'], unique=False)
    op.create_index(op.f('ix_datasets_deleted_at'), 'datasets', ['deleted_at'], unique=False, postgresql_where='deleted_at IS NOT NULL')
    op.create_index(op.f('ix_datasets_updated_by'), 'datasets', ['updated_by'], unique=False)
    op.create_index(op.f('ix_datasets_workspace_id_created_at'), 'datasets', ['workspace_id', 'created_at'], unique=False)
    op.create_index('uq_datasets_name', 'datasets', ['workspace_id', 'name'], unique=True, postgresql_where='deleted_at IS NULL')
    op.create_table('embedding_cache',
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('provider', sa.Text(), nullable=False),
        sa.Column('model', sa.Text(), nullable=False),
        sa.Column('text_hash', sa.String(length=64), nullable=False),
        sa.Column('vector', sa.LargeBinary(), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_embedding_cache_workspace_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('workspace_id', 'provider', 'model', 'text_hash', name=op.f('pk_embedding_cache'))
    )
    op.create_index(op.f('ix_embedding_cache_used_at'), 'embedding_cache', ['used_at'], unique=False)
    op.create_table('tags',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('type', sa.String(length=16), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.CheckConstraint("type IN ('app', 'knowledge')", name=op.f('ck_tags_type')),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_tags_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspaces.id'], name=op.f('fk_tags_workspace_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tags')),
        sa.UniqueConstraint('workspace_id', 'type', 'name', name=op.f('uq_tags_workspace_id_type_name'))
    )
    op.create_index(op.f('ix_tags_created_by'), 'tags', ['created_by'], unique=False)
    op.create_table('app_datasets',
        sa.Column('app_id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_app_datasets_app_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_app_datasets_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('app_id', 'dataset_id', name=op.f('pk_app_datasets'))
    )
    op.create_index(op.f('ix_app_datasets_dataset_id'), 'app_datasets', ['dataset_id'], unique=False)
    op.create_table('dataset_members',
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_dataset_members_account_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_dataset_members_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('dataset_id', 'account_id', name=op.f('pk_dataset_members'))
    )
    op.create_index(op.f('ix_dataset_members_account_id'), 'dataset_members', ['account_id'], unique=False)
    op.create_table('dataset_metadatas',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('type', sa.String(length=16), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.CheckConstraint("type IN ('string', 'number', 'time')", name=op.f('ck_dataset_metadatas_type')),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_dataset_metadatas_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_dataset_metadatas_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dataset_metadatas')),
        sa.UniqueConstraint('dataset_id', 'name', name=op.f('uq_dataset_metadatas_dataset_id_name'))
    )
    op.create_index(op.f('ix_dataset_metadatas_created_by'), 'dataset_metadatas', ['created_by'], unique=False)
    op.create_table('dataset_process_rules',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('mode', sa.String(length=16), nullable=False),
        sa.Column('rules', postgresql.JSONB(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.CheckConstraint("mode IN ('automatic', 'custom', 'hierarchical')", name=op.f('ck_dataset_process_rules_mode')),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_dataset_process_rules_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_dataset_process_rules_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dataset_process_rules'))
    )
    op.create_index(op.f('ix_dataset_process_rules_created_by'), 'dataset_process_rules', ['created_by'], unique=False)
    op.create_index(op.f('ix_dataset_process_rules_dataset_id_created_at'), 'dataset_process_rules', ['dataset_id', 'created_at'], unique=False)
    op.create_table('dataset_queries',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('source', sa.String(length=16), nullable=False),
        sa.Column('source_app_id', sa.Uuid(), nullable=True),
        sa.Column('created_by_role', sa.String(length=16), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_dataset_queries_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dataset_queries'))
    )
    op.create_index(op.f('ix_dataset_queries_created_at'), 'dataset_queries', ['created_at'], unique=False)
    op.create_index(op.f('ix_dataset_queries_dataset_id_created_at'), 'dataset_queries', ['dataset_id', 'created_at'], unique=False)
    op.create_table('knowledge_indexes',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('store', sa.String(length=16), nullable=False),
        sa.Column('provider', sa.Text(), nullable=False),
        sa.Column('model', sa.Text(), nullable=False),
        sa.Column('dimensions', sa.Integer(), nullable=True),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('building', 'active', 'retired')", name=op.f('ck_knowledge_indexes_state')),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_knowledge_indexes_dataset_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_knowledge_indexes'))
    )
    op.create_index(op.f('ix_knowledge_indexes_dataset_id'), 'knowledge_indexes', ['dataset_id'], unique=False)
    op.create_index('uq_knowledge_indexes_active', 'knowledge_indexes', ['dataset_id'], unique=True, postgresql_where="state = 'active'")
    op.create_table('tag_bindings',
        sa.Column('tag_id', sa.Uuid(), nullable=False),
        sa.Column('target_id', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_tag_bindings_tag_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('tag_id', 'target_id', name=op.f('pk_tag_bindings'))
    )
    op.create_index(op.f('ix_tag_bindings_target_id'), 'tag_bindings', ['target_id'], unique=False)
    op.create_table('documents',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('folder', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('data_source_type', sa.String(length=32), nullable=False),
        sa.Column('upload_file_id', sa.Uuid(), nullable=True),
        sa.Column('source_id', sa.Uuid(), nullable=True),
        sa.Column('source_key', sa.Text(), nullable=True),
        sa.Column('content_hash', sa.String(length=64), nullable=True),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('extension', sa.String(length=32), nullable=False),
        sa.Column('mime_type', sa.String(length=255), nullable=False),
        sa.Column('storage_key', sa.Uuid(), nullable=True),
        sa.Column('text_storage_key', sa.Uuid(), nullable=True),
        sa.Column('doc_form', sa.String(length=24), nullable=False),
        sa.Column('doc_language', sa.String(length=40), nullable=False),
        sa.Column('process_rule_id', sa.Uuid(), nullable=True),
        sa.Column('batch', sa.String(length=32), nullable=False),
        sa.Column('generation', sa.Integer(), nullable=False),
        sa.Column('building', sa.Integer(), nullable=True),
        sa.Column('is_urgent', sa.Boolean(), nullable=False),
        sa.Column('indexing_status', sa.String(length=16), nullable=False),
        sa.Column('error_code', sa.String(length=64), nullable=True),
        sa.Column('error', sa.Text(), nullable=True),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('claim', sa.Uuid(), nullable=True),
        sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('total_segments', sa.Integer(), nullable=False),
        sa.Column('completed_segments', sa.Integer(), nullable=False),
        sa.Column('processing_started_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('parsing_completed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('cleaning_completed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('splitting_completed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('tokens', sa.BigInteger(), nullable=False),
        sa.Column('word_count', sa.BigInteger(), nullable=False),
        sa.Column('enabled', sa.Boolean(), nullable=False),
        sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('disabled_by', sa.Uuid(), nullable=True),
        sa.Column('archived', sa.Boolean(), nullable=False),
        sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('metadata', postgresql.JSONB(), nullable=False),
        sa.Column('created_from', sa.String(length=16), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("doc_form IN ('text_model', 'qa_model', 'hierarchical_model')", name=op.f('ck_documents_doc_form')),
        sa.CheckConstraint("indexing_status IN ('waiting', 'parsing', 'cleaning', 'splitting', 'indexing', 'paused', 'error', 'completed')", name=op.f('ck_documents_indexing_status')),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_documents_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_documents_dataset_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['disabled_by'], ['accounts.id'], name=op.f('fk_documents_disabled_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['process_rule_id'], ['dataset_process_rules.id'], name=op.f('fk_documents_process_rule_id'), ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
        sa.UniqueConstraint('source_id', 'source_key', name=op.f('uq_documents_source_id_source_key'))
    )
    op.create_index(op.f('ix_documents_claimed_until'), 'documents', ['claimed_until'], unique=False)
    op.create_index(op.f('ix_documents_created_by'), 'documents', ['created_by'], unique=False)
    op.create_index(op.f('ix_documents_dataset_id_batch'), 'documents', ['dataset_id', 'batch'], unique=False)
    op.create_index(op.f('ix_documents_dataset_id_folder_name'), 'documents', ['dataset_id', 'folder', 'name'], unique=False)
    op.create_index(op.f('ix_documents_dataset_id_position'), 'documents', ['dataset_id', 'position'], unique=False)
    op.create_index(op.f('ix_documents_disabled_by'), 'documents', ['disabled_by'], unique=False)
    op.create_index(op.f('ix_documents_process_rule_id'), 'documents', ['process_rule_id'], unique=False)
    op.create_index(op.f('ix_documents_storage_key'), 'documents', ['storage_key'], unique=False)
    op.create_index(op.f('ix_documents_text_storage_key'), 'documents', ['text_storage_key'], unique=False)
    op.create_index('ix_documents_work', 'documents', ['is_urgent', 'workspace_id', 'created_at'], unique=False, postgresql_where="building IS NOT NULL AND indexing_status NOT IN ('paused', 'error', 'completed')")
    op.create_table('segments',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('generation', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('answer', sa.Text(), nullable=True),
        sa.Column('text_hash', sa.String(length=64), nullable=False),
        sa.Column('text_start', sa.BigInteger(), nullable=True),
        sa.Column('text_end', sa.BigInteger(), nullable=True),
        sa.Column('page_from', sa.Integer(), nullable=True),
        sa.Column('page_to', sa.Integer(), nullable=True),
        sa.Column('heading', postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column('keywords', postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column('tokens', sa.Integer(), nullable=False),
        sa.Column('word_count', sa.Integer(), nullable=False),
        sa.Column('enabled', sa.Boolean(), nullable=False),
        sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('hit_count', sa.Integer(), nullable=False),
        sa.Column('edited', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_segments_created_by'), ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_segments_dataset_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_segments_document_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_segments')),
        sa.UniqueConstraint('document_id', 'generation', 'position', name=op.f('uq_segments_document_id_generation_position'))
    )
    op.create_index(op.f('ix_segments_created_by'), 'segments', ['created_by'], unique=False)
    op.create_index(op.f('ix_segments_dataset_id_text_hash'), 'segments', ['dataset_id', 'text_hash'], unique=False)
    op.create_table('child_chunks',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('dataset_id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('segment_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('text_hash', sa.String(length=64), nullable=False),
        sa.Column('text_start', sa.BigInteger(), nullable=True),
        sa.Column('text_end', sa.BigInteger(), nullable=True),
        sa.Column('tokens', sa.Integer(), nullable=False),
        sa.Column('word_count', sa.Integer(), nullable=False),
        sa.Column('type', sa.String(length=16), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("type IN ('automatic', 'customized')", name=op.f('ck_child_chunks_type')),
        sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_child_chunks_dataset_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_child_chunks_document_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['segment_id'], ['segments.id'], name=op.f('fk_child_chunks_segment_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_child_chunks'))
    )
    op.create_index(op.f('ix_child_chunks_dataset_id_text_hash'), 'child_chunks', ['dataset_id', 'text_hash'], unique=False)
    op.create_index(op.f('ix_child_chunks_document_id'), 'child_chunks', ['document_id'], unique=False)
    op.create_index(op.f('ix_child_chunks_segment_id_position'), 'child_chunks', ['segment_id', 'position'], unique=False)


def make_room_for_vectors() -> None:
    """A schema of their own, and the extension where the server has it and lets us; `datasets` tries again later."""
    connection = op.get_bind()
    connection.execute(sa.text('CREATE SCHEMA IF NOT EXISTS vectors'))
    if connection.scalar(sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")):
        try:
            with connection.begin_nested():
                connection.execute(sa.text('CREATE EXTENSION IF NOT EXISTS vector'))
        except sa.exc.ProgrammingError:
            pass


def downgrade() -> None:
    op.execute('DROP SCHEMA vectors CASCADE')
    op.drop_table('child_chunks')
    op.drop_table('segments')
    op.drop_table('documents')
    op.drop_table('tag_bindings')
    op.drop_table('knowledge_indexes')
    op.drop_table('dataset_queries')
    op.drop_table('dataset_process_rules')
    op.drop_table('dataset_metadatas')
    op.drop_table('dataset_members')
    op.drop_table('app_datasets')
    op.drop_table('tags')
    op.drop_table('embedding_cache')
    op.drop_table('datasets')
    op.execute("DELETE FROM api_tokens WHERE type = 'dataset'")
    op.drop_constraint(op.f('ck_api_tokens_type'), 'api_tokens')
    for name in ('read_only', 'dataset_ids', 'workspace_id', 'type'):
        op.drop_column('api_tokens', name)
    op.alter_column('api_tokens', 'app_id', nullable=False)
