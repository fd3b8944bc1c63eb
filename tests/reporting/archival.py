"""What keeps a PDF from being PDF/A-3a, as far as it concerns our reports: a sentence each.

No validator of PDF/A can be had from the registries we install from; these are the points of
ISO 19005-3 that a change of ours or of WeasyPrint's could break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_OWN = re.compile(rb'<pdfaSchema:namespaceURI(?:>| rdf:resource=")([^<"]+)')
_USED = re.compile(rb'xmlns:\w+="([^"]+)"')
_KNOWN = re.compile(
    rb"http://(purl\.org/dc/elements/1\.1/|ns\.adobe\.com/(xap/1\.0/|pdf/1\.3/|xap/1\.0/mm/)"
    rb"|www\.aiim\.org/pdfa/ns/\w+[#/]|www\.w3\.org/1999/02/22-rdf-syntax-ns#)|adobe:ns:meta/"
)
"""Schemas that PDF/A knows by itself (6.6.2.3)."""


def faults(pdf: pikepdf.Pdf) -> list[str]:
    checks = (_file, _colours, _metadata, _fonts, _actions, _inside)
    return [said for check in checks for said in check(pdf)]


def _file(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "encrypted"
    if "/ID" not in pdf.trailer:
        yield "no identifier in the trailer"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            filters: Any = item.get("/Filter", [])
            names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
            if {"/LZWDecode", "/Crypt"} & {str(n) for n in names} or "/F" in item:
                yield "a stream that is packed as PDF/A does not allow, or lies elsewhere"
            if item.get("/Interpolate", False):
                yield "a picture that is to be smoothed"


def _colours(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield "not one colour profile for all"
    elif b"RGB " not in intents[0].DestOutputProfile.read_bytes()[:24]:
        yield "the profile is not one of the colours used"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    data = pdf.Root.Metadata.read_bytes()
    described = set(_OWN.findall(data))
    for used in set(_USED.findall(data)):
        if not _KNOWN.fullmatch(used) and used not in described:
            yield f"properties of {used.decode()} that are not described"
    info = pdf.docinfo
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        if xmp.pdfa_status != "3A":
            yield "does not say that it is PDF/A-3a"
        for ours, theirs in (
            ("/Title", "dc:title"),
            ("/Subject", "dc:description"),
            ("/Keywords", "pdf:Keywords"),
            ("/Creator", "xmp:CreatorTool"),
            ("/Producer", "pdf:Producer"),
        ):
            if str(info.get(ours, "")) != str(xmp.get(theirs, "")):
                yield f"{ours} is another than {theirs}"
        if [str(info.get("/Author", ""))] != list(xmp.get("dc:creator", [""])):
            yield "/Author is another than dc:creator"
        for ours, theirs in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
            told = re.sub(r"\D", "", str(info.get(ours, "")))[:14]
            if told != re.sub(r"\D", "", str(xmp.get(theirs, "")))[:14] or not told:
                yield f"{ours} is another than {theirs}"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Embedded, every code with its letter, no sign that the font does not have."""
    for number, page in enumerate(pdf.pages, start=1):
        fonts: Any = page.obj.Resources.get("/Font", {})
        known: dict[str, set[int]] = {}
        for name, font in fonts.items():
            below = font.DescendantFonts[0]
            if not {"/FontFile2", "/FontFile3"} & set(below.FontDescriptor.keys()):
                yield f"{font.BaseFont} is not embedded"
            if "/ToUnicode" not in font:
                yield f"{font.BaseFont} does not tell its letters"
                continue
            table = font.ToUnicode.read_bytes()
            pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", table)
            known[str(name)] = {int(c, 16) for c, t in pairs if t not in (b"0000", b"feff")}
        now: set[int] = set()
        for step in pikepdf.parse_content_stream(page):
            if str(step.operator) == "Tf":
                now = known.get(str(step.operands[0]), set())
            elif str(step.operator) in ("Tj", "TJ"):
                pieces = step.operands[0] if str(step.operator) == "TJ" else step.operands
                raw = b"".join(bytes(p) for p in pieces if isinstance(p, pikepdf.String))
                codes = {raw[i] << 8 | raw[i + 1] for i in range(0, len(raw), 2)}
                if codes - now:
                    yield f"page {number}: signs without a letter, {sorted(codes - now)[:3]}"


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    for key in ("/OpenAction", "/AA"):
        if key in pdf.Root:
            yield f"{key} in the catalogue"
    for number, page in enumerate(pdf.pages, start=1):
        for note in page.obj.get("/Annots", []):
            if "/A" in note or "/AA" in note:
                yield f"page {number}: an annotation that does something"
            if int(note.get("/F", 0)) & 0b100011 or not int(note.get("/F", 0)) & 4:
                yield f"page {number}: an annotation that is not printed"


def _inside(pdf: pikepdf.Pdf) -> Iterator[str]:
    named = {f.objgen for f in pdf.Root.get("/AF", [])}
    root: Any = pdf.Root
    tree: Any = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for spec in list(tree)[1::2]:
        if spec.objgen not in named:
            yield f"{spec.UF} is not associated with the document"
        if "/AFRelationship" not in spec or "/Subtype" not in spec.EF.F:
            yield f"{spec.UF} does not tell what it is"
