"""The worker process: what each job does, and the regular look at what was left lying. Shows no page."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from archive.erasing import erase_due
from archive.healing import arrived
from archive.installation.house import open_installation
from archive.jobs import Jobs, open_jobs, work
from archive.judging import judge_due, waiting
from archive.problems import Problem, Unavailable
from archive.scratch import sweep
from archive.space import Space, open_space
from ingest.learn import catch_up
from ingest.pipeline import process, rematch, rematch_taught
from ingest.quarantine import passes
from search.engines import open_index
from search.index import Index, IndexState
from search.indexing import keep_up
from search.veiled import keep_open_up
from service.backlog import Backlog
from service.forgetting import forget_old
from service.operations.rounds import note_standing
from service.operations.totals import Totals
from service.recent import Recent
from service.serve import follow_parent
from service.settings import Settings

log = logging.getLogger(__name__)

MASTER_DATA = ("auftrag", "bestellung", "lieferant", "firma")
"""Journal entries that can give a waiting paper its place."""

ROUND = timedelta(seconds=50)
"""How often the spaces are looked after: a little less than the tick of the workers, so that one of them is always late enough."""

ANYWAY = 600.0
"""Seconds after which the index of a space is looked after though nothing happened there."""


class Duties:
    """The jobs of one installation, by name. Opens each space and its index once."""

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        self._settings = settings
        self._jobs = jobs
        self._spaces: dict[str, Space] = {}
        self._indexes: dict[str, Index] = {}
        self._matched_up_to: dict[str, int] = {}
        self._lock = threading.Lock()
        self._matched: set[str] = set()
        self._followed: dict[str, int] = {}
        self._settled: dict[str, tuple[int, int]] = {}
        self._installation = open_installation(settings.locations)
        self._backlog = Backlog(jobs, settings.night)
        self._totals = Totals(self._installation.tallies)
        self._recent = Recent()

    def handlers(self) -> dict[str, Callable[[str, str], None]]:
        """What each kind of job does with (space, key)."""
        known = {"process": self.process, "index": self.index, "match": self.match, "learn": self.learn, "judge": self.judge}
        return {name: self._totals.counted(name, self._kept_open(handler)) for name, handler in known.items()}

    def close(self) -> None:
        """Gives spaces and indexes back."""
        self._totals.hand_over()
        with self._lock:
            for index in self._indexes.values():
                index.close()
            for space in self._spaces.values():
                space.close()
            self._indexes, self._spaces = {}, {}
        self._installation.close()

    def _kept_open(self, handler: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def run(space: str, key: str) -> None:
            with self._recent.using(space):
                handler(space, key)

        return run

    def process(self, space: str, eingangsnummer: str) -> None:
        """Reads and files one paper."""
        if not passes(self._space(space), eingangsnummer, self._settings.clamav):
            return
        started = time.monotonic()
        for inside in process(self._space(space), eingangsnummer, rules=self._settings.rules):
            self._jobs.put("process", space, inside)
        self._totals.read(self._space(space), eingangsnummer, time.monotonic() - started)
        self._backlog.feed(self._space(space), datetime.now(UTC), soon=True)
        self._index_soon(space)

    def match(self, space: str, _key: str) -> None:
        """Looks at all waiting papers again, because orders were added; once for all orders that were added until now."""
        newest = self._space(space).journal.last(MASTER_DATA)
        if newest <= self._matched_up_to.get(space, 0):
            return
        rematch(self._space(space))
        self._matched_up_to[space] = newest
        self._index_soon(space)

    def learn(self, space: str, _key: str) -> None:
        """Learns from what people decided since the last time; papers of these suppliers that wait are looked at again."""
        archive = self._space(space)
        if lessons := catch_up(archive):
            rematch_taught(archive, lessons)
            self._index_soon(space)

    def judge(self, space: str, _key: str) -> None:
        """Judges all folders and papers that something happened to, for the lists of the Übersicht."""
        while judge_due(self._space(space)):
            pass

    def index(self, space: str, _key: str) -> None:
        """Brings the index up to date with everything that changed, whichever paper the job was put for; builds a broken one anew."""
        self._judge_soon(space)
        try:
            keep_up(self._space(space), self._settings.index, self._settings.index_folder_of(space), self._index(space))
        except Unavailable as problem:
            if problem.code != "index_im_bau":
                raise
            log.info("the index of %s is being built by another worker", space)
        keep_open_up(self._space(space), self._settings.index, self._settings.index_folder_of(space))
        self._follow(space)
        self._learn_soon(space)

    def reconcile(self) -> None:
        """Puts a job for everything that should be worked on and is not: after a crash, an outage, or when a retry is due.

        One worker does it for all; each looks itself after spaces that are new to it.
        """
        self._totals.hand_over()
        mine = self._installation.tallies.my_round(ROUND)
        forget_old(self._installation, self._settings.locations, self._settings.learning_days, datetime.now(UTC))
        names = {self._settings.space, *(entry.name for entry in self._installation.spaces.all() if entry.kind != "vorlage")}
        self._forget_all_but(names)
        for name in sorted(names if mine else names - self._matched):
            try:
                self._reconcile(name)
            except Problem as problem:
                # One space in trouble must not keep the others waiting.
                log.warning("space %s has to wait: %s", name, problem)

        self._forget_all_but(names - set(self._recent.superfluous(0)))

    def _reconcile(self, name: str) -> None:
        space = self._space(name)
        live = self._jobs.live(name)
        for eingangsnummer in space.intake.due(datetime.now(UTC)):
            if ("process", eingangsnummer) not in live:
                self._jobs.put("process", name, eingangsnummer)
        self._backlog.feed(space, datetime.now(UTC))
        if name not in self._matched:
            self._followed[name] = space.journal.head()[0]
            if not space.catalog.template:
                # Orders may have been saved by a process that died before it could put this job. A sandbox begins as a copy in which
                # all was matched; to look at every waiting paper again for each of many places would slow down the whole room.
                self._jobs.put("match", name, "start")
            self._matched.add(name)
        state = self._index(name).state()
        self._index_if_needed(space, state)
        erase_due(space)
        try:
            space.journal.copy()
        except Unavailable as problem:
            log.warning("journal not copied to the store yet: %s", problem.cause)
        note_standing(self._installation.tallies, space, state)

    def _forget_all_but(self, names: set[str]) -> None:
        """Closes what was struck off the register: sandboxes come and go."""
        with self._lock:
            for name in [name for name in self._spaces if name not in names]:
                self._spaces.pop(name).close()
                if index := self._indexes.pop(name, None):
                    index.close()

    def _follow(self, space: str) -> None:
        """Waiting papers that name a delivery note which was filed since the last time, by a person or at the goods receipt, follow it."""
        before = self._followed.get(space)
        if before is None:
            return
        numbers, self._followed[space] = arrived(self._space(space).catalog, before)
        if numbers:
            rematch(self._space(space), numbers)

    def _learn_soon(self, space: str) -> None:
        """Whoever decides about a paper has the index brought up to date; what the decision teaches comes after that."""
        numbers, newest = self._space(space).lessons.due()
        if numbers:
            self._jobs.put("learn", space, str(newest))

    def _judge_soon(self, space: str) -> None:
        # Always the same job: while one waits or runs no second one is needed.
        if waiting(self._space(space)):
            self._jobs.put("judge", space, "alles")

    def _index_soon(self, space: str) -> None:
        # One job a second is enough for any number of papers; a change during its last look is caught by the next one.
        self._jobs.put("index", space, str(int(time.time())))

    def _index_if_needed(self, space: Space, state: IndexState) -> None:
        """A hundred firms in which nothing happens would be a hundred jobs a minute: without a reason only now and then."""
        now = space.journal.head()[0], int(time.monotonic() / ANYWAY)
        behind = bool(space.documents.changed_after(state.generation, limit=1))
        if state.problem or state.successor or behind or self._settled.get(space.name) != now:
            self._index_soon(space.name)
            self._settled[space.name] = now

    def _space(self, name: str) -> Space:
        self._recent.touch(name)
        with self._lock:
            if name not in self._spaces:
                self._spaces[name] = open_space(self._settings.locations, name)
            return self._spaces[name]

    def _index(self, name: str) -> Index:
        with self._lock:
            if name not in self._indexes:
                self._indexes[name] = open_index(self._settings.index, self._settings.index_folder_of(name))
            return self._indexes[name]


def run(settings: Settings, executor: str) -> None:
    """Works until SIGTERM or SIGINT. ``executor`` names this worker; no two at once may share a name."""
    follow_parent()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # Pages come first: whoever waits for a screen must not feel that papers are being read.
    os.nice(5)
    sweep()
    jobs = open_jobs(settings.jobs)
    duties = Duties(settings, jobs)
    try:
        work(settings.jobs, duties.handlers(), executor=executor, stop=stop, tick=duties.reconcile)
        jobs.close()
    finally:
        # After an outage of the database a thread of the job engine can keep the interpreter alive for ever.
        logging.shutdown()
        os._exit(0)
