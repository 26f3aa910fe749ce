"""Writes examples/invented-nights: twelve weeks of nightly summaries that never happened, and the truth behind them.

Run from the root of the project: python tools/make_invented_nights.py. The same bytes come out each time: the numbers
come from a linear congruential generator with a fixed seed. Interceptions of a night are drawn from a Polya urn, so
that they are beta-binomial with the mean and correlation of KINDS; nothing here is estimated from any real night.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "invented-nights"
FIRST, NIGHTS, SEED = date(2031, 4, 1), 84, 20310401
KYIV = ZoneInfo("Europe/Kyiv")
T = TypeVar("T")

# weapon: mean share stopped, correlation within a night, fewest and most launched on a night (all invented)
KINDS: dict[str, tuple[float, float, int, int]] = {
    "shahed": (0.86, 0.06, 18, 140),
    "kh-101": (0.80, 0.12, 4, 26),
    "kalibr": (0.72, 0.15, 2, 9),
    "kh-59": (0.70, 0.15, 2, 6),
    "iskander-m": (0.24, 0.30, 2, 9),
    "kinzhal": (0.25, 0.30, 2, 5),
    "zircon": (0.20, 0.30, 2, 4),
    "s-300": (0.01, 0.05, 2, 8),
}
MISSILES = [kind for kind in KINDS if kind != "shahed"]

UK = {
    "shahed": ("ударний БпЛА Shahed", "ударні БпЛА Shahed", "ударних БпЛА Shahed"),
    "recon_drone": ("розвідувальний безпілотник", "розвідувальні безпілотники", "розвідувальних безпілотників"),
    "kh-101": ("крилату ракету Х-101", "крилаті ракети Х-101", "крилатих ракет Х-101"),
    "kalibr": ("крилату ракету «Калібр»", "крилаті ракети «Калібр»", "крилатих ракет «Калібр»"),
    "kh-59": ("керовану ракету Х-59", "керовані ракети Х-59", "керованих ракет Х-59"),
    "iskander-m": (
        "балістичну ракету «Іскандер-М»",
        "балістичні ракети «Іскандер-М»",
        "балістичних ракет «Іскандер-М»",
    ),
    "kinzhal": (
        "аеробалістичну ракету «Кинджал»",
        "аеробалістичні ракети «Кинджал»",
        "аеробалістичних ракет «Кинджал»",
    ),
    "zircon": ("ракету «Циркон»", "ракети «Циркон»", "ракет «Циркон»"),
    "s-300": ("зенітну ракету С-300", "зенітні ракети С-300", "зенітних ракет С-300"),
}
RU = {
    "shahed": ("ударный беспилотник «Шахед»", "ударных беспилотника «Шахед»", "ударных беспилотников «Шахед»"),
    "kh-101": ("крылатую ракету Х-101", "крылатые ракеты Х-101", "крылатых ракет Х-101"),
    "kalibr": ("крылатую ракету «Калибр»", "крылатые ракеты «Калибр»", "крылатых ракет «Калибр»"),
    "kh-59": ("управляемую ракету Х-59", "управляемые ракеты Х-59", "управляемых ракет Х-59"),
    "iskander-m": (
        "баллистическую ракету «Искандер-М»",
        "баллистические ракеты «Искандер-М»",
        "баллистических ракет «Искандер-М»",
    ),
    "kinzhal": (
        "аэробаллистическую ракету «Кинжал»",
        "аэробаллистические ракеты «Кинжал»",
        "аэробаллистических ракет «Кинжал»",
    ),
    "zircon": ("ракету «Циркон»", "ракеты «Циркон»", "ракет «Циркон»"),
    "s-300": ("зенитную ракету С-300", "зенитные ракеты С-300", "зенитных ракет С-300"),
}
EN = {
    "shahed": ("Shahed drone", "Shahed drones"),
    "kh-101": ("Kh-101 cruise missile", "Kh-101 cruise missiles"),
    "kalibr": ("Kalibr cruise missile", "Kalibr cruise missiles"),
    "kh-59": ("Kh-59 guided missile", "Kh-59 guided missiles"),
    "iskander-m": ("Iskander-M ballistic missile", "Iskander-M ballistic missiles"),
    "kinzhal": ("Kinzhal ballistic missile", "Kinzhal ballistic missiles"),
    "zircon": ("Zircon missile", "Zircon missiles"),
    "s-300": ("S-300 missile", "S-300 missiles"),
}
UK_ALL = ("засіб повітряного нападу", "засоби повітряного нападу", "засобів повітряного нападу")
UK_STRIKE = ("ударний безпілотник", "ударні безпілотники", "ударних безпілотників")
RU_STRIKE = ("ударный беспилотник", "ударных беспилотника", "ударных беспилотников")
UK_MONTHS = {4: "квітня", 5: "травня", 6: "червня"}
RU_MONTHS = {4: "апреля", 5: "мая", 6: "июня"}
EN_MONTHS = {4: "April", 5: "May", 6: "June"}
UK_UNITS = " один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять"
UK_UNITS += " п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять"
UK_TENS = "  двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто"
RU_UNITS = " один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
RU_UNITS += " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
RU_TENS = "  двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
EN_UNITS = " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
EN_UNITS += " eighteen nineteen"
EN_TENS = "  twenty thirty forty fifty sixty seventy eighty ninety"


class Draw:
    """A generator of uniform numbers in [0, 1): x = 6364136223846793005 x + 1442695040888963407 mod 2**64 (Knuth)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def unit(self) -> float:
        """The next uniform number, from the top 53 bits of the state."""
        self.state = (6364136223846793005 * self.state + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`."""
        return items[self.whole(0, len(items) - 1)]

    def stopped(self, launched: int, share: float, rho: float) -> int:
        """A beta-binomial draw (Polya urn): how many of `launched` were stopped."""
        yes, no = share * (1 - rho) / rho, (1 - share) * (1 - rho) / rho
        count = 0
        for _ in range(launched):
            if self.unit() * (yes + no) < yes:
                yes, count = yes + 1, count + 1
            else:
                no += 1
        return count


@dataclass(frozen=True)
class Line:
    """One weapon of a night; `suppressed` is part of `intercepted`, `back` flew away; launched None is not told."""

    weapon: str
    launched: int | None
    intercepted: int | None
    suppressed: int = 0
    back: int = 0


@dataclass(frozen=True)
class Night:
    """One invented night, named by the date on which it ends."""

    day: date
    lines: tuple[Line, ...]
    hits: int
    places: int
    debris: int

    @property
    def launched(self) -> int:
        """All weapons whose number is told."""
        return sum(line.launched or 0 for line in self.lines)

    @property
    def intercepted(self) -> int:
        """All weapons stopped."""
        return sum(line.intercepted or 0 for line in self.lines)


def noun(number: int, forms: Sequence[str]) -> str:
    """The form of a noun that `number` asks for: Slavic (one, few, many) or English (one, many)."""
    if len(forms) == 2:
        return forms[0] if number == 1 else forms[1]
    if number % 10 == 1 and number % 100 != 11:
        return forms[0]
    return forms[1] if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else forms[2]


def counted(number: int, forms: Sequence[str]) -> str:
    """`number` in digits and its noun."""
    return f"{number} {noun(number, forms)}"


def words(number: int, units: str, tens: str, joint: str = " ") -> str:
    """A number from 1 to 99 in words."""
    small = units.split(" ")
    if number < 20:
        return small[number]
    return joint.join(part for part in (tens.split(" ")[number // 10], small[number % 10]) if part)


def uk_day(night: Night) -> str:
    """The date in Ukrainian."""
    return f"{night.day.day} {UK_MONTHS[night.day.month]} {night.day.year} року"


def ru_day(night: Night) -> str:
    """The date in Russian."""
    return f"{night.day.day} {RU_MONTHS[night.day.month]} {night.day.year} года"


def en_day(night: Night) -> str:
    """The date in English."""
    return f"{night.day.day} {EN_MONTHS[night.day.month]} {night.day.year}"


def told(night: Night) -> list[tuple[str, int, int]]:
    """Weapon, launched and intercepted of the lines whose numbers are told."""
    return [(line.weapon, line.launched, line.intercepted or 0) for line in night.lines if line.launched is not None]


def style_a(night: Night) -> str:
    """Ukrainian, one figure for shot down and suppressed, hits and debris by place, sometimes a weapon unnumbered."""
    items = [f"• {counted(launched, UK[weapon])};" for weapon, launched, _ in told(night)]
    items += [f"• {UK[line.weapon][1]};" for line in night.lines if line.launched is None]
    stopped = [f"• {UK[weapon][2]}: {number} із {launched};" for weapon, launched, number in told(night)]
    end = "Дякуємо всім, хто чергував цієї ночі."
    if night.places > 1:
        end = f"Зафіксовано влучання {night.hits} ударних БпЛА на {night.places} локаціях, "
        end += f"падіння уламків на {night.debris} локаціях."
    head = f"ВИГАДАНО. У ніч на {uk_day(night)} противник застосував:"
    return "\n".join([head, *items, "", "Станом на 08:00 збито/подавлено:", *stopped, "", end])


def style_b(night: Night) -> str:
    """Ukrainian of 2024: shot down, lost from radar, returned; drones alone."""
    line = night.lines[0]
    shot = (line.intercepted or 0) - line.suppressed
    text = f"ВИГАДАНО. У ніч на {uk_day(night)} ворог атакував {line.launched} ударними БпЛА типу Shahed.\n\n"
    text += f"Збито {counted(shot, ('ударний БпЛА', 'ударні БпЛА', 'ударних БпЛА'))}. "
    text += f"Ще {line.suppressed} локаційно втрачено завдяки роботі РЕБ"
    return text + (f", {line.back} повернулися на територію країни-агресора." if line.back > 1 else ".")


def style_c(night: Night) -> str:
    """Ukrainian, a total and a list, then how many of each were brought down."""
    items = [f"– {counted(launched, UK[weapon])};" for weapon, launched, _ in told(night)]
    head = f"ВИГАДАНО\n\nУ ніч на {uk_day(night)} окупанти випустили {counted(night.launched, UK_ALL)}:"
    stopped = ", ".join(f"{counted(number, UK[weapon])}" for weapon, _, number in told(night) if number)
    passed = [
        f"{UK[weapon][2][:1].upper()}{UK[weapon][2][1:]} збито 0 із {launched}."
        for weapon, launched, number in told(night)
        if not number
    ]
    return "\n".join([head, *items, "", f"Сили оборони збили {night.intercepted}: {stopped}.", *passed])


def style_d(night: Night) -> str:
    """Ukrainian, strike drones beside reconnaissance drones, drones alone."""
    strike, recon = night.lines
    return (
        f"ВИГАДАНО. Ніч на {uk_day(night)}: противник запустив {counted(strike.launched or 0, UK['shahed'])} "
        f"та {counted(recon.launched or 0, UK['recon_drone'])}.\n\n"
        f"Збито {counted(strike.intercepted or 0, UK['shahed'])} і "
        f"{counted(recon.intercepted or 0, UK['recon_drone'])}."
    )


def style_e(night: Night) -> str:
    """Ukrainian, a line or two with "X of Y", drones alone."""
    line = night.lines[0]
    return (
        f"ВИГАДАНО! {line.intercepted} із {line.launched} «шахедів» збито\n\n"
        f"Такий підсумок ночі на {uk_day(night)}. Наслідки уточнюють обласні адміністрації."
    )


def style_f(night: Night) -> str:
    """Ukrainian, a correction that tells the final figures."""
    parts = [f"– {UK[weapon][2]}: {number} із {launched};" for weapon, launched, number in told(night)]
    return "\n".join([f"ВИГАДАНО. УТОЧНЕННЯ щодо ночі на {uk_day(night)}", "", "Остаточно збито:", *parts])


def style_g(night: Night) -> str:
    """Ukrainian, number words, drones alone."""
    launched, stopped = night.launched, words(night.intercepted, UK_UNITS, UK_TENS)
    fired = f"{words(launched, UK_UNITS, UK_TENS).capitalize()} {noun(launched, UK_STRIKE)}"
    return f"ВИГАДАНО. {fired} запустив ворог у ніч на {uk_day(night)}. Збито {stopped}. Мобільні групи чергували."


def style_h(night: Night) -> str:
    """English news."""
    fired = [counted(launched, EN[weapon]) for weapon, launched, _ in told(night)]
    stopped = [f"{number or 'none'} of the {EN[weapon][1]}" for weapon, _, number in told(night)]
    return (
        f"INVENTED. Russia launched {listed(fired)} at Ukraine on the night of {en_day(night)}, "
        f"the invented air force said in the morning. Air defence shot down {listed(stopped)}."
    )


def listed(parts: Sequence[str]) -> str:
    """Parts of an English sentence, joined."""
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]


def style_h_words(night: Night) -> str:
    """English, number words, drones alone."""
    line = night.lines[0]
    launched = words(line.launched or 0, EN_UNITS, EN_TENS, "-")
    stopped = words(line.intercepted or 0, EN_UNITS, EN_TENS, "-")
    return (
        f"INVENTED. {launched.capitalize()} attack drones were launched overnight into {en_day(night)}; "
        f"{stopped} were shot down or suppressed."
    )


def style_ru(night: Night) -> str:
    """Russian, a list with two numbers a line."""
    items = [f"— {counted(launched, RU[weapon])}, сбито {number};" for weapon, launched, number in told(night)]
    return "\n".join([f"ВЫМЫШЛЕНО. В ночь на {ru_day(night)} по Украине выпустили:", *items])


def style_ru_words(night: Night) -> str:
    """Russian, number words, drones alone."""
    launched, stopped = night.launched, words(night.intercepted, RU_UNITS, RU_TENS)
    fired = f"{words(launched, RU_UNITS, RU_TENS)} {noun(launched, RU_STRIKE)}"
    return f"ВЫМЫШЛЕНО. В ночь на {ru_day(night)} запущено {fired}, сбито {stopped}."


MIXED: list[Callable[[Night], str]] = [style_a, style_c, style_f, style_h, style_ru]
ALONE: list[Callable[[Night], str]] = [style_a, style_b, style_d, style_e, style_g, style_h, style_h_words, style_ru]
WORDS = {style_g, style_h_words, style_ru_words}


def make_night(draw: Draw, number: int) -> tuple[Night, Callable[[Night], str]]:
    """Night `number` and the style in which it is told."""
    day = FIRST + timedelta(days=number)
    kinds = sorted({draw.pick(MISSILES) for _ in range(draw.whole(1, 4))}) if draw.unit() < 0.4 else []
    style = draw.pick(MIXED if kinds else [*ALONE, style_ru_words])
    lines = []
    for kind in ["shahed", *kinds]:
        share, rho, low, high = KINDS[kind]
        high = min(high, 99) if style in WORDS else high
        launched = draw.whole(low, high)
        stopped = draw.stopped(launched, share, rho)
        suppressed = stopped // draw.whole(3, 6) if style is style_b else 0
        back = min(draw.whole(0, 4), launched - stopped) if style is style_b else 0
        if style is style_a and kind in ("iskander-m", "kinzhal", "zircon"):
            lines.append(Line(kind, None, None))
        else:
            lines.append(Line(kind, launched, stopped, suppressed, back))
    if style is style_d:
        seen = draw.whole(2, 6)
        lines.append(Line("recon_drone", seen, seen))
    left = (lines[0].launched or 0) - (lines[0].intercepted or 0)
    places = draw.whole(2, max(2, left)) if left > 2 else 0
    return Night(day, tuple(lines), left, min(places, left), draw.whole(2, 7)), style


def message(number: int, night: Night, text: str, minute: int) -> dict[str, object]:
    """One message of a Telegram Desktop export, published on the morning after the night."""
    moment = datetime(night.day.year, night.day.month, night.day.day, 8, minute, tzinfo=KYIV)
    return {
        "id": 100 + number,
        "type": "message",
        "date": moment.replace(tzinfo=None).isoformat(),
        "date_unixtime": str(int(moment.timestamp())),
        "from": "INVENTED air force",
        "from_id": "channel1000000002",
        "text": text,
        "text_entities": [{"type": "plain", "text": text}],
    }


def write(folder: Path) -> None:
    """Write result.json and truth.csv into `folder`."""
    draw = Draw(SEED)
    messages, table = [], io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["night", "weapon", "launched", "intercepted", "shot_down", "suppressed"])
    for number in range(NIGHTS):
        night, style = make_night(draw, number)
        messages.append(message(number, night, style(night), draw.whole(0, 55)))
        for line in night.lines:
            apart = style is style_b
            shot = (line.intercepted or 0) - line.suppressed if apart else ""
            lost = line.suppressed if apart else ""
            rows.writerow([night.day.isoformat(), line.weapon, line.launched, line.intercepted, shot, lost])
    export = {
        "name": "INVENTED air force (ВИГАДАНО)",
        "type": "public_channel",
        "id": 1000000002,
        "messages": messages,
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(export, ensure_ascii=False, indent=1) + "\n"
    (folder / "result.json").write_bytes(text.encode("utf-8"))
    (folder / "truth.csv").write_bytes(table.getvalue().encode("utf-8"))


if __name__ == "__main__":
    write(FOLDER)
