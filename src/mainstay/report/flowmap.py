"""The printable map of the flows: what moves where, how, how much, and where it is full."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Node, NodeKind, Scenario

from . import ground, marks
from .labels import Plate, short, text_size
from .legend import draw_legend, scale_bar
from .loads import Load, link_loads, node_loads, window_days
from .look import CAPTION, GROUND_3, INK, INK_2, INK_3, LABEL, SMALL, TITLE, save
from .places import UsedPlace, used_places
from .seaways import seaways
from .text import answer, basis
from .words import Words
from .wrap import wrapped

WIDTH, HEIGHT = 780.0, 540.0
"""Of the map itself, points."""
TOP, BOTTOM = 66.0, 46.0
COVERED = 0.95
"""Share of the tonnes handled whose nodes the map must show; what lies beyond is named at the edge."""
NAMED_ALWAYS = 6
"""So many of the busiest nodes get their names even where these cover lines."""
STRONG = 0.97
"""Share of the tonnes a day whose lines are drawn in full strength; the many thin ones step back behind them."""
AT_EDGE = 0.002
"""Least share of the tonnes moved for which a place beyond the map is named at its edge."""


@dataclass(frozen=True)
class Stream:
    """What moves between two nodes by one mode, both directions together."""

    ends: tuple[str, str]
    mode: str
    tonnes: float
    per_day: float
    share: float


def draw_map(plan: AnyPlan, scenario: Scenario, stem: Path, *, language: str = "en") -> list[Path]:
    """
    Draw the flows of a plan as ``<stem>.svg`` and ``<stem>.png``.

    Parameters
    ----------
    plan, scenario
        What moves, and the places between which it does.
    stem
        Files to write, without suffix.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    links = link_loads(scenario, plan.tables.flows, plan.tables.legs)
    nodes = node_loads(scenario, plan.tables.node_days, plan.tables.legs)
    said = wrapped(answer(plan, scenario, language=language), WIDTH, 9.0)
    across, up = WIDTH + 24, HEIGHT + TOP + 12 * max(len(said) - 2, 0) + BOTTOM
    figure = Figure(figsize=(across / 72, up / 72), facecolor="white")
    axes = figure.add_axes((12 / across, BOTTOM / up, WIDTH / across, HEIGHT / up))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, HEIGHT)
    axes.set_axis_off()
    beyond = _Drawing(axes, scenario, links, nodes, words, used_places(plan, scenario)).draw()
    heading = scenario.settings.title or scenario.settings.name
    figure.text(12 / across, 1 - 20 / up, words("map title", name=heading), size=TITLE, weight="bold", color=INK)
    for row, line in enumerate(said):
        figure.text(12 / across, 1 - (36 + 12 * row) / up, line, size=9.0, color=INK_2)
    caption = words("map caption", days=words.number(scenario.settings.days), window=window_days(scenario))
    lines = wrapped(f"{caption} {beyond}".strip(), WIDTH, CAPTION)[:3]
    lines.append(basis(plan, scenario, language=language) + ".")
    for row, line in enumerate(lines):
        figure.text(12 / across, (BOTTOM - 11 - 10 * row) / up, line, size=CAPTION, color=INK_3)
    return save(figure, stem)


class _Drawing:
    """One map on its way onto the axes, whose units are points."""

    def __init__(
        self,
        axes: Axes,
        scenario: Scenario,
        links: dict[str, Load],
        nodes: dict[str, Load],
        words: Words,
        used: tuple[UsedPlace, ...],
    ):
        self.axes, self.scenario, self.words = axes, scenario, words
        self.nodes, self.loads = scenario.by_key("nodes"), nodes
        self.names = {code: words.name(node, code) for code, node in self.nodes.items()}
        self.streams = _streams(scenario, links)
        moved = sorted({end for stream in self.streams for end in stream.ends} | set(nodes))
        self.moved = [code for code in moved if code in self.nodes]
        self.most = max((stream.per_day for stream in self.streams), default=1.0)
        self.faint = _below(STRONG, [stream.per_day for stream in self.streams])
        weights = [_handled(nodes.get(code)) for code in self.moved]
        places = np.array([(self.nodes[c].lon, self.nodes[c].lat) for c in self.moved] or [(0.0, 0.0)])
        home = [self.nodes[code].country == _country(scenario) for code in self.moved]
        self.view = ground.fitted(places, weights or [1.0], home or [True], WIDTH, HEIGHT, COVERED)
        self.plate = Plate(WIDTH, HEIGHT)
        self.lanes = self._lanes()
        self.places = sorted({(place.node, place.kind) for place in used if self.inside(place.node)})

    def at(self, code: str) -> np.ndarray:
        """Place of a node on the sheet, points."""
        node = self.nodes[code]
        return self.view(np.array([node.lon, node.lat]))

    def inside(self, code: str) -> bool:
        x, y = self.at(code)
        return bool(4 <= x <= WIDTH - 4 and 4 <= y <= HEIGHT - 4)

    def draw(self) -> str:
        """Draw everything; return what has to be said about places beyond the map."""
        country = _country(self.scenario)
        known = ground.draw_ground(self.axes, self.view, country)
        courses = self._courses()
        dots = [np.empty((0, 2)), *(marks.along(course, 4.0) for _, course in courses)]
        self.plate.marks = np.vstack(dots)
        shown = [code for code in self.moved if self.inside(code)]
        kinds = sorted({marks.shape_of(self.nodes[code].kind) for code in shown})
        modes = sorted({stream.mode for stream, _ in courses}, key=list(marks.DASHES).index)
        points = np.array([self.at(code) for code in shown]).reshape(-1, 2)
        others = sorted({kind for _, kind in self.places}, reverse=True)
        draw_legend(self.axes, self.plate, self.words, points, modes, kinds, self.most, others)
        scale_bar(self.axes, self.plate, self.words, self.view)
        # Wide lines first, so that narrow ones stay visible; by sea the other way, as there the upper hides the lower.
        for stream, course in sorted(courses, key=lambda pair: -pair[0].per_day * (-1 if pair[0].mode == "sea" else 1)):
            wide, faint = marks.width(stream.per_day, self.most), stream.per_day < self.faint
            marks.draw_line(self.axes, course, stream.mode, wide, stream.share, faint=faint)
        for code in sorted(shown, key=lambda code: _handled(self.loads.get(code))):
            self._node(code)
        for code, kind in self.places:
            self._place(code, kind)
        self._name_nodes(shown)
        beyond = self._name_edges()
        self._name_countries()
        self.axes.plot([0, WIDTH, WIDTH, 0, 0], [0, 0, HEIGHT, HEIGHT, 0], color=GROUND_3, lw=1, zorder=50, clip_on=False)
        return beyond if known else f"{beyond} {self.words('no basemap')}".strip()

    def _courses(self) -> list[tuple[Stream, np.ndarray]]:
        """Course of every stream on the sheet; modes between the same two nodes run side by side."""
        beside: dict[tuple[str, str], list[Stream]] = defaultdict(list)
        for stream in self.streams:
            beside[stream.ends].append(stream)
        out = []
        for ends, streams in beside.items():
            if not (self.inside(ends[0]) or self.inside(ends[1])):
                continue
            widths = [marks.width(stream.per_day, self.most) + 2.0 for stream in streams]
            shift = -sum(widths) / 2
            for stream, wide in zip(streams, widths, strict=True):
                aside = shift + wide / 2 if len(streams) > 1 else 0.0
                shift += wide
                out.append((stream, self._course(stream, aside)))
        return out

    def _course(self, stream: Stream, aside: float = 0.0) -> np.ndarray:
        """Course of one stream on the sheet: over water by sea where the basemap knows water."""
        lane = self.lanes.get(stream.ends) if stream.mode == "sea" else None
        if lane is not None:
            return self.view(lane)
        return marks.course(self.at(stream.ends[0]), self.at(stream.ends[1]), stream.mode, aside)

    def _lanes(self) -> dict[tuple[str, str], np.ndarray | None]:
        """Ways over water of the streams that go by sea and have an end on the sheet."""
        at_sea = [s.ends for s in self.streams if s.mode == "sea" and (self.inside(s.ends[0]) or self.inside(s.ends[1]))]
        ends = [[(self.nodes[code].lon, self.nodes[code].lat) for code in pair] for pair in at_sea]
        return dict(zip(at_sea, seaways([(a, b) for a, b in ends]), strict=True))

    def _node(self, code: str) -> None:
        """Draw the mark of a node and keep labels off it."""
        x, y = self.at(code)
        load = self.loads.get(code)
        half = marks.draw_node(self.axes, x, y, self.nodes[code].kind, full=load is not None and load.full)
        self.plate.take((x - half, y - half, x + half, y + half))

    def _place(self, code: str, kind: str) -> None:
        """Draw the mark of a training site or repair shop beside its node, and keep labels off it."""
        x, y = self.at(code)
        aside = 0.0
        if code in self.moved:
            aside = 9.0 if self.nodes[code].kind is NodeKind.LOGISTICS_NODE else 6.5
        x, y = x + (aside if kind == "training site" else -aside), y + aside
        half = marks.draw_place(self.axes, x, y, kind)
        self.plate.take((x - half, y - half, x + half, y + half))

    def _name_nodes(self, shown: list[str]) -> None:
        """Write names of nodes, the busiest first, as far as there is room."""
        order = sorted(shown, key=lambda c: (-_rank(self.nodes[c]), -_handled(self.loads.get(c)), c))
        written: set[str] = set()
        for place, code in enumerate(order):
            bold = self.nodes[code].kind is NodeKind.LOGISTICS_NODE
            text = short(self.names[code], 40 if bold else 28)
            if text in written:  # a yard and a port of the same town
                continue
            size = 8.0 if bold else SMALL
            x, y = self.at(code)
            wide, high = text_size(text, size, bold=bold)
            box = self.plate.place((x, y), (wide + 8, high + 5) if bold else (wide, high), 9.0 if bold else 5.0)
            if box is None:
                continue
            if place >= NAMED_ALWAYS and self.plate.covered(box) > 5:
                self.plate.taken.remove(box)
                continue
            written.add(text)
            if bold:
                marks.write_plate(self.axes, box, text, size, bold=True)
            else:
                marks.write(self.axes, box, text, size, LABEL)

    def _name_edges(self) -> str:
        """Name at the edge of the map where cargo comes from beyond it; say in words what found no room."""
        tonnes: dict[str, float] = defaultdict(float)
        edge: dict[str, np.ndarray] = {}
        for stream in self.streams:
            for far, near in (stream.ends, stream.ends[::-1]):
                if self.inside(near) and not self.inside(far):
                    tonnes[far] += stream.tonnes
                    line = self._course(stream)
                    if np.hypot(*(line[-1] - self.at(near))) < np.hypot(*(line[0] - self.at(near))):
                        line = line[::-1]
                    edge.setdefault(far, marks.leaves(line, WIDTH, HEIGHT))
        unnamed = []
        least = AT_EDGE * sum(stream.tonnes for stream in self.streams)
        for code in sorted(tonnes, key=lambda code: (-tonnes[code], code)):
            if tonnes[code] < least:
                unnamed.append(code)
                continue
            text = f"{short(self.names[code])} {self.words.least(tonnes[code])}\u202f{self.words('t')}"
            wide, high = text_size(text, SMALL)
            box = self.plate.first_free(marks.edge_boxes(edge[code], wide + 8, high + 5, WIDTH, HEIGHT), most_covered=99)
            if box is None:
                unnamed.append(code)
            else:
                marks.write_plate(self.axes, box, text, SMALL)
        if not unnamed:
            return ""
        rest = sum(tonnes[code] for code in unnamed)
        return self.words("map beyond", places=len(unnamed), tonnes=self.words.least(rest))

    def _name_countries(self) -> None:
        """Write names of countries where they cover nothing."""
        own = {party.country: self.words.name(party) for party in self.scenario.parties if party.country}
        for code, name, spots in ground.country_spots(self.view):
            text = own.get(code, name).upper()
            wide, high = text_size(text, SMALL)
            wide *= 1.02
            boxes = ((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2) for x, y in spots)
            box = self.plate.first_free(boxes, most_covered=1)
            if box is not None:
                marks.write(self.axes, box, text, SMALL, "#8b949c", halo=False)


def _streams(scenario: Scenario, loads: dict[str, Load]) -> list[Stream]:
    """Put together what moves between the same nodes by the same mode; transfers within a place are no lines."""
    links, nodes = scenario.by_key("links"), scenario.by_key("nodes")
    out: dict[tuple[str, str, str], Stream] = {}
    for code, load in sorted(loads.items()):
        link = links[code]
        low, high = sorted((link.origin, link.destination))
        if link.mode == "transfer" or low == high or low not in nodes or high not in nodes:
            continue
        key = (low, high, str(link.mode))
        share = load.week_share or 0.0
        before = out.get(key, Stream((low, high), str(link.mode), 0.0, 0.0, 0.0))
        out[key] = replace(
            before,
            tonnes=before.tonnes + load.total_t,
            per_day=before.per_day + load.mean_t_per_day,
            share=max(before.share, share),
        )
    return list(out.values())


def _below(share: float, amounts: list[float]) -> float:
    """Least amount among the largest ones that make up a share of them all."""
    largest = sorted(amounts, reverse=True)
    together = np.cumsum(largest)
    return largest[int(np.searchsorted(together, share * together[-1]))] if largest and together[-1] > 0 else 0.0


def _handled(load: Load | None) -> float:
    return 0.0 if load is None else load.total_t + load.out_t


def _rank(node: Node) -> int:
    """Nodes of the operation before gates, ports and centres, and these before yards."""
    if node.kind is NodeKind.LOGISTICS_NODE:
        return 2
    return 1 if node.kind in (NodeKind.CROSSING, NodeKind.SEAPORT, NodeKind.CENTRE, NodeKind.AIRPORT) else 0


def _country(scenario: Scenario) -> str:
    party = scenario.by_key("parties").get(scenario.settings.supported)
    return (party.country if party else "") or scenario.settings.supported
