"""The process that fetches mailboxes and tells webhooks, of all firms of this installation. Reads no paper, shows no page."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass

from archive.confidence import veiled
from archive.installation.house import open_installation
from archive.jobs import Jobs, open_jobs
from archive.problems import Problem
from archive.space import Space, open_space
from service.channels import kept
from service.channels.addresses import Reach
from service.channels.hooks import Caller
from service.channels.hooks import notes_of as hook_notes
from service.channels.kept import Hook, Mailbox
from service.channels.post import Post
from service.channels.post import notes_of as post_notes
from service.channels.state import Run
from service.serve import follow_parent
from service.settings import Settings

log = logging.getLogger(__name__)

TICK = 2.0
"""Seconds between two looks at what is due."""
MAIL_EVERY = 60.0
WRONG_PASSWORD = 1800.0
"""Seconds after a refused login: providers lock an account that is tried too often."""
LONGEST = 1800.0
_UNFORESEEN = "Hier ist etwas Unerwartetes geschehen. Es wird später wieder versucht; den Grund nennt das Protokoll des Dienstes."
TURN = 60.0
"""Seconds one channel may take while others wait for their turn."""


@dataclass
class _Due:
    """When a channel is next looked at, and as what it was set then."""

    channel: Mailbox | Hook
    at: float = 0.0


class Rounds:
    """Goes round all mailboxes, or all webhooks, each when it is due. Opens a space when its first channel is met."""

    def __init__(self, settings: Settings, jobs: Jobs, stop: threading.Event, *, mail: bool) -> None:
        self._settings = settings
        self._jobs = jobs
        self._stop = stop
        self._mail = mail
        self._due: dict[str, _Due] = {}
        self._spaces: dict[str, tuple[Space, Space]] = {}
        self._installation = open_installation(settings.locations)
        self._reach = Reach()

    def go(self, now: float) -> None:
        """One round at clock ``now`` (seconds)."""
        firms = {entry.name for entry in self._installation.spaces.all() if entry.kind == "firma"} | {self._settings.space}
        self._reach = Reach(self._settings.mail_hosts, free=len(firms) == 1)
        names = [name for name in kept.spaces(self._settings.data) if name in firms]
        for gone in self._spaces.keys() - names:
            self._shut(gone)
        for name in names:
            try:
                self._go(name, now)
            except Problem as problem:
                # One firm in trouble must not keep the others waiting.
                log.warning("the channels of %s have to wait: %s", name, problem)

    def close(self) -> None:
        """Gives everything back."""
        for name in list(self._spaces):
            self._shut(name)
        self._installation.close()

    def _shut(self, name: str) -> None:
        seen, whole = self._spaces.pop(name)
        seen.close()
        if whole is not seen:
            whole.close()

    def _go(self, name: str, now: float) -> None:
        found = kept.read(self._settings.data, name)
        channels: tuple[Mailbox | Hook, ...] = found.mailboxes if self._mail else found.hooks
        for channel in channels:
            due = self._due.setdefault(channel.id, _Due(channel))
            if due.channel != channel:  # set anew: whoever did waits to see what comes of it
                due.channel, due.at = channel, now
            if channel.active and due.at <= now and not self._stop.is_set():
                due.at = now + pause(channel, self._look(name, channel))

    def _look(self, name: str, channel: Mailbox | Hook) -> Run:
        if name not in self._spaces:
            whole = open_space(self._settings.locations, name)
            # Other programs are told what a device's key may see: nothing confidential.
            self._spaces[name] = (whole if self._mail else veiled(whole, self._settings.db), whole)
        space, data = self._spaces[name][0], self._settings.data
        notes = post_notes(data, name, channel.id) if isinstance(channel, Mailbox) else hook_notes(data, name, channel.id)
        try:
            return self._tried(space, channel)
        except Exception as error:
            log.exception("channel %s failed", channel.id)
            run = notes.run().looking(Problem(_UNFORESEEN, cause=repr(error), code="unerwartet"), len(notes.asides()))
            notes.note(run)
            return run

    def _tried(self, space: Space, channel: Mailbox | Hook) -> Run:
        data = self._settings.data
        until = time.monotonic() + TURN
        if isinstance(channel, Mailbox):
            post, chosen = Post(data, space, self._jobs, channel), self._settings
            return post.look(chosen.upload_mb, lambda: self._over(until), self._reach, chosen.mail_token)
        return Caller(data, space, channel, self._settings.hook_hosts).look(lambda: self._over(until))

    def _over(self, until: float) -> bool:
        return self._stop.is_set() or time.monotonic() > until


def pause(channel: Mailbox | Hook, run: Run) -> float:
    """Seconds until a channel is looked at again: longer after each failure, and long after a refused password."""
    calm = MAIL_EVERY if isinstance(channel, Mailbox) else TICK
    if not run.problem:
        return TICK if run.more else calm
    if run.code == "kennwort":
        return WRONG_PASSWORD
    return float(min(LONGEST, max(calm, 5.0) * 2 ** min(run.failures, 12)))


def run(settings: Settings) -> None:
    """Works until SIGTERM or SIGINT. A second process on the same data folder waits until the first is gone."""
    follow_parent()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    os.nice(5)
    settings.data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        lock = held.enter_context((settings.data / "boten.lock").open("w"))
        while not stop.is_set() and not (_alone(lock.fileno()) and kept.spaces(settings.data)):
            stop.wait(TICK)  # nothing is opened before something is set
        if not stop.is_set():
            _work(settings, stop)
    logging.shutdown()
    os._exit(0)  # a thread of the job engine can keep the interpreter alive for ever


def _work(settings: Settings, stop: threading.Event) -> None:
    jobs = open_jobs(settings.jobs)
    # Two threads, so that a mailbox with thousands of mails keeps no message waiting.
    threads = [threading.Thread(target=_go_round, args=(settings, jobs, stop, mail)) for mail in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    jobs.close()


def _go_round(settings: Settings, jobs: Jobs, stop: threading.Event, mail: bool) -> None:
    rounds = Rounds(settings, jobs, stop, mail=mail)
    while not stop.is_set():
        try:
            rounds.go(time.monotonic())
        except Problem as problem:
            log.warning("the channels have to wait: %s", problem)
        except Exception:
            log.exception("the channels have to wait")
        stop.wait(TICK)
    rounds.close()


def _alone(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
