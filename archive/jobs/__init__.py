"""Durable background jobs: put, live, work. The same code on SQLite and PostgreSQL; the engine (DBOS) shows nowhere else.

A job only says *look at this paper now*. What is true about the paper stands in the archive: a job that fails is logged and
gone, and whoever keeps the archive puts it again when something is left to do. **Handlers must be idempotent**: a worker
that was paused, cut off or killed had its job given to another one, and both may run it to the end, even at the same time.
"""

from archive.jobs.client import Jobs, open_jobs
from archive.jobs.database import Line
from archive.jobs.worker import work

__all__ = ["Jobs", "Line", "open_jobs", "work"]
