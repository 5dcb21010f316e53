"""The figures of the capability calendar as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.exchange.tables import write_table
from mainstay.model import Scenario
from mainstay.model.fields import Day, Key, Record, about, column, refers

from .capabilities import calendar, package_lines


class ServiceStep(Record, frozen=True, kw_only=True):
    """Packages of one kind at the end of one column of the calendar."""

    package: Annotated[Key, refers("packages"), about("which package", "quel paquet de capacités", "який пакет")]
    first_day: Annotated[Day, about("first day of the column", "premier jour de la colonne", "перший день стовпця")]
    last_day: Annotated[Day, about("last day of the column", "dernier jour de la colonne", "останній день стовпця")]
    asked: Annotated[
        int,
        column("packages", least=0),
        about("how many are due by the last day", "combien sont dus au dernier jour", "скільки потрібно до останнього дня"),
    ]
    in_service: Annotated[
        int,
        column("packages", least=0),
        about("how many are in service by then", "combien sont alors en service", "скільки на той час уже діє"),
    ]


def write_service(plan: AnyPlan, scenario: Scenario, file: Path) -> Path:
    """Write how many packages of each kind are asked for and in service, column by column of the calendar."""
    spans, rows = calendar(package_lines(plan, scenario), scenario)
    steps = [
        ServiceStep(package=row.kind, first_day=first, last_day=last, asked=row.asked[at], in_service=row.in_service[at])
        for row in rows
        if row.kind
        for at, (first, last) in enumerate(spans)
    ]
    write_table(file, steps, ServiceStep)
    return file
