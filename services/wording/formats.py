"""Days, times, numbers and money as a language writes them, in pages, mails, contracts and invoices alike.

People's time is Helsinki's. Written out here, because a call to Babel in every row of a list costs more than the rest
of the page; a test holds each of them against Babel's own locales (fi_FI, sv_FI, en_FI).
"""

from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal

from services.messages.values import Language
from services.runtime.finland import comes_twice, is_summer_time, local_date, to_local

NO_BREAK_SPACE = "\u00a0"
_MINUS = "\u2212"
MIDNIGHT = time_of_day()
_WEEKDAYS = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("må", "ti", "on", "to", "fr", "lö", "sö"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "fi": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}

_SUMMER_AND_WINTER = {
    "fi": ("kesäaikaa", "talviaikaa"),
    "sv": ("sommartid", "vintertid"),
    "en": ("summer time", "winter time"),
}


class Formats:
    """For one language. What pages show may be missing: None gives an empty text."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._months = _MONTHS[language].split()

    def day(self, value: date | datetime | None) -> str:
        """7.1.2027, 7 January 2027 in English."""
        if value is None:
            return ""
        local = _local_day(value)
        if self._language == "en":
            return f"{local.day} {self._months[local.month - 1]} {local.year}"
        return f"{local.day}.{local.month}.{local.year}"

    def iso_day(self, value: str) -> str:
        """Of a day that was kept as text: 2027-01-07."""
        return self.day(date.fromisoformat(value))

    def short_day(self, value: date | datetime | None) -> str:
        """With the weekday, without the year: ke 7.1."""
        if value is None:
            return ""
        local = _local_day(value)
        weekday = _WEEKDAYS[self._language][local.weekday()]
        if self._language == "en":
            return f"{weekday} {local.day} {self._months[local.month - 1][:3]}"
        return f"{weekday} {local.day}.{local.month}."

    def month(self, value: date | str | None) -> str:
        """tammikuu 2027; also of a period such as "2027-01"."""
        if not value:
            return ""
        year, number = map(int, value.split("-")) if isinstance(value, str) else (value.year, value.month)
        return f"{self._months[number - 1]} {year}"

    def hour(self, value: time_of_day) -> str:
        """Of every day: 13.30 in Finland's languages, 13:30 in English."""
        return f"{value.hour}{':' if self._language == 'en' else '.'}{value.minute:02}"

    def time(self, value: datetime | None) -> str:
        """As `hour`; and which of the two, in the hour that autumn shows twice."""
        if value is None:
            return ""
        shown = self.hour(to_local(value).time())
        if comes_twice(value):
            return f"{shown} ({_SUMMER_AND_WINTER[self._language][not is_summer_time(value)]})"
        return shown

    def moment(self, value: datetime | None) -> str:
        """Day, weekday and time together."""
        if value is None:
            return ""
        weekday = _WEEKDAYS[self._language][_local_day(value).weekday()]
        clock = {"fi": "klo ", "sv": "kl. ", "en": ""}[self._language]
        return f"{weekday} {self.day(value)} {clock}{self.time(value)}"

    def deadline(self, value: datetime | None) -> str:
        """As `moment`; one at midnight is the day that ends then, which is how people say until when."""
        if value is None or not ends_with_a_day(value):
            return self.moment(value)
        last = _local_day(value) - timedelta(days=1)
        return f"{_WEEKDAYS[self._language][last.weekday()]} {self.day(last)}"

    def day_and_time(self, value: datetime) -> str:
        """As inside a sentence: 7.1.2027 klo 13.30."""
        at = {"fi": "klo", "sv": "kl.", "en": "at"}[self._language]
        return f"{self.day(value)} {at} {self.time(value)}"

    def waited(self, seconds: int) -> str:
        """A length of time in its largest unit: 45 s, 3 min, 5 h, 2 vrk; empty for none."""
        if seconds <= 0:
            return ""
        day = {"fi": "vrk", "sv": "dygn", "en": "d"}[self._language]
        units = ((86_400, day), (3600, "h"), (60, "min"), (1, "s"))
        length, unit = next(one for one in units if seconds >= one[0])
        return f"{seconds // length}{NO_BREAK_SPACE}{unit}"

    def euros(self, cents: int | None) -> str:
        """1 234,50 €; €1,234.50 in English."""
        if cents is None:
            return ""
        sign = _MINUS if cents < 0 else ""
        whole, rest = divmod(abs(cents), 100)
        if self._language == "en":
            return f"{sign}€{whole:,}.{rest:02}"
        return f"{sign}{_grouped(whole)},{rest:02}{NO_BREAK_SPACE}€"

    def amount(self, cents: int) -> str:
        """As it is typed into a form: 1234,50; 1234.50 in English."""
        return f"{cents // 100}{'.' if self._language == 'en' else ','}{cents % 100:02}"

    def iban(self, value: str) -> str:
        """In groups of four, as it stands on paper; read and copied so."""
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))

    def number(self, value: int | None) -> str:
        if value is None:
            return ""
        return f"{value:,}" if self._language == "en" else _grouped(value)

    def decimal(self, value: Decimal | None) -> str:
        """62,4; 62.4 in English. Without zeros at the end."""
        if value is None:
            return ""
        plain = f"{value:f}"
        shown = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return shown if self._language == "en" else shown.replace(".", ",")

    def percent(self, value: Decimal | int) -> str:
        """25,5 %; 25.5% in English. With the zeros it has."""
        plain = f"{value:f}" if isinstance(value, Decimal) else str(value)
        return f"{plain}%" if self._language == "en" else f"{plain.replace('.', ',')}{NO_BREAK_SPACE}%"


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", NO_BREAK_SPACE)


def _local_day(value: date | datetime) -> date:
    return local_date(value) if isinstance(value, datetime) else value


def ends_with_a_day(value: datetime) -> bool:
    """Whether a last moment is midnight, which people call by the day that ends then."""
    return to_local(value).time() == MIDNIGHT
