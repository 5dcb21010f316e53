"""Pages on cases, executions, changes and comparisons: well formed, whole, self-contained, and nothing in them unescaped."""

import dataclasses
import inspect
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import msgspec
import openpyxl
import pytest

from mainstay.exchange.stress_folder import read_tables
from mainstay.model import CaseKind
from mainstay.report import write_comparison, write_replan, write_simulation, write_stress
from mainstay.report.page import VOID
from mainstay.report.stress_names import Names
from mainstay.report.stress_words import COUNTS, STRESS_WORDS, StressWords
from mainstay.report.svg import width_of
from mainstay.report.words import LANGUAGES, WORDS

from . import stress_sample as sample

EVIL = '<script>alert("x")</script>&amp;\u0007{mean}§ink§'
TOLD = EVIL.replace("\u0007", "")
"""The same without what no cell of a table can hold."""
FORMULA = '=HYPERLINK("x","y")'


class Reader(HTMLParser):
    """Reads a page strictly: every element that opens closes, in order; gathers text, ids, addresses and tables."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.ids, self.links, self.tags, self.cells = [], [], [], [], set(), []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src") if name in given]
        if tag == "th":
            assert given.get("scope") in ("row", "col")
        if tag == "svg":
            assert given.get("aria-label") or given.get("aria-hidden") == "true"
        if (tag not in VOID and tag not in ("line", "rect", "circle", "path", "polyline", "polygon")) or tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    @property
    def words(self):
        return " ".join(self.text)


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request, tmp_path_factory):
    """Folders of all four kinds in one language."""
    folder, language = tmp_path_factory.mktemp(request.param), request.param
    files = {
        "stress": write_stress(folder / "stress", _few(sample.stress()), language),
        "simulation": write_simulation(folder / "simulation", sample.simulation(), language, plan=sample.plan()),
        "replan": write_replan(folder / "replan", sample.replan(), language, day=sample.scenario().settings.start),
        "comparison": write_comparison(folder / "comparison", sample.comparison(), language),
    }
    return language, folder, files


def _few(stress):
    """The cases that have tables of their own, two more, and all that are only bracketed."""
    kept = [row for at, row in enumerate(stress.cases) if not row.solved or at < 5 or row.case in stress.curves]
    return dataclasses.replace(stress, cases=tuple(kept))


def pages(files):
    return [file for several in files.values() for file in several if file.suffix == ".html"]


def test_every_page_is_well_formed_and_asks_for_nothing_outside(written):
    language, _, files = written
    for file in pages(files):
        text = file.read_text("utf-8")
        reader = Reader(text)
        assert text.startswith("<!doctype html>")
        assert f'<html lang="{language}">' in text
        assert len(set(reader.ids)) == len(reader.ids)
        assert "script" not in reader.tags
        assert not re.search(r"url\((?!#hatch\))|@import|https?://(?!www\.w3\.org/2000/svg)", text)
        for link in reader.links:
            target = file if link.startswith("#") else file.parent / link
            assert target.is_file()
            assert not link.startswith("#") or link[1:] in reader.ids


def test_every_chart_is_well_formed_and_has_only_colours_of_paper(written):
    _, _, files = written
    charts = [file for several in files.values() for file in several if file.suffix == ".svg"]
    assert {"tornado.svg", "dependence.svg", "score.svg", "packages.svg", "service-days.svg", "differences.svg"} <= {
        file.name for file in charts
    }
    for file in charts:
        text = file.read_text("utf-8")
        ElementTree.fromstring(text.encode())
        assert "var(" not in text
        assert "§" not in text


def test_every_chart_keeps_its_text_within_its_edges(written):
    """Text measured in a face that runs wider than those of a page ends where the chart ends."""
    _, _, files = written
    for file in (file for several in files.values() for file in several if file.suffix == ".svg"):
        root = ElementTree.fromstring(file.read_text("utf-8").encode())
        wide = float(root.get("width"))
        for group in (root, *root.iter("{http://www.w3.org/2000/svg}g")):
            shift = 16 if group is not root else 0
            for text in group.findall("{http://www.w3.org/2000/svg}text"):
                size = float(text.get("font-size"))
                long = width_of(text.text or "", size, bold=text.get("font-weight") == "600")
                x = float(text.get("x")) + shift
                left = x - {"middle": long / 2, "end": long}.get(text.get("text-anchor"), 0.0)
                assert left >= -1, text.text
                assert left + long <= wide + 1, (file.name, text.text)


def test_charts_within_pages_are_well_formed_and_a_slim_one_is_as_wide_as_a_telephone(written):
    _, _, files = written
    for file in pages(files):
        text = file.read_text("utf-8")
        slim = re.findall(r'<div class="plate slim">(<svg.*?</svg>)</div>', text)
        assert len(slim) == text.count('class="plate wide"')
        for chart in slim:
            root = ElementTree.fromstring(chart)
            assert float(root.get("width")) <= 358
            for line in root.findall("{http://www.w3.org/2000/svg}text"):
                long = width_of(line.text or "", float(line.get("font-size")), bold=line.get("font-weight") == "600")
                x = float(line.get("x"))
                left = x - {"middle": long / 2, "end": long}.get(line.get("text-anchor"), 0.0)
                assert left >= -1, line.text
                assert left + long <= 359, line.text


def test_the_page_of_a_case_holds_every_figure_of_its_record(written):
    language, folder, _ = written
    words = StressWords(language)
    stress = sample.stress()
    row = next(row for row in stress.cases if row.case == "party DEU")
    text = Reader((folder / "stress" / "case-party-deu.html").read_text("utf-8")).words
    for value in (stress.score, row.loss_before, row.loss, row.saved):
        assert words.points(value) in text
    assert f"{words.at_least(row.loss_low)}–{words.at_most(row.loss_high)}" in text
    assert words("between", low=words.at_least(row.bracket_low), high=words.at_most(row.bracket_high)) in text
    for percent in (row.loss_before_percent, row.loss_percent):
        assert words.number(percent, 1) in text
    assert words.count("days", row.recovery_days) in text
    assert words.day(row.recovers, year=True) in text
    hits = [hit for hit in stress.hits if hit.case == row.case]
    for hit in hits:
        assert hit.requirement in text
    assert words("what is lost") in text


def test_the_page_of_a_case_ranks_its_substitutes(written):
    language, folder, _ = written
    words = StressWords(language)
    text = Reader((folder / "stress" / "case-party-usa.html").read_text("utf-8")).words
    at = [text.index(f"+{words.points(row.replaces)}") for row in sample.stress().substitutes]
    assert at == sorted(at)


def test_the_page_on_all_cases_ranks_them_and_leads_to_those_that_were_solved(written):
    language, folder, _ = written
    words, stress = StressWords(language), _few(sample.stress())
    text = (folder / "stress" / "index.html").read_text("utf-8")
    table = Reader(text[text.index('id="table"') :].join(("<main><section ", "")).split("</main>")[0] + "</main>").words
    names = Names(stress.scenario, words)
    order = sorted(stress.cases, key=lambda row: (-row.loss, -row.loss_before, row.case))
    places = [table.index(names.case(row)) for row in order[:4]]
    assert places == sorted(places)
    for row in stress.cases:
        assert words.points(row.loss) in table
        assert words.points(row.loss_before) in table
    assert set(re.findall(r'href="(case-[^"]+)"', text)) == {file.name for file in (folder / "stress").glob("case-*.html")}
    for guard in stress.guards:
        assert words.points(guard.loss_cut) in text


def test_what_is_only_bracketed_is_said_to_be(written):
    language, _, files = written
    stress = sample.stress()
    row = next(row for row in stress.cases if not row.solved)
    alone = dataclasses.replace(stress, cases=(row,), hits=(), curves={}, dependence=(), substitutes=())
    folder = files["stress"][0].parent.parent / "alone"
    write_stress(folder, alone, language)
    text = Reader((folder / "index.html").read_text("utf-8")).words
    words = StressWords(language)
    assert words("bracketed") in text
    assert words("loss estimate") in text
    assert words("loss after") + " " not in text.replace(words("loss estimate"), "")


def test_the_page_on_executions_holds_its_figures_and_every_package(written):
    language, folder, _ = written
    words, simulation = StressWords(language), sample.simulation()
    text = Reader((folder / "simulation" / "index.html").read_text("utf-8")).words
    for value in (simulation.score, *simulation.expected, *(end for ends in simulation.likely for end in ends)):
        assert words.points(value, 1) in text
    for value in simulation.error:
        assert words.points(value) in text
    assert words.count("executions", 1000) in text
    for row in simulation.services:
        assert f"{row.requirement} · {row.number}" in text


def test_the_page_of_a_new_plan_tells_each_party_of_each_of_its_changes(written):
    language, folder, _ = written
    text = (folder / "replan" / "index.html").read_text("utf-8")
    by_party = {}
    for row in sample.replan().changes:
        if row.kind.value not in ("kept", "moved"):
            for party in row.tell:
                by_party.setdefault(party, []).append(row)
    for value in (sample.replan().plan.score, sample.replan().before, sample.replan().stability_cost):
        assert StressWords(language).points(value) in text
    sections = re.findall(r'<section class="sec" id="tell-\d+">.*?</section>', text, re.S)
    assert len(sections) == len(by_party)
    names = Names(sample.scenario(), StressWords(language))
    for part in sections:
        party = re.search(r"<h2>.*\((\w+)\)</h2>", part)[1]
        assert names.party(party) in Reader(part).words
        rows = by_party[party]
        shown = sum((row.consignment or row.was) in part for row in rows)
        assert shown == min(len(rows), 40)


def test_the_page_of_two_plans_holds_every_large_difference(written):
    language, folder, _ = written
    words = StressWords(language)
    text = Reader((folder / "comparison" / "index.html").read_text("utf-8")).words
    rows = sorted(sample.comparison().differences, key=lambda row: -abs(row.difference_points))
    for row in rows[:100]:
        assert row.requirement in text
        assert words.number(row.difference_points, 2) in text
    for plan in (sample.comparison().a, sample.comparison().b):
        assert words.points(plan.score) in text


def test_every_workbook_has_a_row_for_each_row_of_its_tables(written):
    _, folder, _ = written
    stress = _few(sample.stress())
    counts = {
        "stress/stress.xlsx": [
            len(stress.cases), sum(hit.case in {row.case for row in stress.cases} for hit in stress.hits),
            len(stress.substitutes), len(stress.dependence), len(stress.guards),
        ],
        "simulation/simulation.xlsx": [
            len(sample.simulation().fans), len(sample.simulation().requirements), len(sample.simulation().services),
        ],
        "comparison/comparison.xlsx": [len(sample.comparison().differences), 6],
    }  # fmt: skip
    for name, wanted in counts.items():
        book = openpyxl.load_workbook(folder / name, read_only=False)
        assert [sheet.max_row - 4 for sheet in book.worksheets[1:]] == wanted


def test_every_folder_lists_its_files_and_its_tables_can_be_read(written):
    _, folder, files = written
    for kind in files:
        said = json.loads((folder / kind / "summary.json").read_text("utf-8"))
        assert set(said["files"]) == {file.name for file in (folder / kind).iterdir()}
        read_tables(folder / kind)
    tables, _ = read_tables(folder / "stress")
    assert tables["cases"] == _few(sample.stress()).cases


def test_the_same_results_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_stress(tmp_path / name, _few(sample.stress()), "uk")
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_nothing_that_tables_hold_becomes_markup_or_a_formula(tmp_path):
    stress = sample.stress()
    world = msgspec.structs.replace(
        stress.scenario,
        parties=tuple(msgspec.structs.replace(row, name=EVIL, name_fr="", name_uk="") for row in stress.scenario.parties),
        items=tuple(msgspec.structs.replace(row, name=FORMULA, name_fr="", name_uk="") for row in stress.scenario.items),
        packages=tuple(msgspec.structs.replace(row, name=EVIL, name_uk="") for row in stress.scenario.packages),
        settings=msgspec.structs.replace(stress.scenario.settings, title=EVIL),
    )
    named = msgspec.structs.replace(stress.cases[0], case="a named one", kind=CaseKind.NAMED, what=TOLD)
    evil = dataclasses.replace(
        stress,
        scenario=world,
        cases=(named, *stress.cases[:2]),
        substitutes=tuple(msgspec.structs.replace(row, what=TOLD) for row in stress.substitutes),
        guards=tuple(msgspec.structs.replace(row, what=TOLD) for row in stress.guards),
    )
    plan = dataclasses.replace(sample.plan(), scenario=world)
    changes = tuple(msgspec.structs.replace(row, why=TOLD) for row in sample.replan().changes[:60])
    rows = tuple(msgspec.structs.replace(row, why=TOLD) for row in sample.comparison().differences[:60])
    comparison = dataclasses.replace(sample.comparison(), a=plan, b=plan, names=(TOLD, "B"), differences=rows)
    for write, what in (
        (write_stress, evil),
        (write_simulation, dataclasses.replace(sample.simulation(), scenario=world)),
        (write_replan, sample.Replan(plan, changes)),
        (write_comparison, comparison),
    ):
        folder = tmp_path / write.__name__
        write(folder, what, "en")
        for file in folder.glob("*.html"):
            text = file.read_text("utf-8")
            assert "script" not in Reader(text).tags
            assert "\u0007" not in text
            assert '<script>alert("x")</script>' in Reader(text).words
        for file in folder.glob("*.svg"):
            ElementTree.fromstring(file.read_text("utf-8").encode())
        for file in folder.glob("*.xlsx"):
            for sheet in openpyxl.load_workbook(file).worksheets:
                assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


@pytest.mark.parametrize("key", STRESS_WORDS)
def test_words_take_the_same_values_in_every_language(key):
    texts = STRESS_WORDS[key]
    assert len(texts) == len(LANGUAGES)
    assert all(texts)
    named = [sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None) for text in texts]
    assert named[0] == named[1] == named[2]


@pytest.mark.parametrize(
    ("low", "high", "said"), [(6.0867, 6.1201, "6.08–6.13"), (0.0, 0.0, "0.00–0.00"), (0.29, 0.3, "0.29–0.30")]
)
def test_an_interval_is_rounded_outwards(low, high, said):
    words = StressWords("en")
    assert f"{words.at_least(low)}–{words.at_most(high)}" == said


def test_words_of_cases_hide_none_of_those_of_every_report():
    assert not STRESS_WORDS.keys() & WORDS.keys()


def test_every_word_is_used_somewhere():
    """A word that no file names is left over."""
    room = Path(inspect.getfile(StressWords)).parent
    text = "".join(file.read_text("utf-8") for file in room.glob("*.py") if not file.name.endswith("_words.py"))
    composed = ("what ", "kind ", "change ", "total ")
    left = [key for key in STRESS_WORDS if f'"{key}"' not in text and not key.startswith(composed)]
    assert left == ["reviewed"]  # the value of Planned


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["0 days", "1 day", "2 days", "21 days"]),
        ("fr", ["0 jour", "1 jour", "2 jours", "21 jours"]),
        ("uk", ["0 днів", "1 день", "2 дні", "21 день"]),
    ],
)
def test_a_noun_agrees_with_its_number(language, said):
    words = StressWords(language)
    assert [words.count("days", number).replace("\N{NO-BREAK SPACE}", " ") for number in (0, 1, 2, 21)] == said
    assert all(words.count(noun, 12) for noun in COUNTS)
