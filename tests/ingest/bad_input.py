"""Files that arrive in offices and should not, one maker per kind, in the order of the list of bad input. Drawn here, never real."""

from __future__ import annotations

import io
import stat
import zipfile
from email.message import EmailMessage

import pikepdf
from PIL import Image

from tests.ingest.drawn import image_page, jpeg, paper, text_page
from tests.ingest.einvoices import XRECHNUNG
from tests.pdfs import objects_pdf, text_pdf

INVOICE = ("Stahlhandel Düren GmbH", "Rechnung", "Rechnungsnummer: RE-2026-00012", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")
NOTE = ("Normteile West KG", "Lieferschein", "Lieferscheinnummer: 80015511", "Ihre Bestellung: B-26-00402", "10 Stück Schrauben M8")
TERMS = ("Allgemeine Geschäftsbedingungen", *(f"§ {n} Es gilt deutsches Recht, Gerichtsstand ist Aachen." for n in range(1, 15)))
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + rb"TEST-FILE!$H+H*"
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))

Made = dict[str, bytes]


def invoice() -> bytes:
    """A good invoice as text."""
    return text_pdf(*INVOICE)


def mixed_stack() -> Made:
    return {"stapel.pdf": pdf(INVOICE, NOTE, tuple(line.replace("00012", "00099") for line in INVOICE))}


def blank_and_terms() -> Made:
    return {"mit AGB.pdf": pdf(INVOICE, (), TERMS)}


def passwords() -> Made:
    return {"benutzer.pdf": encrypted("geheim"), "besitzer.pdf": encrypted("")}


def signed() -> Made:
    with pikepdf.new() as made:
        text_page(made, INVOICE)
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=pikepdf.String("\0" * 64))
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Unterschrift"), V=made.make_indirect(value))
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made.make_indirect(field)]), SigFlags=3)
        return {"signiert.pdf": saved(made)}


def damaged() -> Made:
    whole = text_pdf(*INVOICE)
    middle = bytearray(whole)
    middle[len(whole) // 2 : len(whole) // 2 + 40] = b"\xff" * 40
    return {"ohne Ende.pdf": whole[:-200], "halb.pdf": whole[: len(whole) // 2], "Kopf.pdf": whole[:120], "Mitte.pdf": bytes(middle)}


def odd_pages() -> Made:
    with pikepdf.new() as made:
        for size in ((3, 3), (3, 14400)):
            made.add_blank_page(page_size=size)
        none = made.add_blank_page()
        none.obj.MediaBox = pikepdf.Array([0, 0, 0, 0])
        return {"Größen.pdf": saved(made), "NaN.pdf": text_pdf("x").replace(b"595 842", b"1e9 -17")}


def endless() -> Made:
    with pikepdf.new() as made:
        page = made.add_blank_page()
        for _ in range(9_999):
            made.pages.append(page)
        return {"10000 Seiten.pdf": saved(made)}


def catalogue() -> Made:
    return {"Katalog.pdf": pdf(*(("Katalog 2026", f"Seite {n} von 300", f"Artikel {n}-4711 Schraube 12,50") for n in range(1, 301)))}


def next_to_nothing() -> Made:
    return {"leer.pdf": b"", "ein Byte.pdf": b"x", "Nullen.pdf": b"\0" * 4000}


def wrong_extension() -> Made:
    return {"rechnung.pdf": jpeg(paper(lines=INVOICE)), "rechnung.xml": b"<!doctype html><html><body>Rechnung</body></html>"}


def traps() -> Made:
    bomb = zipped({"bombe.pdf": b"\0" * (60 << 20)})
    link = zipfile.ZipInfo("verweis.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(link, "/etc/passwd")
        packed.writestr("../../../etc/cron.d/boese.pdf", text_pdf(*INVOICE))
        packed.writestr("/absolut.pdf", text_pdf(*NOTE))
    nested = text_pdf(*INVOICE)
    for name in ("a.pdf", "b.zip", "c.zip", "d.zip"):
        nested = zipped({name: nested})
    return {"bombe.zip": bomb, "slip.zip": out.getvalue(), "Matroschka.zip": nested, "halb.zip": bomb[: len(bomb) // 2]}


def names() -> Made:
    told = ("ä" * 255 + ".pdf", "a\u0308 ß 🧾.pdf", "../../etc/passwd", "CON.pdf", "\u202efdp.exe", "-rf.pdf", "zwei\nZeilen.pdf")
    return {name: text_pdf(*INVOICE[:-1], f"Gesamtbetrag {n},00 EUR") for n, name in enumerate(told, 1)}


def active() -> Made:
    script = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    launch = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (cmd.exe) >> >>"
    macro = b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    made = {"eicar.com": EICAR, "makro.docm": zipped({"[Content_Types].xml": macro, "word/vbaProject.bin": b"\xd0\xcf"})}
    for name, catalog in (("javascript.pdf", script), ("start.pdf", launch)):
        made[name] = text_pdf(*INVOICE, name).replace(b"<< /Type /Catalog /Pages 2 0 R >>", catalog)
    return made


def poisoned_xml() -> Made:
    body = XRECHNUNG.partition(b"?>")[2]
    return {
        "xxe.xml": b"<!DOCTYPE I [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Invoice><ID>&x;</ID></Invoice>",
        "lachen.xml": f"<!DOCTYPE I [<!ENTITY l0 'ha'>{LAUGHS}]><Invoice><ID>&l11;</ID></Invoice>".encode(),
        "falsch.xml": b'<?xml version="1.0" encoding="UTF-8"?>' + body.decode().encode("latin-1"),
        "bom.xml": b"\xef\xbb\xbf" + XRECHNUNG,
        "utf16.xml": body.decode().encode("utf-16"),
    }


def office() -> Made:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Rechnung"
    mail.set_content("Anbei.")
    mail.add_attachment(text_pdf(*INVOICE), maintype="application", subtype="pdf", filename="RE.pdf")
    return {
        "liste.docx": zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>"}),
        "liste.xlsx": zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<w/>"}),
        "liste.odt": zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<w/>"}),
        "mail.eml": mail.as_bytes(),
        "mail.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000,
        "winmail.dat": b"\x78\x9f\x3e\x22" + b"\0" * 100,
    }


def foreign() -> Made:
    return {
        "nl.pdf": text_pdf("Factuur", "Factuurnummer: F-26-17", "Uw bestelling: B-26-00401", "Totaal te betalen € 1.234,56"),
        "fr.pdf": text_pdf("Facture", "Facture No: FA-26-17", "Votre commande: B-26-00401", "Total TTC 1 234,56 EUR"),
        "en.pdf": text_pdf(
            "Invoice", "Invoice no.: IN-26-17", "Your order: B-26-00401", "Invoice date: 03/12/2026", "Total due 1,234.56 EUR"
        ),
    }


def two_in_one() -> Made:
    second = tuple(line.replace("00012", "00077").replace("00401", "00402") for line in INVOICE)
    return {"zwei auf einer.pdf": text_pdf(*INVOICE, "", *second), "beides.pdf": pdf(INVOICE, NOTE)}


def odd_dates() -> Made:
    days = ("01.01.1900", "31.12.2062", "31.02.2026", "00.00.0000", "99.99.9999")
    return {f"{day}.pdf": text_pdf(*INVOICE[:-1], f"Rechnungsdatum: {day}", INVOICE[-1]) for day in days}


def wild_content() -> Made:
    """A content stream that never ends well."""
    return {"tief.pdf": objects_pdf(b"q " * 200_000 + b"BT ET"), "form.pdf": objects_pdf(b"/X Do " * 1000)}


def encrypted(user: str) -> bytes:
    with pikepdf.new() as made:
        text_page(made, INVOICE)
        out = io.BytesIO()
        made.save(out, encryption=pikepdf.Encryption(user=user, owner="besitz"))
    return out.getvalue()


def pdf(*pages: tuple[str, ...]) -> bytes:
    """A PDF of text pages; an empty one is a blank scan."""
    with pikepdf.new() as made:
        for lines in pages:
            if lines:
                text_page(made, lines)
            else:
                image_page(made, Image.new("L", (827, 1169), 255))
        return saved(made)


def saved(made: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(files: Made) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()
