"""One DBOS instance in this process: the only place that knows how it is set up, started and ended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from functools import partial

from archive.jobs import rhythm
from archive.jobs.database import SCHEMA, Database, reachable
from archive.jobs.engine import APPLICATION, VERSION, WORKFLOW, Engine
from archive.jobs.heart import Heart
from archive.jobs.runner import Handler, Runner

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer  # isort: skip - after engine, which sets its logger up

_log = logging.getLogger(__name__)


class Worker:
    """Takes jobs for ``handlers`` under the name ``executor`` between ``start`` and ``stop``."""

    def __init__(self, database: Database, executor: str, handlers: Mapping[str, Handler]) -> None:
        self._database, self._executor, self._handlers = database, executor, handlers
        self._runner = Runner(handlers)
        self._engine = Engine(database)
        self._heart = Heart(database, self._engine, executor, self._runner.running)

    def start(self) -> None:
        """Raises ``Unavailable`` while the database does not answer; may be called again then."""
        self._engine.migrate()
        for queue in self._handlers:
            self._engine.declare(queue)
        self._database.beat(self._executor)  # first, or others would take back what this one takes
        with reachable():
            self._launch()
        self._heart.start()
        _log.info("Worker %s is ready for %s", self._executor, ", ".join(self._handlers))

    def stop(self) -> None:
        """Ends in less than five seconds, whatever the jobs and the database do."""
        grace = rhythm.GRACE if self._runner.running() else 0
        # in a thread, because it waits without end for what waits for a database that is away
        destroy = partial(DBOS.destroy, workflow_completion_timeout_sec=grace, destroy_registry=True)
        ending = threading.Thread(target=destroy, name="jobs-end", daemon=True)
        ending.start()
        ending.join(rhythm.GRACE + 0.5)
        self._runner.abandon()
        self._heart.stop()
        self._engine.close()

    def _launch(self) -> None:
        config = DBOSConfig(
            name=APPLICATION,
            system_database_url=self._database.url.render_as_string(hide_password=False),
            system_database_engine=self._database.engine,
            dbos_system_schema=SCHEMA,
            serializer=DBOSPortableJSONSerializer(),
            application_version=VERSION,
            executor_id=self._executor,
            use_listen_notify=False,
            run_migrations=False,
            log_level="WARNING",
        )
        try:
            DBOS(config=config)
            runner = self._runner

            @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
            def job(name: str, space: str, key: str) -> None:
                runner.run(str(DBOS.workflow_id), name, space, key)

            DBOS.listen_queues(list(self._handlers))
            DBOS.launch()
        except BaseException:
            DBOS.destroy(destroy_registry=True)
            raise
