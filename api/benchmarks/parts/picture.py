"""A bar for each goal: how much of what it allows is used. Legible on light and dark pages."""

from html import escape

from benchmarks.parts.table import Row, number

_WIDTH, _LEFT, _GOAL, _STEP = 840, 400, 680, 26
_CUT = 1.35
_STYLE = """\
    .page { fill: #ffffff; stroke: #d0d7de }
    .bar { fill: #2f7d4f }
    .miss { fill: #b35900 }
    .head { fill: #1f2328; font-size: 15px; font-weight: 600 }
    .text { fill: #3d444d; font-size: 12px }
    .line { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 4 3 }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; stroke: #30363d }
      .bar { fill: #56b37c }
      .miss { fill: #e3a04f }
      .head { fill: #f0f6fc }
      .text { fill: #c9d1d9 }
      .line { stroke: #8b949e }
    }"""


def drawn(rows: list[Row]) -> str:
    bars: list[str] = []
    above = ""
    for row in rows:
        # "  the same …" goes on about the row above it.
        above = above if row.work.startswith(" ") else row.work
        if row.used is not None:
            name = f"{above}, {row.work.strip()}" if row.work.startswith(" ") else row.work
            bars.append(_bar(name, row, row.used, 76 + _STEP * len(bars)))
    height = 76 + _STEP * len(bars) + 14
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img"
     aria-labelledby="title description"
     font-family="system-ui, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif">
  <title id="title">How much of what its goal allows each takes</title>
  <desc id="description">One bar for each goal of speed; shorter is better. A bar that ends before the dashed line
    meets its goal. The numbers stand in the tables of docs/performance.md.</desc>
  <style>
{_STYLE}
  </style>
  <rect class="page" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="10"/>
  <text class="head" x="20" y="32">How much of what its goal allows each takes: shorter is better</text>
  <text class="text" x="{_GOAL}" y="56" text-anchor="middle">the goal (bars end at {_CUT} × it)</text>
{chr(10).join(bars)}
  <path class="line" d="M{_GOAL} 64 V{height - 14}"/>
</svg>
"""


def _bar(name: str, row: Row, used: float, y: int) -> str:
    end = _LEFT + min(used, _CUT) * (_GOAL - _LEFT)
    kind = "bar" if used <= 1 else "miss"
    result = " ".join([number(row.value), *row.unit.split()[:1]])
    return (
        f'  <text class="text" x="{_LEFT - 10}" y="{y + 12}" text-anchor="end">{escape(name)}</text>\n'
        f'  <rect class="{kind}" x="{_LEFT}" y="{y}" width="{max(end - _LEFT, 2):.0f}" height="16" rx="2"/>\n'
        f'  <text class="text" x="{max(end, _GOAL) + 8:.0f}" y="{y + 12}">{escape(result)}</text>'
    )
