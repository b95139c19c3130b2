"""A firm with a mailbox of its own on a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from archive.jobs import Jobs, open_jobs
from archive.space import Space, open_space
from service.channels.kept import Mailbox
from service.channels.post import Post, notes_of
from service.channels.state import Run
from service.settings import Settings, from_environment
from tests.leash import LOOPBACK
from tests.mail_server import PASSWORD, MailServer, user


@dataclass
class Firm:
    """A firm with a mailbox of its own on the server."""

    server: MailServer
    settings: Settings
    space: Space
    jobs: Jobs
    box: Mailbox

    def look(self, box: Mailbox | None = None) -> Run:
        return Post(self.settings.data, self.space, self.jobs, box or self.box).look(self.settings.upload_mb)

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        self.server.deliver(self.box.user, *mails, folder=folder)

    def names(self) -> list[str]:
        return sorted(entry.scan.name for entry in self.space.intake.recent(10_000))

    def flags(self, folder: str = "INBOX") -> list[str]:
        return self.server.flags(self.box.user, folder)

    def why(self) -> list[str]:
        return [aside.why for aside in notes_of(self.settings.data, "firma", self.box.id).asides()]


@contextmanager
def fetching(folder: Path, server: MailServer) -> Iterator[Firm]:
    """A firm whose mailbox is empty."""
    settings = from_environment({"MAPPE_DATA": str(folder / "daten"), "MAPPE_UPLOAD_MB": "1"})
    settings.data.mkdir()
    space, jobs = open_space(settings.locations, "firma"), open_jobs(settings.jobs)
    box = Mailbox("b1", LOOPBACK, user(), PASSWORD, port=server.tls, certificate=server.certificate)
    yield Firm(server, settings, space, jobs, box)
    jobs.close()
    space.close()


def mail(subject: str, *papers: bytes) -> bytes:
    """A mail with papers."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "lieferant@example.org", "eingang@example.org", subject
    made["Message-ID"] = f"<{abs(hash(subject))}@example.org>"
    made.set_content("Guten Tag, anbei unsere Papiere.")
    for number, paper in enumerate(papers):
        made.add_attachment(paper, maintype="application", subtype="pdf", filename=f"RE-{number}.pdf")
    return made.as_bytes()
