"""A report of the example, made once; and a toy edition whose reports take a moment."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from kami_tui.domain.answers import Answer, Assessment, Evidence, Profile
from kami_tui.domain.instrument import Instrument
from kami_tui.domain.scorer import Scorer
from kami_tui.exchange.answers_file import dump
from kami_tui.loading.assessment_file import AnswersFiles
from kami_tui.loading.library import Library
from kami_tui.reporting.context import build_context
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.reporting.model import ReportContext
from kami_tui.resources import questionnaires, report_templates
from kami_tui.usecases.ports import ReportRequest

MOMENT = datetime(2026, 9, 20, 3, 15, tzinfo=UTC)

ContextOf = Callable[..., ReportContext]


@dataclass
class OneEdition:
    """`ports.Editions` with a single instrument, made in the test."""

    scored: Scorer

    def ids(self) -> tuple[str, ...]:
        return (self.scored.instrument.id,)

    def scorer(self, instrument: str) -> Scorer:
        return self.scored

    def digest(self, instrument: str) -> str:
        return "sha256:" + "0" * 64


@pytest.fixture(scope="session")
def library() -> Library:
    return Library([questionnaires()])


@pytest.fixture(scope="session")
def kami(library: Library) -> Scorer:
    return library.scorer("kami-5.0")


@pytest.fixture(scope="session")
def templates() -> Path:
    return report_templates()


@pytest.fixture(scope="session")
def example(library: Library) -> Assessment:
    file = questionnaires() / "kami-5.0" / "examples" / "kota-contoh-2025.yaml"
    return AnswersFiles(library, dump).read(file)


@pytest.fixture(scope="session")
def example_pdf(
    library: Library, templates: Path, example: Assessment, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The whole example in Indonesian. It takes seconds: made once, only looked at."""
    out = tmp_path_factory.mktemp("example") / "laporan.pdf"
    return InProcessReports(library, templates).render(ReportRequest(example, "id", out, MOMENT))


@pytest.fixture(scope="session")
def english_pdf(
    library: Library, templates: Path, example: Assessment, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("example") / "report.pdf"
    return InProcessReports(library, templates).render(ReportRequest(example, "en", out, MOMENT))


@pytest.fixture(scope="session")
def context_of(kami: Scorer) -> ContextOf:
    def build(a: Assessment, language: str = "id", scorer: Scorer | None = None) -> ReportContext:
        used = scorer or kami
        evaluation = used.evaluate(a.statuses)
        return build_context(a, used, evaluation, language, MOMENT, digest="sha256:1", program="k")

    return build


def _both(words: str) -> dict[str, str]:
    return {"id": words, "en": words}


@pytest.fixture(scope="session")
def toy() -> OneEdition:
    """Two areas of three items: no category, no levels, no status, no stages, no supplement."""
    options = [{"code": str(n), "score": n, "label": _both(f"status {n}")} for n in range(3)]
    areas = [
        {
            "id": a,
            "name": _both(f"Area {a}"),
            "description": _both(f"About area {a}"),
            "option_set": "steps",
            "sections": [
                {
                    "name": _both(f"Section of {a}"),
                    "items": [
                        {"id": f"{a}.{n}", "text": _both(f"Question {a}.{n}?")} for n in "123"
                    ],
                }
            ],
        }
        for a in "12"
    ]
    known = {"source": "here", "sureness": "settled"}
    tops = ["one_max", "two_max"]
    rules = [
        {"id": "one", "label": _both("Score of one"), **known, "sum": {"items": {"area": ["1"]}}},
        {"id": "two", "label": _both("Score of two"), **known, "sum": {"items": {"area": ["2"]}}},
        {"id": "one_max", "label": _both("Most"), **known, "maximum": {"items": {"area": ["1"]}}},
        {"id": "two_max", "label": _both("Most"), **known, "maximum": {"items": {"area": ["2"]}}},
        {"id": "all", "label": _both("Total"), **known, "sum": {"rules": ["one", "two"]}},
        {"id": "most", "label": _both("Whole"), **known, "maximum": {"rules": tops}},
    ]  # fmt: skip
    instrument = Instrument.model_validate(
        {
            "id": "toy",
            "edition": "1",
            "name": _both("Toy"),
            "issuer": "nobody",
            "wording": _both("our own"),
            "sources": {"here": _both("this test")},
            "option_sets": [{"id": "steps", "options": options}],
            "areas": areas,
            "rules": rules,
            "results": {
                "areas": [
                    {"area": "1", "score": "one", "max": "one_max"},
                    {"area": "2", "score": "two", "max": "two_max"},
                ],
                "total": "all",
                "total_max": "most",
            },
        }
    )
    return OneEdition(Scorer(instrument))


@pytest.fixture
def toy_assessment() -> Assessment:
    return Assessment(
        instrument="toy",
        profile=Profile(organisation="Kantor Mainan", date="2026-09-01"),
        answers={"1.1": Answer("2", "a note", ("E1",)), "2.3": Answer("1")},
        evidence={"E1": Evidence("A document", "policy", "shelf 3", "2026-01-02")},
    )


@pytest.fixture
def toy_reports(toy: OneEdition, templates: Path) -> InProcessReports:
    return InProcessReports(toy, templates)


@pytest.fixture(scope="session")
def words_of() -> Callable[[Path], str]:
    return _words_of


@pytest.fixture(scope="session")
def moment() -> datetime:
    return MOMENT


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def _words_of(pdf: Path) -> str:
    """All text of a PDF in drawing order, spaces and line ends as one space."""
    with pikepdf.open(pdf) as file:
        return re.sub(r"\s+", " ", " ".join(_page_words(p) for p in file.pages))


def _page_words(page: pikepdf.Page) -> str:
    letters = {str(name): _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    said: list[str] = []
    current: Mapping[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = letters[str(operands[0])]
        elif str(operator) == "BT":
            said.append(" ")
        elif str(operator) in {"Tj", "TJ"}:
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in shown:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    codes = (raw[i] << 8 | raw[i + 1] for i in range(0, len(raw), 2))
                    said += [current.get(c, "\ufffd") for c in codes]
    return "".join(said)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Glyph to text, from the font's ToUnicode table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", table)
    }
