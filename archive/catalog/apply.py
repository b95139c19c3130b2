"""What each kind of journal entry does to the tables. The only code that writes them; replaying all entries rebuilds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from archive import codec
from archive.catalog import stale, veil
from archive.catalog import tables as t
from archive.catalog.apply_confidence import KINDS as CONFIDENCE
from archive.catalog.apply_deletion import KINDS as DELETION
from archive.catalog.apply_knowledge import KINDS as KNOWLEDGE
from archive.catalog.apply_master import KINDS as MASTER
from archive.catalog.apply_master import upsert
from archive.catalog.apply_stack import KINDS as STACK
from archive.content import Content
from archive.entry import Entry
from archive.lesson import Lesson
from archive.order import plain
from archive.problems import Problem


def apply(connection: Connection, entry: Entry) -> None:
    """Brings the tables up to date with one entry. Raises ``Problem`` for a kind this program does not know."""
    act = _KINDS.get(entry.kind)
    if act is None:
        raise Problem(
            "Das Journal stammt von einer neueren Fassung der Auftragsmappe. Bitte starten Sie die neuere Fassung.",
            cause=f"entry {entry.seq} is of the unknown kind {entry.kind}",
            code="neuere_daten",
        )
    found = connection.execute(select(t.document.c.eingangsnummer).where(t.document.c.eingangsnummer == entry.about)).first() is not None
    act(connection, entry)
    veil.follow(connection, entry, found=found)


def _received(connection: Connection, entry: Entry) -> None:
    at = entry.at.isoformat()
    row = {key: entry.body[key] for key in ("sha256", "name", "media_type", "size", "source")}
    state = {"state": "received", "sentence": "", "problem": "", "attempts": 0, "next_try": "", "changed": at}
    connection.execute(insert(t.intake).values(eingangsnummer=entry.about, received=at, **row, **state))
    veil.related(connection, entry.about, [(entry.body.get("parent", ""), "teil")])


def _understood(connection: Connection, entry: Entry) -> None:
    body = entry.body
    _set_intake(connection, entry, state=body["state"], sentence=body["sentence"], problem="", next_try="")
    content = codec.decode(Content, body["content"])
    stale.paper(connection, entry.about, entry.seq)
    row = {
        "state": body["state"],
        "doctype": content.doctype,
        "supplier": content.value("lieferant"),
        "changed": entry.at.isoformat(),
        "changed_seq": entry.seq,
        "content": codec.dumps(content),
    }
    upsert(connection, t.document, {"eingangsnummer": entry.about}, row)
    connection.execute(delete(t.finding).where(t.finding.c.eingangsnummer == entry.about))
    connection.execute(delete(t.link).where(t.link.c.eingangsnummer == entry.about))
    rows = [{"eingangsnummer": entry.about, "field": f.field, "value": f.value, "plain": plain(f.value)} for f in content.findings]
    _insert(connection, t.finding, rows)
    numbers = dict.fromkeys(link.order for link in content.links)
    _insert(connection, t.link, [{"eingangsnummer": entry.about, "order_number": number} for number in numbers])
    stale.folders(connection, numbers, entry.seq)
    connection.execute(delete(t.look).where(t.look.c.eingangsnummer == entry.about))
    _insert(connection, t.look, [{"eingangsnummer": entry.about, "look": content.look}] if content.look else [])
    veil.understood(connection, entry.about, content)


def _taken_back(connection: Connection, entry: Entry) -> None:
    if entry.body["content"] is not None:
        _understood(connection, entry)
    else:
        stale.paper(connection, entry.about, entry.seq)
        for table in (t.document, t.finding, t.link, t.look):
            connection.execute(delete(table).where(table.c.eingangsnummer == entry.about))
        veil.understood(connection, entry.about, None)
    veil.related(connection, entry.about, (), instead_of="gleich")
    pairs = t.pair_decision
    connection.execute(delete(pairs).where(pairs.c.second == entry.about, pairs.c.choice == "gleiches_papier"))
    values = {key: entry.body[key] for key in ("state", "sentence", "problem")}
    _set_intake(connection, entry, next_try="", **values)


def _disturbed(connection: Connection, entry: Entry) -> None:
    body = entry.body
    stale.paper(connection, entry.about, entry.seq)
    _set_intake(connection, entry, state="waiting", sentence=body["sentence"], problem=body["problem"], next_try=body["next_try"])
    connection.execute(
        update(t.intake).where(t.intake.c.eingangsnummer == entry.about).values(attempts=body["attempts"]),
    )


def _rejected(connection: Connection, entry: Entry) -> None:
    body = entry.body
    stale.paper(connection, entry.about, entry.seq)
    _set_intake(connection, entry, state="rejected", sentence=body["sentence"], problem=body["problem"], next_try="")


def _unpacked(connection: Connection, entry: Entry) -> None:
    _set_intake(connection, entry, state="replaced", sentence=entry.body["sentence"], problem="", next_try="")


def _read_again(connection: Connection, entry: Entry) -> None:
    stale.paper(connection, entry.about, entry.seq)
    _set_intake(connection, entry, state="received", sentence="", problem="", next_try="")
    connection.execute(update(t.intake).where(t.intake.c.eingangsnummer == entry.about).values(attempts=0))


def _decided(connection: Connection, entry: Entry) -> None:
    body = entry.body
    key = {"order_number": entry.about, "key": body["key"]}
    if body["choice"] == "offen":
        connection.execute(delete(t.decision).where(t.decision.c.order_number == entry.about, t.decision.c.key == body["key"]))
    else:
        row = {"choice": body["choice"], "reason": body["reason"], "who": entry.who, "at": entry.at.isoformat()}
        upsert(connection, t.decision, key, row)
    stale.folders(connection, [entry.about], entry.seq)


def _booking(connection: Connection, entry: Entry) -> None:
    upsert(connection, t.meta, {"key": "buchhaltung"}, {"value": codec.dumps(entry.body)})


def _profile(connection: Connection, entry: Entry) -> None:
    upsert(connection, t.meta, {"key": "profil"}, {"value": codec.dumps(entry.body)})
    stale.everything(connection, entry.seq)


def _same_paper(connection: Connection, entry: Entry) -> None:
    _compared(connection, entry)
    _understood(connection, entry)
    _set_intake(connection, entry, problem=entry.body["problem"])


def _compared(connection: Connection, entry: Entry) -> None:
    row = {"choice": entry.kind, "reason": entry.body["reason"], "who": entry.who, "at": entry.at.isoformat()}
    upsert(connection, t.pair_decision, {"first": entry.body["first"], "second": entry.about}, row)
    veil.told_apart(connection, entry.body["first"], entry.about)
    if entry.kind == "gleiches_papier":
        veil.related(connection, entry.about, [(entry.body["first"], "gleich")])
    for eingangsnummer in (entry.body["first"], entry.about):
        stale.paper(connection, eingangsnummer, entry.seq)


def _costs_borne(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(t.cost_choice).where(t.cost_choice.c.eingangsnummer == entry.about))
    if number := entry.body["order"]:
        row = {"eingangsnummer": entry.about, "order_number": number, "who": entry.who, "at": entry.at.isoformat()}
        _insert(connection, t.cost_choice, [row])


def _learned(connection: Connection, entry: Entry) -> None:
    lesson = codec.decode(Lesson, entry.body["lesson"])
    row = {"supplier": plain(lesson.supplier), "state": "gilt", "seq": entry.seq, "content": codec.dumps(lesson)}
    upsert(connection, t.lesson, {"key": lesson.key, "eingangsnummer": entry.about}, row)


def _unlearned(connection: Connection, entry: Entry) -> None:
    """A person forgets a lesson whatever papers taught it; a paper that no longer teaches it takes back only its own."""
    same = t.lesson.c.key == entry.body["key"]
    if entry.body["for_good"]:
        connection.execute(update(t.lesson).where(same).values(state="vergessen"))
    else:
        connection.execute(delete(t.lesson).where(same, t.lesson.c.eingangsnummer == entry.about))


def _held(connection: Connection, entry: Entry) -> None:
    row = {"reason": entry.body["reason"], "who": entry.who, "at": entry.at.isoformat()}
    upsert(connection, t.hold, {"kind": entry.body["of"], "number": entry.about}, row)


def _released(connection: Connection, entry: Entry) -> None:
    connection.execute(delete(t.hold).where(t.hold.c.kind == entry.body["of"], t.hold.c.number == entry.about))


def _kept_in_journal(_connection: Connection, _entry: Entry) -> None:
    """Links for guests, and what was handed out: they are read from the journal itself."""


_KINDS: Mapping[str, Callable[[Connection, Entry], None]] = {
    "eingang": _received,
    "abgelegt": _understood,
    "wartet": _understood,
    "korrigiert": _understood,
    "zurueckgenommen": _taken_back,
    "quarantaene_aufgehoben": _taken_back,
    "gestoert": _disturbed,
    "abgelehnt": _rejected,
    "ausgepackt": _unpacked,
    "neu_lesen": _read_again,
    "abweichung_entschieden": _decided,
    **MASTER,
    **STACK,
    **CONFIDENCE,
    **DELETION,
    **KNOWLEDGE,
    "profil": _profile,
    "buchhaltung": _booking,
    "gleiches_papier": _same_paper,
    "anderes_papier": _compared,
    "nebenkosten_entschieden": _costs_borne,
    "gelernt": _learned,
    "verlernt": _unlearned,
    "aufbewahrung_gesperrt": _held,
    "aufbewahrung_freigegeben": _released,
    **dict.fromkeys(("link_angelegt", "link_benutzt", "link_zurueckgenommen", "herausgegeben"), _kept_in_journal),
}


def _set_intake(connection: Connection, entry: Entry, **values: str) -> None:
    statement = update(t.intake).where(t.intake.c.eingangsnummer == entry.about)
    connection.execute(statement.values(changed=entry.at.isoformat(), **values))


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
