"""indexes that are built while others answer"""

import sqlalchemy as sa
from alembic import op


revision = '20261130_indexes'
down_revision = '20261130_external_knowledge'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind in (('kind', sa.String(length=8)), ('embedded', sa.Integer()), ('attempt', sa.Integer())):
        default = 'vectors' if name == 'kind' else '0'
        op.add_column('knowledge_indexes', sa.Column(name, kind, nullable=False, server_default=default))
        op.alter_column('knowledge_indexes', name, server_default=None)
    op.add_column('knowledge_indexes', sa.Column('language', sa.String(length=40), nullable=True))
    op.add_column('knowledge_indexes', sa.Column('error_code', sa.String(length=64), nullable=True))
    op.add_column('knowledge_indexes', sa.Column('error', sa.Text(), nullable=True))
    op.add_column('knowledge_indexes', sa.Column('claim', sa.Uuid(), nullable=True))
    op.add_column('knowledge_indexes', sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('knowledge_indexes', sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f('ck_knowledge_indexes_kind'), 'knowledge_indexes', "kind IN ('vectors', 'words')")
    op.drop_index('uq_knowledge_indexes_active', table_name='knowledge_indexes')
    op.create_index('uq_knowledge_indexes_active', 'knowledge_indexes', ['dataset_id', 'kind'], unique=True, postgresql_where="state = 'active'")
    op.create_index('uq_knowledge_indexes_building', 'knowledge_indexes', ['dataset_id', 'kind'], unique=True, postgresql_where="state = 'building'")
    op.create_index(op.f('ix_knowledge_indexes_created_at'), 'knowledge_indexes', ['created_at'], unique=False, postgresql_where="state <> 'active'")
    op.create_table('indexed_documents',
        sa.Column('index_id', sa.Uuid(), nullable=False),
        sa.Column('document_id', sa.Uuid(), nullable=False),
        sa.Column('generation', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_indexed_documents_document_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['index_id'], ['knowledge_indexes.id'], name=op.f('fk_indexed_documents_index_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('index_id', 'document_id', name=op.f('pk_indexed_documents'))
    )
    op.create_index(op.f('ix_indexed_documents_document_id'), 'indexed_documents', ['document_id'], unique=False)


def downgrade() -> None:
    op.drop_table('indexed_documents')
    op.execute("DELETE FROM knowledge_indexes WHERE kind <> 'vectors'")
    op.drop_index(op.f('ix_knowledge_indexes_created_at'), table_name='knowledge_indexes')
    op.drop_index('uq_knowledge_indexes_building', table_name='knowledge_indexes')
    op.drop_index('uq_knowledge_indexes_active', table_name='knowledge_indexes')
    op.create_index('uq_knowledge_indexes_active', 'knowledge_indexes', ['dataset_id'], unique=True, postgresql_where="state = 'active'")
    op.drop_constraint(op.f('ck_knowledge_indexes_kind'), 'knowledge_indexes')
    for name in ('stopped_at', 'claimed_until', 'claim', 'error', 'error_code', 'language', 'attempt', 'embedded', 'kind'):
        op.drop_column('knowledge_indexes', name)
