"""How often and how long: the seconds the workers live by. Read at every use, so that tests can run the same code faster."""

from __future__ import annotations

POLL = 0.5
"""Between two looks into a queue. A worker starts at most one job of a kind for each look, so a paper ends with an idle half of it."""
POLLS = {"process": 0.1, "index": 0.3}
"""The queues that somebody waits for. Each look costs about 2.5 ms of CPU."""

BEAT = 2.0
ALIVE = 10.0
"""Without a heartbeat for so long a worker counts as dead, and its jobs go to others."""

TICK = 60.0
PRUNE = 60.0
KEEP = 3600.0
"""Finished jobs stay in the database for so long."""

GRACE = 3
"""Whole seconds that a running job is given to end when its worker stops."""

AGAIN = 2.0
"""Before a worker tries again to reach a database that is away."""
