"""sources of knowledge bases"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_knowledge_sources'
down_revision = '20261130_dataset_owners'
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = postgresql.ARRAY(sa.Text())
    at = sa.DateTime(timezone=True)
    op.create_table('dataset_sources',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dataset_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('folder', sa.Text(), nullable=False),
    sa.Column('on_missing', sa.String(length=8), nullable=False),
    sa.Column('auto_sync', sa.Boolean(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=True),
    sa.Column('tree', sa.String(length=8), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('include', texts, nullable=False),
    sa.Column('exclude', texts, nullable=False),
    sa.Column('urls', texts, nullable=False),
    sa.Column('seen', sa.Text(), nullable=True),
    sa.Column('created_at', at, nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('updated_at', at, nullable=False),
    sa.CheckConstraint("kind IN ('asset_tree', 'archive', 'push', 'url_list')", name=op.f('ck_dataset_sources_kind')),
    sa.CheckConstraint("tree IN ('draft', 'active')", name=op.f('ck_dataset_sources_tree')),
    sa.CheckConstraint("on_missing IN ('delete', 'keep')", name=op.f('ck_dataset_sources_on_missing')),
    sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_dataset_sources_dataset_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_dataset_sources_app_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_dataset_sources_created_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dataset_sources'))
    )
    op.create_index('uq_dataset_sources_pushed', 'dataset_sources', ['dataset_id', 'folder'], unique=True, postgresql_where="kind = 'push'")
    op.create_index(op.f('ix_dataset_sources_dataset_id_created_at'), 'dataset_sources', ['dataset_id', 'created_at'])
    op.create_index(op.f('ix_dataset_sources_app_id'), 'dataset_sources', ['app_id'])
    op.create_index(op.f('ix_dataset_sources_created_by'), 'dataset_sources', ['created_by'])
    op.create_table('dataset_syncs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('began_by', sa.String(length=16), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in ('added', 'changed', 'moved', 'removed', 'kept', 'unchanged', 'skipped')),
    sa.Column('problems', postgresql.JSONB(), nullable=False),
    sa.Column('error_code', sa.String(length=64), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('claim', sa.Uuid(), nullable=True),
    sa.Column('claimed_until', at, nullable=True),
    sa.Column('created_at', at, nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('started_at', at, nullable=True),
    sa.Column('ended_at', at, nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'running', 'completed', 'error')", name=op.f('ck_dataset_syncs_state')),
    sa.CheckConstraint("began_by IN ('request', 'change')", name=op.f('ck_dataset_syncs_began_by')),
    sa.ForeignKeyConstraint(['source_id'], ['dataset_sources.id'], name=op.f('fk_dataset_syncs_source_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by'], ['accounts.id'], name=op.f('fk_dataset_syncs_created_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dataset_syncs'))
    )
    op.create_index('uq_dataset_syncs_waiting', 'dataset_syncs', ['source_id'], unique=True, postgresql_where="state = 'waiting'")
    op.create_index(op.f('ix_dataset_syncs_source_id_created_at'), 'dataset_syncs', ['source_id', 'created_at'])
    op.create_index('ix_dataset_syncs_work', 'dataset_syncs', ['created_at'], postgresql_where="state IN ('waiting', 'running')")
    op.create_index(op.f('ix_dataset_syncs_created_by'), 'dataset_syncs', ['created_by'])
    op.create_table('dataset_contents',
    sa.Column('dataset_id', sa.Uuid(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('storage_key', sa.Uuid(), nullable=False),
    sa.Column('created_at', at, nullable=False),
    sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_dataset_contents_dataset_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('dataset_id', 'content_hash', name=op.f('pk_dataset_contents'))
    )
    op.create_index(op.f('ix_dataset_contents_storage_key'), 'dataset_contents', ['storage_key'])
    op.create_index(op.f('ix_dataset_contents_created_at'), 'dataset_contents', ['created_at'])
    op.create_table('dataset_pack_lists',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dataset_id', sa.Uuid(), nullable=False),
    sa.Column('entries', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', at, nullable=False),
    sa.ForeignKeyConstraint(['dataset_id'], ['datasets.id'], name=op.f('fk_dataset_pack_lists_dataset_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dataset_pack_lists'))
    )
    op.create_index(op.f('ix_dataset_pack_lists_dataset_id'), 'dataset_pack_lists', ['dataset_id'])
    op.create_index(op.f('ix_dataset_pack_lists_created_at'), 'dataset_pack_lists', ['created_at'])
    op.create_foreign_key(op.f('fk_documents_source_id'), 'documents', 'dataset_sources', ['source_id'], ['id'], ondelete='SET NULL')


def downgrade() -> None:
    op.drop_constraint(op.f('fk_documents_source_id'), 'documents', type_='foreignkey')
    op.drop_table('dataset_pack_lists')
    op.drop_table('dataset_contents')
    op.drop_table('dataset_syncs')
    op.drop_table('dataset_sources')
