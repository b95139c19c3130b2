"""The DBOS client: its tables, how jobs are put in, taken back from the dead, thrown away. Runs no job.

Importing this module costs more than half a second; others import it where they need it, not at their top.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from archive.jobs import rhythm, turns
from archive.jobs.database import SCHEMA, Database, Taken, reachable

# before DBOS is imported: it adds a console handler of its own to a logger that has none
logging.getLogger("dbos").addHandler(logging.NullHandler())
logging.getLogger("dbos").setLevel(logging.WARNING)

from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions, error  # noqa: E402 - see above

APPLICATION = "mappe"
VERSION = "1"
"""Constant on purpose: DBOS never gives jobs of one version to workers of another, so a changed version strands them."""

WORKFLOW = "job"
ONE_AT_A_TIME = frozenset({"index"})
"""Queues that run one job at a time over all workers; the others run one in each worker process."""

_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_BATCH = 500


class Engine:
    """What is done to the engine's tables from outside a running job."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with reachable():
            self._client = DBOSClient(
                system_database_engine=database.engine,
                dbos_system_schema=SCHEMA,
                serializer=DBOSPortableJSONSerializer(),
                application_name=APPLICATION,
                lazy=True,
                retry_connection_errors=False,
            )

    def migrate(self) -> None:
        """Creates what is missing, and brings tables of an older engine up to date. Several processes may do so at once."""
        with reachable():
            # the public way (DBOS.migrate) opens connections of its own, without our settings
            self._client._sys_db.run_migrations()  # noqa: SLF001
        self._database.create_own()

    def declare(self, queue: str) -> None:
        with reachable():
            once = queue in ONE_AT_A_TIME
            often = rhythm.POLLS.get(queue, rhythm.POLL)
            self._client.register_queue(queue, worker_concurrency=1, global_concurrency=1 if once else None, polling_interval_sec=often)

    def put(self, identifier: str, deduplication: str, urgency: str, arguments: tuple[str, str, str]) -> None:
        """Puts a job in line; ``arguments`` are its name, which is its queue, its space and its key."""
        queue, space, _ = arguments
        try:
            # a transaction of our own: unlike a plain enqueue it does not wait without end for a locked database
            with self._database.begin() as connection:
                options = EnqueueOptions(
                    workflow_name=WORKFLOW,
                    queue_name=queue,
                    workflow_id=identifier,
                    deduplication_id=deduplication,
                    priority=turns.next_rank(connection, queue, space, urgency),
                    app_version=VERSION,
                )
                self._client.enqueue_in_transaction(connection, options, *arguments)
        except error.DBOSQueueDeduplicatedError:
            return  # it waits or runs already

    def requeue(self, job: Taken) -> None:
        """Gives a job back to its queue if ``job.executor`` still has it."""
        with reachable():
            # the public resume_workflows forgets the deduplication id, and takes the job from whoever has it by now
            self._client._sys_db.reenqueue_for_recovery(job.id, [job.executor], job.queue)  # noqa: SLF001

    def prune(self, older: float) -> int:
        """Throws finished jobs away that ended more than ``older`` seconds ago; returns how many."""
        before, pruned = (datetime.now(UTC) - timedelta(seconds=older)).isoformat(), 0
        with reachable():
            while True:
                old = self._client.list_workflows(
                    status=_FINISHED, completed_before=before, limit=_BATCH, load_input=False, load_output=False
                )
                if not old:
                    return pruned
                self._client.delete_workflows([job.workflow_id for job in old])
                pruned += len(old)

    def close(self) -> None:
        self._client.destroy()
