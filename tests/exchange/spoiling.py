"""Ways in which files come back from people, programs and wires, drawn from a seed."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

CELLS = (
    "", " ", "0", "-1", "1e308", "-1e308", "1e-320", "inf", "nan", "1e400", "9" * 400, "1_000", "1,5", "0x10", "1.5.2",
    "½", "٣", "2026-02-30", "0001-01-01", "9999-12-31", "2199-12-31", "1950-01-01", "31.12.2026", "2026-03-01T00:00",
    "46000", "yes", "ja", "TRUE", "None", "null", ";", ";;", "a;b", "all", "none", "DEU", "UKR", "UKR; UKR",
    "OC_UA46", "air; road", "no transit", "territory", "person", "refused", "purchase", "=1+1", "#REF!", "\x00", "\x07", "\x85",
    "\u2028", "\u202e", "\ufeff", "\ud7ff", "\U0001f69a", "'", '"', '""', ",", "\r", "\n", "\t", "x" * 140_000,
    "1.1D", "1.7", "-0.0",
)  # fmt: skip
"""Contents of a cell that nobody planned for."""
TOML = (
    'start = "2026-13-45"', "start = 2026-03-01T10:00:00+02:00", "start = 10:00:00", "days = inf", "days = nan", "days = -9",
    f"days = {'9' * 5000}", "days = 0xFFFFFFFFFFFFFFFFFFFF", "weights = [[1], {a = 1}]", "weights = [" * 3000, "[days]\nx = 1",
    "name = {a = {b = [1, 2]}}", 'name = "\\uD800"', 'name = "\\u0000"', "a.b.c.d = 1", "name = true", "[[name]]", "\x00",
    "= 1", 'name = """', "days = 1\ndays = 2", "x = " + "{y = " * 3000, "weights = []",
    "weights = [1e308, 1e308, 1e308, 1, 1]", "start = 2199-12-31", "period_days = 31", 'lowest_rung = "gift"', 'supported = ""',
)  # fmt: skip
"""Lines of a settings file that nobody planned for."""


ENCODINGS = ("utf-16", "cp1251", "latin-1", "utf-7", "utf-8-sig")
VALUES = ("null", "[]", "{}", "true", "-1", "NaN", "1e999", "9" * 400, "9" * 5000, '"x"', "[" * 3000, '{"a": [1]}')
"""Values of an entry of a summary that nobody planned for."""


def spoil_bytes(rng: random.Random, data: bytes) -> bytes:
    """Damage of a wire, a disk or a wrong encoding."""
    if not data:
        return bytes(rng.randrange(256) for _ in range(rng.randrange(50)))
    at, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    noise = bytes(rng.randrange(256) for _ in range(rng.choice((1, 3, 40))))
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: data[:at],
        lambda: data[:at] + data[end:],
        lambda: data[:at] + noise + data[at:],
        lambda: data[:at] + noise + data[at + len(noise) :],
        lambda: data[:end] + data[at:],
        lambda: data.replace(b",", rng.choice((b";", b"\t", b"|", b"")), rng.choice((-1, 1, 5))),
        lambda: data.replace(b"\n", rng.choice((b"\r", b"\r\n", b"", b"\n\n", b'"\n')), rng.choice((-1, 1))),
        lambda: data.replace(b'"', rng.choice((b"", b"'", b'""')), rng.choice((-1, 1))),
        lambda: data.decode("utf-8", "replace").encode(
            rng.choice(("utf-16", "cp1251", "latin-1", "utf-7", "utf-8-sig")), "replace"
        ),
        lambda: data.swapcase(),
        lambda: noise,
        lambda: b"",
        lambda: data * rng.choice((2, 5)),
    )
    return rng.choice(ways)()


def spoil_rows(rng: random.Random, data: bytes) -> bytes:
    """Slips of a person in a spreadsheet: cells, headers, rows and columns."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    for _ in range(rng.choice((1, 1, 3, 10))):
        row = rng.choice(rows)
        at = rng.randrange(len(row)) if row else 0
        match rng.randrange(8):
            case 0:
                rows.remove(row)
            case 1:
                rows.insert(rng.randrange(len(rows) + 1), list(row))
            case 2:
                row.insert(at, rng.choice(CELLS))
            case 3 if row:
                del row[at]
            case 4:
                rng.shuffle(row)
            case _ if row:
                row[at] = rng.choice(CELLS) if rng.random() < 0.8 else rng.choice(rng.choice(rows) or [""])
        if not rows:
            rows.append([""])
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def spoil_settings(rng: random.Random, data: bytes) -> bytes:
    """Slips of a person in the settings."""
    lines = data.decode("utf-8").split("\n")
    for _ in range(rng.choice((1, 1, 3))):
        line = rng.choice(TOML)
        name = line.split(" ", 1)[0]
        lines = [old for old in lines if not old.startswith(f"{name} ") or rng.random() < 0.1]
        lines.insert(rng.randrange(len(lines) + 1), line)
    return "\n".join(lines).encode("utf-8", "replace")


def spoil_json(rng: random.Random, data: bytes) -> bytes:
    """Other values in a summary."""
    text = data.decode("utf-8")
    spot = rng.choice(list(re.finditer(r'": ([^,\n]*)', text)))
    return (text[: spot.start(1)] + rng.choice(VALUES) + text[spot.end(1) :]).encode()


def spoil_folder(rng: random.Random, folder: Path) -> None:
    """Spoil one to three files of a scenario or of a plan."""
    files = sorted(file for file in folder.iterdir() if file.suffix in (".csv", ".toml", ".json"))
    for file in rng.sample(files, rng.choice((1, 1, 1, 3))):
        data = file.read_bytes()
        if file.suffix == ".csv" and rng.random() < 0.7:
            file.write_bytes(spoil_rows(rng, data))
        elif file.suffix == ".toml" and rng.random() < 0.7:
            file.write_bytes(spoil_settings(rng, data))
        elif file.suffix == ".json" and rng.random() < 0.7:
            file.write_bytes(spoil_json(rng, data))
        elif rng.random() < 0.05:
            file.unlink()
            if rng.random() < 0.7:
                file.mkdir()
        else:
            file.write_bytes(spoil_bytes(rng, data))


def spoil_workbook(rng: random.Random, file: Path) -> None:
    """Spoil the archive, or one to three of its parts."""
    if rng.random() < 0.25:
        file.write_bytes(spoil_bytes(rng, file.read_bytes()))
        return
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [name for name in parts if "sheet" in name.lower() or "strings" in name.lower()]
    for name in rng.choices(sheets if rng.random() < 0.7 else sorted(parts), k=rng.choice((1, 1, 3))):
        if name not in parts:
            continue
        if rng.random() < 0.05:
            del parts[name]
        else:
            parts[name] = spoil_bytes(rng, parts[name]) if rng.random() < 0.3 else spoil_xml(rng, parts[name])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def spoil_xml(rng: random.Random, data: bytes) -> bytes:
    """Change values and attributes of a part, and leave it well-formed most of the time."""
    text = data.decode("utf-8", "replace")
    for _ in range(rng.choice((1, 1, 5, 30))):
        spots = list(re.finditer(rng.choice((r'="([^"]*)"', r"<v>([^<]*)</v>", r"<t[^>]*>([^<]*)</t>", r"<(\w+)")), text))
        if not spots:
            continue
        spot = rng.choice(spots)
        old = spot[1]
        new = rng.choice(
            (
                *(
                    "",
                    "0",
                    "-1",
                    "1e400",
                    "nan",
                    "99999999999",
                    "x",
                    "XFD1048576",
                    "A1",
                    "s",
                    "d",
                    "e",
                    "b",
                    "n",
                    "inlineStr",
                    "str",
                ),
                *("2958466", "-700000", "1e308", "&amp;", "&#7;", "&nope;", "9" * 400, old * 2, old[:-1], old.upper()),
            )
        )
        text = text[: spot.start(1)] + new + text[spot.end(1) :]
    return text.encode("utf-8", "replace")
