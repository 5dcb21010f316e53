"""How the tracker writes names: blanks, letters that only look Latin, donors, units inside of item names."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mainstay.model import PartyKind

from ..suggest import TWINS

PACKAGE = re.compile(r"[A-Z]{2}[MHF]\d+")
"""ID of a package: two letters for the donor, the kind of aid, a number."""

UNITS = (
    (re.compile(r"^tons? of\b|\((?:in|per) tons?\)"), "tonne"),
    (re.compile(r"^lit(?:er|re)s? of\b"), "litre"),
    (re.compile(r"^pairs? of\b"), "pair"),
    (re.compile(r"^packs? of\b"), "pack"),
    (re.compile(r"^rounds? of\b"), "round"),
    (re.compile(r"^km of\b"), "km"),
    (re.compile(r"^met(?:er|re)s? of\b|\(met(?:er|re)\)"), "metre"),
    (re.compile(r"^palett?es?\b"), "pallet"),
    (re.compile(r"^sets? of\b"), "set"),
    (re.compile(r"\(in m3\)"), "m3"),
)
"""Beginnings, and a few endings, of item names that say what is counted. A number at the beginning is a calibre."""


def clean(text: str | None) -> str:
    """Text without outer blanks, and with plain single blanks inside; no-break spaces count as blanks."""
    return " ".join(text.split()) if text else ""


def fold(text: str | None) -> str:
    """Clean text without regard to case: what two spellings of one thing have in common."""
    return clean(text).casefold()


def code(text: str) -> str:
    """Clean code in Latin letters: a Cyrillic letter that looks Latin is taken for the Latin one."""
    return clean(text).translate(TWINS)


def unit_of(name: str) -> str:
    """What is counted under an item name: the unit with which it begins, else pieces."""
    name = fold(name)
    return next((unit for pattern, unit in UNITS if pattern.search(name)), "piece")


def item_key(name: str) -> str:
    """Code of an item that only the tracker names; the name in capitals, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", clean(name)).encode("ascii", "ignore").decode()
    return "UST-" + re.sub(r"[^A-Z0-9]+", "-", plain.upper()).strip("-")[:60].rstrip("-")


@dataclass(frozen=True)
class Donor:
    """A donor as the tracker writes it, the party that it is, and the seat of its government."""

    donor: str
    party: str
    name: str
    kind: PartyKind
    country: str
    place: str
    lat: float
    lon: float


@cache
def donors() -> dict[str, Donor]:
    """Donors by their spelling, ignoring case and blanks."""
    return {
        fold(row["donor"]): Donor(
            donor=row["donor"],
            party=row["party"],
            name=row["name"],
            kind=PartyKind(row["kind"]),
            country=row["country"],
            place=row["place"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in table("kiel_donors.csv")
    }


def table(file: str) -> list[dict[str, str]]:
    """Rows of a table that comes with the importer."""
    text = resources.files("mainstay.exchange").joinpath("data", file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
