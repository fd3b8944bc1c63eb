"""A report laid out in pieces is the report laid out as a whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.loading.library import Library
from kami_tui.reporting import pdf as printing
from kami_tui.reporting.folders import Folders
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.pdf import write_pdf
from kami_tui.reporting.pieces import late
from kami_tui.reporting.pieces.cut import ELSEWHERE, cut
from kami_tui.usecases.ports import ReportRequest

WordsOf = Callable[[Path], str]
Opened = tuple[Any, Any]


@pytest.fixture(scope="module")
def whole_pdf(
    library: Library, templates: Path, example: Assessment, moment, tmp_path_factory
) -> Path:
    out: Path = tmp_path_factory.mktemp("whole") / "laporan.pdf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "cut", lambda html: ())
        InProcessReports(library, templates).render(ReportRequest(example, "id", out, moment))
    return out


@pytest.fixture(scope="module")
def both(whole_pdf: Path, example_pdf: Path) -> Iterator[Opened]:
    """The report as a whole, and in pieces."""
    with pikepdf.open(whole_pdf) as whole, pikepdf.open(example_pdf) as joined:
        yield whole, joined


def pages_of(pdf: Any) -> dict[tuple[int, int], int]:
    return {page.objgen: number for number, page in enumerate(pdf.pages)}


def test_every_word_is_on_the_same_page_with_its_number_and_the_contents(
    both: Opened, tmp_path: Path, words_of: WordsOf
) -> None:
    for number in range(len(both[0].pages)):
        words = []
        for name, pdf in zip("wj", both, strict=True):
            one = pikepdf.new()
            one.pages.append(pdf.pages[number])
            one.save(tmp_path / f"{name}.pdf")
            words.append(words_of(tmp_path / f"{name}.pdf"))
        assert words[0] == words[1], number
        assert f"Halaman {number + 1} dari {len(both[0].pages)}" in words[1]
    assert len(both[0].pages) == len(both[1].pages) > 40


def test_what_is_drawn_stands_where_it_did(both: Opened) -> None:
    """To a thousandth of a millimetre; spaces that fill a line of the contents are drawn or not."""
    whole, joined = (list(map(placed, pdf.pages)) for pdf in both)
    for number, (before, now) in enumerate(zip(whole, joined, strict=True)):
        assert len(before) == len(now), number
        assert before == pytest.approx(now, abs=0.01), number


def placed(page: Any) -> list[float]:
    found = []
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) in ("Tm", "re"):
            found += [float(x) for x in step.operands]
    return found


def test_bookmarks_lead_to_the_same_pages(both: Opened) -> None:
    def outline(pdf: Any, entries: Any) -> list[Any]:
        at = pages_of(pdf)
        return [
            (e.title, at[e.destination[0].objgen], str(e.destination[2]), outline(pdf, e.children))
            for e in entries
        ]

    found = []
    for pdf in both:
        with pdf.open_outline() as entries:
            found.append(outline(pdf, entries.root))
    assert found[0] == found[1]
    assert both[0].Root.Outlines.Count == both[1].Root.Outlines.Count


def test_names_and_links_lead_to_the_same_places(both: Opened) -> None:
    def places(pdf: Any) -> list[Any]:
        at, names = pages_of(pdf), list(pdf.Root.Names.Dests.Names)
        pairs = zip(names[::2], names[1::2], strict=True)
        return [(str(n), at[d[0].objgen], *map(str, d[1:])) for n, d in pairs]

    def links(pdf: Any) -> list[Any]:
        return [
            (number, str(a.Dest), str(a.Contents), int(a.F), str(a.Subtype), "/A" in a)
            for number, page in enumerate(pdf.pages)
            for a in page.get("/Annots", [])
        ]

    assert places(both[0]) == places(both[1])
    assert links(both[0]) == links(both[1])
    known = {name for name, *_ in places(both[1])}
    assert {to for _, to, *_ in links(both[1])} <= known


def test_tags_are_the_same_tree_and_every_page_finds_its_own(both: Opened) -> None:
    trees = []
    for pdf in both:
        root, at = pdf.Root.StructTreeRoot, pages_of(pdf)
        numbers = list(root.ParentTree.Nums)
        keys = list(map(int, numbers[::2]))
        assert keys == sorted(set(keys))
        parents = dict(zip(keys, numbers[1::2], strict=True))
        for page in pdf.pages:
            for marked, tag in enumerate(parents.pop(int(page.StructParents))):
                if tag is None:
                    continue  # no content: the edge of the page
                assert tag.Pg.objgen == page.objgen
                assert marked in [k for k in tag.K if isinstance(k, int)]
            for note in page.get("/Annots", []):
                kids = [k for k in parents.pop(int(note.StructParent)).K if not isinstance(k, int)]
                assert note.objgen in [k.Obj.objgen for k in kids if "/Obj" in k]
        assert not parents, "nothing dangles"
        assert root.K[0].P.objgen == root.objgen
        trees.append(list(tree(root.K[0], at, 0)))
    assert trees[0] == trees[1]


def tree(tag: Any, at: dict[tuple[int, int], int], depth: int) -> Iterator[Any]:
    cell = tag.get("/A", {})
    heads = len(cell.get("/Headers", [])) if isinstance(cell, pikepdf.Dictionary) else 0
    yield depth, str(tag.S), at[tag.Pg.objgen] if "/Pg" in tag else -1, str(tag.get("/Alt")), heads
    yield from beneath(tag, at, depth)


def beneath(tag: Any, at: dict[tuple[int, int], int], depth: int) -> Iterator[Any]:
    # How many spaces fill a line of the contents is no matter.
    for kid in () if tag.S == "/LBody" else tag.K:
        if isinstance(kid, int):
            yield depth, "words", at[tag.Pg.objgen]
        elif kid.get("/Type") == "/OBJR":
            yield depth, str(kid.Obj.Dest)
        elif kid.S == "/Span":  # in pieces words are their paragraph's
            yield from beneath(kid, at, depth)
        else:
            assert kid.P.objgen == tag.objgen
            yield from tree(kid, at, depth + 1)


def test_the_file_says_the_same_of_itself(both: Opened) -> None:
    whole, joined = both
    assert set(whole.Root.keys()) == set(joined.Root.keys())
    assert dict(whole.docinfo.items()) == dict(joined.docinfo.items())
    for part in ("Lang", "MarkInfo", "ViewerPreferences", "PageMode"):
        assert repr(whole.Root.get(f"/{part}")) == repr(joined.Root.get(f"/{part}"))
    assert whole.Root.Metadata.read_bytes() == joined.Root.Metadata.read_bytes()
    profiles = [p.Root.OutputIntents[0].DestOutputProfile.read_bytes() for p in both]
    assert profiles[0] == profiles[1]
    assert [len(p.Root.AF) for p in both] == [4, 4]
    for name, spec in whole.attachments.items():
        other = joined.attachments[name]
        assert other.get_file().read_bytes() == spec.get_file().read_bytes()
        assert other.obj.AFRelationship == spec.obj.AFRelationship
    assert not joined.check_pdf_syntax()


def test_each_font_is_embedded_once(both: Opened, whole_pdf: Path, example_pdf: Path) -> None:
    for pdf in both:
        found = {f.objgen for page in pdf.pages for f in page.Resources.Font.values()}
        assert len(found) == 2
        files = [
            f.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()
            for f in pdf.pages[-1].Resources.Font.values()
        ]
        assert all(len(data) > 10_000 for data in files), "the letters themselves, not a stand-in"
    assert example_pdf.stat().st_size < 1.15 * whole_pdf.stat().st_size


def test_letters_no_font_has_are_the_same_in_pieces(
    library: Library,
    templates: Path,
    example: Assessment,
    moment,
    tmp_path: Path,
    words_of: WordsOf,
) -> None:
    """Glyphs that stand for what is missing are numbered anew in every piece."""
    strange = {"2.1": "\U000e0100 \U0001f9ff", "5.1": "\U000f0000", "7.1": "\U000f0001 漢"}
    answers = dict(example.answers)
    for item, note in strange.items():
        answers[item] = Answer("2", f"awal {note} akhir")
    out = tmp_path / "r.pdf"
    changed = replace(example, answers=answers)
    InProcessReports(library, templates).render(ReportRequest(changed, "id", out, moment))
    assert words_of(out).count("akhir") >= 3
    with pikepdf.open(out) as pdf:
        assert not pdf.check_pdf_syntax()


def test_a_report_is_cut_only_where_a_page_begins() -> None:
    links = '<a href="#a">1</a><a href="#z">2</a>'
    kinds = ("chapter", "unanswered", "register", "method", "colophon")
    parts = [
        f'<section class="{kind}" id="{name}">{"x" * 50}{links}</section>'
        for kind, name in zip(kinds, "abcde", strict=True)
    ]
    html = "<html><body>head" + "\n".join(parts) + "</body></html>"
    pieces = cut(html, most=60, whole=100)
    kept = [re.findall(r'id="(.)"', p.html) for p in pieces]
    assert kept == [["a"], ["b", "c"], ["d", "e"]]
    assert all(p.html.startswith('<html><body class="piece">head<section') for p in pieces)
    assert all(re.search("</section>\n?</body></html>$", p.html) for p in pieces)
    assert f'href="{ELSEWHERE}a"' in pieces[1].html
    assert 'href="#a"' in pieces[0].html
    assert ELSEWHERE + "z" not in pieces[1].html, "leads nowhere in the whole, too"
    assert not cut(html, most=60, whole=10_000)


def test_typed_text_that_looks_like_a_part_is_not_cut(
    library: Library,
    templates: Path,
    example: Assessment,
    moment,
    tmp_path: Path,
    words_of: WordsOf,
) -> None:
    bait = '</section><section class="chapter" id="x"> <div class="contents"><a href="#area-2">'
    answers = {**example.answers, "2.1": Answer("2", bait + late.PAGE)}
    out = tmp_path / "r.pdf"
    changed = replace(example, answers=answers)
    InProcessReports(library, templates).render(ReportRequest(changed, "id", out, moment))
    words = words_of(out)
    assert bait.replace(" ", "") + late.PAGE in words.replace(" ", "").replace("\n", "")
    assert "Halaman 1 dari" in words


def test_where_weasyprint_draws_otherwise_the_report_is_made_whole(
    templates: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    html = (
        '<html lang="id"><head><title>x</title></head><body>'
        + "".join(f'<section id="s{n}"><p>{n} {"word " * 200}</p></section>' for n in range(3))
        + "</body></html>"
    )
    pieces = cut(html, most=900, whole=1_000)
    assert len(pieces) == 3
    monkeypatch.setattr(printing, "cut", lambda _: pieces)
    made = write_pdf(html, Folders(templates, None))
    assert "as a whole" in caplog.text, "these pages have no number to fill in"
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 3


def test_own_templates_are_laid_out_whole(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may count pages, or break them, as nobody here knows."""
    monkeypatch.setattr(printing, "cut", lambda _: pytest.fail("cut"))
    assert write_pdf("<html lang=id><p>x</html>", Folders(templates, tmp_path))
