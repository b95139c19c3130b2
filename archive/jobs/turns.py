"""Whose turn it is: gives each job its place in the line, so that nobody's thousand jobs keep another one's first waiting.

Start-time fair queueing with the engine's own priorities. A flow is what one space hands in, or what it imports in bulk; a
flow that joins begins where the line now stands, and each of its jobs stands one step behind the one before. An import takes
longer steps. What a person waits for stands in a line of its own before all others. Nothing ever starves: every step is finite.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from archive.jobs.database import ENQUEUED, jobs_table, turns_table

URGENT, NORMAL, BULK = "urgent", "normal", "bulk"
_STEP = {URGENT: 1, NORMAL: 1, BULK: 4}
"""Four papers that come in now for each one of an import, while both wait."""

_BEHIND = 1 << 24
"""Where the line behind the urgent one begins."""
_LAST = (1 << 31) - 1


def next_rank(connection: sa.Connection, queue: str, space: str, urgency: str) -> int:
    """The priority of the next job of this flow: small numbers run first."""
    line = jobs_table.c.priority < _BEHIND if urgency == URGENT else jobs_table.c.priority >= _BEHIND
    waiting = (jobs_table.c.queue_name == queue) & (jobs_table.c.status == ENQUEUED)
    now = connection.scalar(sa.select(sa.func.min(jobs_table.c.priority)).where(waiting, line))
    flow, start = f"{space}/{urgency}", 0 if urgency == URGENT else _BEHIND
    mine = (turns_table.c.queue == queue) & (turns_table.c.flow == flow)
    # Nobody waits: the line begins anew, and what flows stood at before counts no more.
    last = start if now is None else connection.scalar(sa.select(turns_table.c.rank).where(mine)) or start
    rank = min(_LAST, max(last, now or start) + _STEP[urgency])
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(turns_table).values(queue=queue, flow=flow, rank=rank)
    connection.execute(insert.on_conflict_do_update(index_elements=["queue", "flow"], set_={"rank": rank}))
    return rank
