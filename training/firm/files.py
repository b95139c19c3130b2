"""Makes the file of one planned paper: draws it, sends it through the scanner if it has one, and packs it in its format."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from training.firm import images, layouts, marks, scanner, xml_faults
from training.firm.chance import chance
from training.firm.layouts import backs
from training.firm.paper import Paper
from training.firm.pdf import Pdf
from training.firm.raster import rasterise
from training.firm.rubbish import rubbish
from training.firm.scenario import Spec
from training.firm.wording import day
from training.firm.xml_cii import cii
from training.firm.xml_invoice import ZUGFERD
from training.firm.xml_ubl import ubl

NOISY_DPI, CLEAN_DPI = 200, 300
XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">'
    "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><fx:DocumentType>INVOICE</fx:DocumentType>"
    "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


@dataclass(frozen=True, slots=True)
class Work:
    """One file to make: plan, content, its place in the set, everything else that was said, and the seed."""

    spec: Spec
    paper: Paper
    index: int
    papers: Mapping[str, Paper]
    seed: int

    @property
    def rng(self) -> random.Random:
        """Fresh for every use, so that no step depends on another."""
        return chance(self.seed, "datei", self.spec.key)

    @property
    def printed(self) -> Paper:
        """The paper as people see it, which in one planted case is not what its data say."""
        return xml_faults.print_apart(self.paper) if self.spec.fault == "xml_weicht_ab" else self.paper

    @property
    def dpi(self) -> int:
        small = {"rauschen", "foto", "foto_leicht", "agb_rueckseite", "im_stapel", *marks.COLOURED} & {*self.spec.defects, self.spec.form}
        return NOISY_DPI if small or self.spec.form == "png" else CLEAN_DPI


def file_name(work: Work) -> str:
    """What the sender called the file: scanners count, programs use the number, phones know neither."""
    spec = work.spec
    if spec.form in {"foto", "heic"}:
        return f"IMG_{2031 + work.index}.{'jpg' if spec.form == 'foto' else 'heic'}"
    if spec.form in {"ubl", "cii"}:
        return f"{_clean(work.paper.number)}.xml"
    if spec.form in {"pdf-text", "pdf-gemischt", "zugferd", "passwort"}:
        return f"{_clean(work.paper.title)}_{_clean(work.paper.number)}{'_vertraulich' if spec.form == 'passwort' else ''}.pdf"
    if spec.form == "fax":
        return f"Fax_{work.paper.day:%Y%m%d}_{work.index:04d}.pdf"
    extension = {"jpeg": "jpg", "png": "png", "tiff": "tif", "tiff600": "tif", "webp": "webp"}.get(spec.form, "pdf")
    return f"scan_{work.index:03d}.{extension}"


def _clean(text: str) -> str:
    return re.sub(r"[^0-9A-Za-zÄÖÜäöüßé-]+", "_", text)


def make(work: Work) -> bytes:
    """The bytes of the file."""
    return MAKERS[work.spec.form](work)


def scans(work: Work, paper: Paper, dpi: int) -> list[Image.Image]:
    """Every page of a paper through the scanner; stamps and notes stand on the first page only, backs follow it."""
    rng = work.rng
    desk = marks.Desk(dpi / 72, day(paper.day, "de"), work.spec.note)
    pages = []
    for number, sheet in enumerate(layouts.draw(paper)):
        defects = [d for d in work.spec.defects if number == 0 or d not in marks.FIRST_PAGE_ONLY]
        pages.append(scanner.scan(rasterise(sheet, dpi, rng), defects, desk, rng))
    if "leere_rueckseite" in work.spec.defects:
        blank = Image.new("RGB", pages[0].size, "white")
        pages.insert(1, scanner.scan(blank, [], desk, rng))
    if "agb_rueckseite" in work.spec.defects:
        pages.insert(1, scanner.scan(rasterise(backs.terms(paper), dpi, rng), [], desk, rng))
    return pages


def pages_of(work: Work) -> int:
    """How many pages the file has, backs included; data without a picture have none."""
    if work.spec.form in {"ubl", "cii", "leer"}:
        return 0
    if work.spec.form in {"jpeg", "png", "webp", "foto", "heic", "tiff600"}:
        return 1
    behind = len(layouts.draw(work.papers[work.spec.notes[0]])) if work.spec.form == "pdf-gemischt" else 0
    return len(layouts.draw(work.printed)) + behind + len({"leere_rueckseite", "agb_rueckseite"} & set(work.spec.defects))


def _quality(work: Work) -> int:
    return 60 if "rauschen" in work.spec.defects else 78


def _new(paper: Paper) -> Pdf:
    return Pdf(f"{paper.title} {paper.number} (Musterdaten)", f"{paper.day:%Y%m%d}")


def _pdf_text(work: Work) -> bytes:
    pdf = _new(work.paper)
    for sheet in layouts.draw(work.paper):
        pdf.sheet(sheet)
    return pdf.finish()


def _pdf_scan(work: Work) -> bytes:
    pdf = _new(work.paper)
    for page in scans(work, work.paper, work.dpi):
        pdf.picture(images.scanned(page, work.dpi, _quality(work)))
    return pdf.finish()


def _pdf_mixed(work: Work) -> bytes:
    """The invoice as its sender made it, the delivery note behind it scanned by somebody."""
    pdf = _new(work.paper)
    for sheet in layouts.draw(work.paper):
        pdf.sheet(sheet)
    for page in scans(work, work.papers[work.spec.notes[0]], NOISY_DPI):
        pdf.picture(images.scanned(page, NOISY_DPI, 70))
    return pdf.finish()


def _pdf_rubbish(work: Work) -> bytes:
    pdf, rng = _new(work.paper), work.rng
    sheets = layouts.draw(work.paper)
    for page, sheet in zip(scans(work, work.paper, work.dpi), sheets, strict=True):
        pdf.picture(images.scanned(page, work.dpi, _quality(work)), rubbish(sheet, rng))
    return pdf.finish()


def _fax(work: Work) -> bytes:
    pdf, rng = _new(work.paper), work.rng
    for sheet in layouts.draw(work.paper):
        pdf.picture(images.faxed(scanner.fax(rasterise(sheet, NOISY_DPI, rng), NOISY_DPI, rng), sheet.size))
    return pdf.finish()


def _zugferd(work: Work) -> bytes:
    pdf = _new(work.paper)
    for sheet in layouts.draw(work.printed):
        pdf.sheet(sheet)
    small = work.spec.fault == "xml_minimum"
    pdf.attach("factur-x.xml", xml_faults.minimum(work.paper) if small else cii(work.paper, ZUGFERD), "Alternative")
    return pdf.finish(pdf.metadata(XMP.replace("EN 16931", "MINIMUM") if small else XMP))


def _locked(work: Work) -> bytes:
    pdf = _new(work.paper)
    for sheet in layouts.draw(work.paper):
        pdf.sheet(sheet)
    return pdf.finish(password="geheim")  # noqa: S106  it locks nothing worth hiding


def _first(work: Work) -> Image.Image:
    return scans(work, work.paper, work.dpi)[0]


MAKERS: Mapping[str, Callable[[Work], bytes]] = {
    "pdf-text": _pdf_text,
    "pdf-scan": _pdf_scan,
    "pdf-gemischt": _pdf_mixed,
    "pdf-schrott": _pdf_rubbish,
    "fax": _fax,
    "zugferd": _zugferd,
    "passwort": _locked,
    "ubl": lambda work: xml_faults.spoiled(ubl(work.paper), work.spec.fault),
    "cii": lambda work: xml_faults.spoiled(cii(work.paper), work.spec.fault),
    "jpeg": lambda work: images.jpeg(_first(work), work.dpi, _quality(work)),
    "png": lambda work: images.png(_first(work), work.dpi),
    "webp": lambda work: images.webp(_first(work)),
    "foto": lambda work: images.phone_jpeg(_first(work)),
    "heic": lambda work: images.heic(_first(work)),
    "tiff": lambda work: images.tiff(scans(work, work.paper, work.dpi), work.dpi),
    "tiff600": lambda work: images.colour_tiff(_first(work), work.dpi),
    "leer": lambda _work: b"",
}
FORMS: Sequence[str] = tuple(MAKERS)
"""The forms of files that hold one paper; what lies in a stack has the form "stapel"."""
