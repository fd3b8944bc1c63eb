"""Every figure of the printed result, read back from the PDF, is the scorer's."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kami_tui.domain.answers import Answer, Assessment
from kami_tui.domain.numbers import Exact
from kami_tui.domain.result import Result, possible_categories, result_of
from kami_tui.domain.scorer import Scorer
from kami_tui.reporting.inprocess import InProcessReports
from kami_tui.usecases.ports import ReportRequest
from tests.reporting.reading import Heard

NONE = "–"


def assessments(kami: Scorer) -> list[Assessment]:
    """One with no answer, one with half of them, one with all, and 47 at random: some weak, some
    strong, some with gaps. The same every time."""
    chance = random.Random(20260920)
    made = []
    for number in range(50):
        share = (0.0, 0.5, 1.0)[number] if number < 3 else chance.choice((0.95, 1.0, 1.0))
        strength, stakes = 1 - chance.random() ** 3, chance.randrange(3)
        answers = {}
        for item in kami.ids:
            options = sorted(kami.instrument.options(item), key=lambda o: o.code)[:4]
            likely = options[stakes] if len(options) == 3 else options[-1]
            option = likely if chance.random() < strength else chance.choice(options)
            if chance.random() < share:
                answers[item] = Answer(option.code)
        made.append(Assessment(kami.instrument.id, answers=answers))
    return made


def percent(part: Exact | None, whole: Exact | None) -> str:
    assert part is not None
    assert whole
    return f"{(200 * int(part) + int(whole)) // (2 * int(whole))}%"


def span(ends: Sequence[str] | None) -> str:
    return " s.d. ".join(dict.fromkeys((ends[0], ends[-1]))) if ends else NONE


def expected(kami: Scorer, result: Result) -> dict[str, list[str]]:
    """Rows of the table of areas: score, most, bar, share, level, stage 3, unanswered."""
    rows = {}
    for area in kami.instrument.areas:
        r = result.areas.get(area.id)
        if r is not None:
            stage3 = {True: "dihitung", False: "tidak dihitung", None: NONE}[r.stage3_counted]
            rows[f"{area.id} {area.name.id}"] = [
                str(r.score), str(r.max), "", percent(r.score, r.max),
                r.maturity or NONE, stage3, str(r.unanswered or NONE),
            ]  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def cases(kami: Scorer) -> list[Assessment]:
    return assessments(kami)


def test_the_assessments_reach_every_status_and_category(kami: Scorer, cases) -> None:
    """Else the test below would say little."""
    results = [result_of(kami.evaluate(a.statuses)) for a in cases]
    assert {r.category.value for r in results if r.category} >= {"Rendah", "Tinggi", "Strategis"}
    assert {r.readiness for r in results} >= {None, "Tidak Layak", "Baik"}
    assert len({r.readiness for r in results}) == 5
    assert {a.stage3_counted for r in results for a in r.areas.values()} >= {True, False}


def test_every_figure_of_the_result_page_is_the_scorers(
    kami: Scorer, cases, library, templates, moment, tmp_path
) -> None:
    reports = InProcessReports(library, templates)
    for number, assessment in enumerate(cases):
        request = ReportRequest(assessment, "id", tmp_path, moment, parts=("result",))
        heard = Heard(reports.made(request))
        result = result_of(kami.evaluate(assessment.statuses))
        assert len(heard.pdf.pages) == 1, number

        table = next(t for t in heard.tables() if t[0][0] == "Area" and "Skor" in t[0])
        *areas, total = table[1:]
        assert {row[0]: row[1:] for row in areas} == expected(kami, result), number
        low_high = span(result.maturity_range)
        gaps = sum(a.unanswered for a in result.areas.values())
        assert total[1:] == [
            str(result.total), str(result.max), "", percent(result.total, result.max),
            low_high, "", str(gaps or NONE),
        ], number  # fmt: skip

        readiness = result.readiness or "Belum dapat ditentukan"
        assert heard.after("Hasil evaluasi akhir") == readiness, number
        assert heard.after("Tingkat kelengkapan") == f"{result.total} dari {result.max}", number
        assert heard.after("Tingkat kematangan") == low_high, number
        possible = possible_categories(kami, assessment.statuses)
        category = span([name for _, name in possible or ()])
        assert heard.after("Kategori Sistem Elektronik") == category, number
        supplement = result.supplement
        assert supplement
        assert heard.after("Suplemen: Pihak Ketiga") == percent(supplement.score, supplement.max)
        missing = result.unanswered
        said = f"Belum lengkap: {missing} dari {len(kami.ids)} butir belum dijawab."
        assert (said in heard.paragraphs()) is (missing > 0), number


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("layout", ["full", "executive"])
def test_with_all_there_can_be_to_say_the_result_still_is_one_page(
    kami, library, templates, example, moment, tmp_path, language, layout
) -> None:
    """Missing answers, an area below its floor, five shut stages, the change since last year."""
    weak = {
        i: Answer("A" if i.startswith("1.") else "1") for i in kami.ids if i not in ("2.3", "8.1")
    }
    request = ReportRequest(
        replace(example, answers=weak), language, tmp_path, moment, label="TERBATAS",
        parts=None if layout == "executive" else ("result",), layout=layout, previous=example,
    )  # fmt: skip
    heard = Heard(InProcessReports(library, templates).made(request))
    assert len(heard.pdf.pages) == (2 if layout == "executive" else 1)
