"""what the indexes in packs mean"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pack_lists',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('app_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('entries', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('nodes', 'hashes')", name=op.f('ck_pack_lists_kind')),
    sa.ForeignKeyConstraint(['app_id'], ['apps.id'], name=op.f('fk_pack_lists_app_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack_lists'))
    )
    op.create_index(op.f('ix_pack_lists_app_id'), 'pack_lists', ['app_id'], unique=False)
    op.create_index(op.f('ix_pack_lists_created_at'), 'pack_lists', ['created_at'], unique=False)
    # Random bytes: packing them would only take time.
    op.execute('ALTER TABLE pack_lists ALTER COLUMN entries SET STORAGE EXTERNAL')


def downgrade() -> None:
    op.drop_table('pack_lists')
