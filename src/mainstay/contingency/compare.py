"""Two plans side by side, need by need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from mainstay.model import Difference, Serves
from mainstay.model.fields import Key, Record, Tonnes, about, column, refers
from mainstay.planning import Plan

from .needs import Need, needs
from .why_different import Side, terms, why

TINY = 1e-7
"""Points of 100 below which two plans attain the same of a need."""


class Giving(Record, frozen=True, kw_only=True):
    """What one contributor gives in each of two plans."""

    party: Annotated[Key, refers("parties"), about("who gives", "qui donne", "хто надає")]
    a_t: Annotated[Tonnes, about("tonnes in the first plan", "tonnes dans le premier plan", "тонн у першому плані")]
    b_t: Annotated[Tonnes, about("tonnes in the second plan", "tonnes dans le second plan", "тонн у другому плані")]
    more_t: Annotated[
        float,
        column("t"),
        about(
            "tonnes more in the second than in the first",
            "tonnes de plus dans le second que dans le premier",
            "на скільки тонн більше в другому, ніж у першому",
        ),
    ]
    a_needs: Annotated[
        int,
        column("needs", least=0),
        about("needs that it gives to in the first", "besoins servis dans le premier", "скільком потребам надає в першому"),
    ]
    b_needs: Annotated[
        int,
        column("needs", least=0),
        about("needs that it gives to in the second", "besoins servis dans le second", "скільком потребам надає в другому"),
    ]


@dataclass(frozen=True)
class Comparison:
    """
    Two plans side by side.

    Attributes
    ----------
    a, b
        The plans.
    names
        What each is called.
    differences
        Every need of either, those first of which the two attain most differently.
    giving
        Every contributor to either, those first whose tonnes differ most.
    """

    a: Plan = field(repr=False)
    b: Plan = field(repr=False)
    names: tuple[str, str]
    differences: tuple[Difference, ...]
    giving: tuple[Giving, ...]

    @property
    def totals(self) -> dict[str, tuple[float | None, float | None]]:
        """Figures of the summaries of both plans, of those that either has; None where one has it not."""
        one, other = self.a.summary(), self.b.summary()
        names = [name for name in (*one, *other) if _is_figure(one.get(name, other.get(name)))]
        return {name: (one.get(name), other.get(name)) for name in names}

    def summary(self) -> dict[str, Any]:
        """Figures that open every report."""
        return {
            "a": {"name": self.names[0], **self.a.summary()},
            "b": {"name": self.names[1], **self.b.summary()},
            "needs": len(self.differences),
            "more": sum(row.difference_points > 0 for row in self.differences),
            "less": sum(row.difference_points < 0 for row in self.differences),
            "score_difference": self.b.score - self.a.score,
            "attained_difference": self.b.attained - self.a.attained,
        }

    def tables(self) -> Mapping[str, tuple[Record, ...]]:
        """Tables of a comparison, by the names of their files."""
        return {"differences": self.differences, "giving": self.giving}


def compare(a: Plan, b: Plan, *, names: tuple[str, str] = ("A", "B")) -> Comparison:
    """
    Put two plans side by side, need by need: what each attains, when, from whom, and why they differ.

    The plans may be of one scenario or of two; needs are matched by their codes. A need's points are of 100 asked in its own
    scenario, so that the differences add up to the difference of what the plans attain before transport.

    Parameters
    ----------
    a, b
        Plans just made or picked up from their folders; differences are of ``b`` against ``a``.
    names
        What each is called.
    """
    one, other = Side("A", a, a.scenario), Side("B", b, b.scenario)
    first, second = needs(a, a.scenario), needs(b, b.scenario)
    keys = [*first, *(key for key in second if key not in first)]
    rows = [_difference(one, other, first.get(key), second.get(key)) for key in keys]
    rows.sort(key=lambda row: (-abs(row.difference_points), row.requirement))
    return Comparison(a, b, names, tuple(rows), _giving(a, b))


def _difference(one: Side, other: Side, ours: Need | None, theirs: Need | None) -> Difference:
    """What two plans make of one need; None where it is not asked for."""
    known = ours or theirs
    assert known is not None
    gain = (theirs.attained if theirs else 0.0) - (ours.attained if ours else 0.0)
    gain = 0.0 if abs(gain) < TINY else float(f"{gain:.9g}")
    if ours is None or theirs is None:
        said = f"asked for in {'B' if ours is None else 'A'} only"
    elif gain > 0:
        said = why(other, one, theirs, ours)
    elif gain < 0:
        said = why(one, other, ours, theirs)
    else:
        said = "; ".join(terms(one, other, ours, theirs))
    return Difference(
        requirement=known.code,
        what=known.what,
        a_percent=_rounded(ours.percent) if ours else 0.0,
        b_percent=_rounded(theirs.percent) if theirs else 0.0,
        difference_points=gain,
        a_arrives=ours.arrives if ours else None,
        b_arrives=theirs.arrives if theirs else None,
        a_from=ours.givers if ours else (),
        b_from=theirs.givers if theirs else (),
        why=said,
    )


def _giving(a: Plan, b: Plan) -> tuple[Giving, ...]:
    """What each contributor gives in both plans."""
    tonnes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    served: dict[str, tuple[set[tuple[Serves, str]], set[tuple[Serves, str]]]] = defaultdict(lambda: (set(), set()))
    for side, plan in enumerate((a, b)):
        for row in plan.tables.consignments:
            tonnes[row.party][side] += row.mass_t
            if row.serves in (Serves.REQUIREMENT, Serves.COMPONENT, Serves.STOCK):
                kind = Serves.STOCK if row.serves == Serves.STOCK else Serves.REQUIREMENT
                served[row.party][side].add((kind, row.requirement))
    rows = [
        Giving(
            party=party,
            a_t=_rounded(before),
            b_t=_rounded(after),
            more_t=_rounded(after - before),
            a_needs=len(served[party][0]),
            b_needs=len(served[party][1]),
        )
        for party, (before, after) in tonnes.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(row.more_t), row.party)))


def _rounded(value: float) -> float:
    """Figure without a solver's last digits."""
    return 0.0 if abs(value) < 1e-9 else float(f"{value:.9g}")


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
