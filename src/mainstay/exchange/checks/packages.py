"""Capability packages: asked for in whole numbers, made of something, and with what they need within reach of someone."""

from __future__ import annotations

from mainstay.model import ComponentKind

from ..cells import as_text
from ..draft import Draft

PACKAGE = "package"
"""Unit of a requirement that asks for packages."""


def check_packages(draft: Draft) -> None:
    """A requirement asks for an item or for whole packages; a package has parts, and they can be had."""
    _asked(draft)
    _made_of_something(draft)
    _repair_chains(draft)
    _skills(draft)


def _asked(draft: Draft) -> None:
    requirements = draft.tables["requirements"]
    for index, row in requirements.each("item", "package"):
        if row.item and row.package:
            message = f"'{row.package}', but the row asks for the item '{row.item}' too. Leave one of them empty."
            requirements.say(index, "package", message)
        elif not row.item and not row.package:
            requirements.say(index, "item", "empty, and so is package. Name an item or a capability package.")
        elif row.package:
            if requirements.sound(index, "quantity") and not float(row.quantity).is_integer():
                message = f"{as_text(row.quantity)} packages; they come into service whole. Write a whole number."
                requirements.say(index, "quantity", message)
            if requirements.sound(index, "unit") and row.unit != PACKAGE:
                message = f"'{row.unit}', but the row asks for packages. Write '{PACKAGE}'."
                requirements.say(index, "unit", message)


def _made_of_something(draft: Draft) -> None:
    packages, components, crews = (draft.tables[name] for name in ("packages", "components", "crews"))
    if not (components.whole("package") and crews.whole("package")):
        return
    used = {row.package for table in (components, crews) for row in table.rows}
    for index, row in packages.each("package"):
        if row.package not in used:
            message = f"'{row.package}' has no row in {components.file} or {crews.file}. Say what it is made of."
            packages.say(index, "package", message)


def _repair_chains(draft: Draft) -> None:
    components, repairs = draft.tables["components"], draft.tables["repairs"]
    repaired = {item for row in repairs.rows for item in row.items}
    for index, row in components.each("kind"):
        if row.kind != ComponentKind.REPAIR_CHAIN:
            continue
        if row.fleet and components.sound(index, "fleet"):
            message = f"'yes' means nothing for a '{row.kind}', which nothing travels to. Leave it out."
            components.say(index, "fleet", message)
        if components.sound(index, "item") and row.item not in repaired and repairs.whole("items"):
            message = f"no repair shop repairs '{row.item}': the package cannot come into service. Add one to {repairs.file}."
            components.say(index, "item", message, blocks=False)


def _skills(draft: Draft) -> None:
    crews, courses, cohorts = (draft.tables[name] for name in ("crews", "courses", "cohorts"))
    if not (courses.whole("skill") and cohorts.whole("skills")):
        return
    had = {row.skill for row in courses.rows} | {skill for row in cohorts.rows for skill in row.skills}
    for index, row in crews.each("skill"):
        if row.skill not in had:
            message = (
                f"no course teaches '{row.skill}' and no cohort knows it: the package cannot come into service."
                f" Add a course to {courses.file}, or the skill to a cohort."
            )
            crews.say(index, "skill", message, blocks=False)
