"""tools of MCP servers as rows"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '20261130_mcp_tools'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'mcp_tools',
        sa.Column('server_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=128), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('description', sa.Text(), nullable=False),
        sa.Column('input_schema', postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ['server_id'], ['mcp_servers.id'], name=op.f('fk_mcp_tools_server_id_mcp_servers'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('server_id', 'name', name=op.f('pk_mcp_tools')),
    )
    op.execute("""
        INSERT INTO mcp_tools (server_id, name, position, description, input_schema)
        SELECT s.id, left(t.tool->>'name', 128), t.position - 1, t.tool->>'description', t.tool->'input_schema'
        FROM mcp_servers s CROSS JOIN LATERAL jsonb_array_elements(s.tools) WITH ORDINALITY AS t (tool, position)
        ON CONFLICT DO NOTHING
    """)
    op.drop_column('mcp_servers', 'tools')
    op.add_column('mcp_servers', sa.Column('left_out', sa.Integer(), nullable=False, server_default='0'))
    op.alter_column('mcp_servers', 'left_out', server_default=None)


def downgrade() -> None:
    op.add_column('mcp_servers', sa.Column('tools', postgresql.JSONB(), nullable=False, server_default='[]'))
    op.alter_column('mcp_servers', 'tools', server_default=None)
    op.execute("""
        UPDATE mcp_servers s SET tools = (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'name', t.name, 'description', t.description, 'input_schema', t.input_schema) ORDER BY t.position), '[]')
            FROM mcp_tools t WHERE t.server_id = s.id)
    """)
    op.drop_column('mcp_servers', 'left_out')
    op.drop_table('mcp_tools')
