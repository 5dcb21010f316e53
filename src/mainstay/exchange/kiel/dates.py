"""Days of the tracker: most are dates, the others phrases that hold an interval, or nothing."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from .names import clean

FIRST = dt.date(2022, 1, 24)
"""Day on which the tracker begins; what it dates 'until' another day is not older."""
SERIAL = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet, for dates that are stored as plain numbers."""

IMPOSSIBLE = "impossible date read as the last day of its month"
DAY_FIRST = "day written before the month"
EITHER = "day and month may be in either order: both are in the interval"
STORED_NUMBER = "date stored as a number"
UNKNOWN = "day unknown"
UNREAD = "phrase of the day not understood"


@dataclass(frozen=True)
class When:
    """When something was announced or allocated.

    ``earliest`` and ``latest`` are None together if the sheet says nothing. ``phrase`` is empty if the sheet has a date.
    """

    phrase: str = ""
    earliest: dt.date | None = None
    latest: dt.date | None = None
    flags: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is any day at all."""
        return self.latest is not None


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T][\d:.]+)?")
_FULL = r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
_SPAN = re.compile(rf"(?:from|between) ({_FULL}) (?:until|to|and) ({_FULL})", re.I)
_UNTIL = re.compile(rf"until ({_FULL})", re.I)
_UNTIL_MONTH = re.compile(r"until (\d{1,2})/(\d{2,4})", re.I)
_MONTH = re.compile(r"(?:unclear|not specified),? ?(\d{1,2})/(\d{2,4})", re.I)
_NOTHING = re.compile(r"|\.|unclear|undisclosed|unknown|not specified|not given", re.I)


def read_day(text: str) -> When:
    """
    Read a cell of the column 'Announcement Date'.

    A month is the interval of its days. 'until' a day is the interval from the first day of the tracker; slashes put the
    month first, points the day first, and whatever cannot be a month is the day. A day that its month does not have is
    its last. A phrase without a day, or one that is not understood, has no interval and says so in its flags.
    """
    text = clean(text)
    if match := _ISO.fullmatch(text):
        day, flags = _day(*(int(part) for part in match.groups()))
        return When(text if flags else "", day if flags else None, day, flags) if day else When(text, flags=(UNREAD,))
    if re.fullmatch(r"[34]\d{4}(\.\d+)?|[5]\d{4}", text):
        return When("", None, SERIAL + dt.timedelta(days=int(float(text))), (STORED_NUMBER,))
    if _NOTHING.fullmatch(text):
        return When(text, flags=(UNKNOWN,))
    return _phrase(text) or When(text, flags=(UNREAD,))


def month_name(code: str) -> str:
    """Month of the tracker's code (January 2022 is 1) as ``2022-01``; empty for 0 or what is no number."""
    digits = clean(code).removesuffix(".0")
    if not digits.isdigit() or int(digits) == 0:
        return ""
    years, month = divmod(int(digits) - 1, 12)
    return f"{2022 + years}-{month + 1:02d}"


def _phrase(text: str) -> When | None:
    """Interval of a phrase, or None if it has none of the known shapes."""
    if match := _SPAN.fullmatch(text):
        first, last = _reading(match[1]), _reading(match[2])
        if first and last and first.earliest and last.latest and first.earliest <= last.latest:
            return When(text, first.earliest, last.latest, _once(first.flags + last.flags))
    if match := _UNTIL.fullmatch(text):
        last = _reading(match[1])
        if last and last.latest:
            return When(text, min(FIRST, last.latest), last.latest, last.flags)
    if match := _UNTIL_MONTH.fullmatch(text):
        last = _whole_month(match)
        if last and last.latest:
            return When(text, min(FIRST, last.latest), last.latest)
    if match := _MONTH.fullmatch(text):
        found = _whole_month(match)
        if found:
            return When(text, found.earliest, found.latest)
    if re.fullmatch(_FULL, text):
        found = _reading(text, alone=True)
        if found:
            return When(text, found.earliest, found.latest, found.flags)
    return None


def _whole_month(match: re.Match[str]) -> When | None:
    month, year = int(match[1]), _year(match[2])
    if not 1 <= month <= 12:
        return None
    return When("", dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def _reading(text: str, *, alone: bool = False) -> When | None:
    """One day of a phrase. A day that stands alone is a date that stayed text; its order is not known."""
    one, two, year = re.split(r"[/.]", text)
    a, b, y = int(one), int(two), _year(year)
    points = "." in text
    if points or a > 12:
        day, flags = _day(y, b, a)
        return When("", day, day, _once((DAY_FIRST, *flags))) if day else None
    if alone and b <= 12 and a != b:
        both = sorted((dt.date(y, a, b), dt.date(y, b, a)))
        return When("", both[0], both[1], (EITHER,))
    day, flags = _day(y, a, b)
    return When("", day, day, flags) if day else None


def _day(year: int, month: int, day: int) -> tuple[dt.date | None, tuple[str, ...]]:
    """Return the day; the last of its month, flagged, if the month has no such day; None if there is no such month."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1900 <= year <= 2100):
        return None, ()
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day, last)), (IMPOSSIBLE,) if day > last else ()


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _once(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flags))
