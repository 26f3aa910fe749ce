"""Archives of any size, made the same way every time: a planted war as it is told, in a crowd of other texts.

    python -m bench.archive TEXTS FOLDER [--form jsonl|parquet|warc] [--share 0.15]

The reports of the war are those of tests/truth/world.py: three languages, copies, errors and corrections, told by ten
newsrooms, commands and ministries, month after month, so that a larger archive is a longer one of the same density. The
others are of our own too: local news, and texts about the war that tell of no attack; lengths as in channels and
papers, from a line to some pages, every tenth one passed on by somebody else. A file for each channel, as exports come;
one channel has a third of all texts. Nothing of it is committed.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gzip
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator

from bench.texts import PLACES, one
from tests.truth.planted import Size
from tests.truth.telling_raids import Habits
from tests.truth.world import World, world

FIRST = dt.date(2023, 1, 1)
DAYS = 30  # of a planted war
SHARE = 0.15  # of all texts that tell of the war
HABITS = Habits(outlets=7.0, copies=0.3)
SIZE_BYTES, SPREAD = 900, 0.8  # median and log-spread of the length of what is not of the war
CHANNELS = 40
AGAIN = 0.1  # of the others that are passed on once more
NEAR = {  # words of the war, and no attack in them
    "en": (
        "The exhibition of photographs from the front closes on Sunday; {a} visitors came last week.",
        "Engineers of the drone club showed {c} models that carry medicine, and children asked for more.",
        "Air raid drills will be held in schools of {p}; the signal sounds for {b} minutes.",
        "The council discussed the repair of shelters and asked for {a} new benches.",
        "An essay on the history of rockets, from fireworks to the moon, takes up {b} pages.",
    ),
    "uk": (
        "Виставка світлин із фронту працює до неділі; минулого тижня прийшли {a} відвідувачів.",
        "Інженери клубу дронів показали {c} моделей, що возять ліки, і діти просили ще.",
        "У школах у {p} пройдуть навчання за сигналом тривоги; він лунає {b} хвилин.",
        "Рада обговорила ремонт укриттів і просить {a} нових лавок.",
        "Нарис про історію ракет, від феєрверків до Місяця, має {b} сторінок.",
    ),
    "ru": (
        "Выставка фотографий с фронта открыта до воскресенья; на прошлой неделе пришли {a} посетителей.",
        "Инженеры клуба дронов показали {c} моделей, которые возят лекарства, и дети просили ещё.",
        "В школах в {p} пройдут учения по сигналу тревоги; он звучит {b} минут.",
        "Совет обсудил ремонт укрытий и просит {a} новых скамеек.",
        "Очерк об истории ракет, от фейерверков до Луны, занимает {b} страниц.",
    ),
}  # fmt: skip


class Text(NamedTuple):
    """One text of an archive, in the channel that published it."""

    channel: str
    published: str
    text: str
    source: str


class Made(NamedTuple):
    """What was written."""

    texts: int
    of_the_war: int
    size: int  # bytes


def month(number: int) -> World:
    """The planted war of a month, the same every time."""
    start = FIRST + dt.timedelta(days=DAYS * number)
    return world(np.random.default_rng(number), Size(start=start.isoformat(), days=DAYS, incidents=4.0), HABITS)


def texts(number: int, share: float = SHARE) -> Iterator[Text]:
    """At least `number` texts, by month and, in it, by time."""
    given = months = 0
    while given < number:
        made = sorted(_month(months, share), key=lambda text: (text.published, text.channel, text.text))
        yield from made[: number - given]
        given += len(made)
        months += 1


def _month(number: int, share: float) -> Iterator[Text]:
    told = [report for report in month(number).reports.values() if report.published]
    for report in told:
        yield Text(report.source, report.published or "", report.text, report.source)
    rng = np.random.default_rng((number, 1))
    start = FIRST + dt.timedelta(days=DAYS * number)
    for index in range(round(len(told) * (1 - share) / share / (1 + AGAIN))):
        text = _other(rng, number * 1_000_000 + index)
        minute = int(rng.integers(0, DAYS * 1440))
        yield _published(rng, start, minute, text)
        if rng.random() < AGAIN:
            yield _published(rng, start, min(minute + int(rng.integers(10, 900)), DAYS * 1440 - 1), text)


def _published(rng: Generator, start: dt.date, minute: int, text: str) -> Text:
    """The text in some channel: the first has a third of all, the rest less and less."""
    channel = 0 if rng.random() < 1 / 3 else 1 + int(CHANNELS * rng.random() ** 2)
    moment = dt.datetime.combine(start, dt.time(), dt.timezone(dt.timedelta(hours=3))) + dt.timedelta(minutes=minute)
    return Text(f"channel-{channel:02}", moment.isoformat(), text, f"channel {channel}")


def _other(rng: Generator, number: int) -> str:
    """A text that tells of no attack; one in five speaks of the war."""
    language = ("uk", "ru", "en")[int(rng.integers(0, 3))]
    size = int(np.clip(SIZE_BYTES * np.exp(SPREAD * rng.standard_normal()), 80, 20_000))
    made = one(language, number, attack=False, size=size).text
    if rng.random() < 0.2:
        lines = NEAR[language]
        place = PLACES[language][number % len(PLACES[language])]
        line = lines[int(rng.integers(0, len(lines)))]
        near = line.format(a=12 + number % 83, b=6 + number % 40, c=5 + number % 13, p=place)
        made = f"{near} {made}"
    return f"{made} № {number}"


def write(folder: Path, number: int, form: str = "jsonl", share: float = SHARE) -> Made:
    """An archive of `number` texts in a new folder: jsonl, parquet (one for each channel) or warc (a page a text)."""
    folder.mkdir(parents=True)
    written = size = of_the_war = 0
    with contextlib.ExitStack() as stack:
        files: dict[str, Any] = {}
        for text in texts(number, share):
            if text.channel not in files:
                name = folder / (f"{text.channel}.warc.gz" if form == "warc" else f"{text.channel}.jsonl")
                files[text.channel] = stack.enter_context(name.open("wb"))
            line = _page(text, written) if form == "warc" else _row(text)
            files[text.channel].write(line)
            written += 1
            size += len(line)
            of_the_war += not text.channel.startswith("channel-")
    if form == "parquet":
        _as_parquet(folder)
    return Made(written, of_the_war, size)


def _row(text: Text) -> bytes:
    row = {"text": text.text, "source": text.source, "published": text.published}
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _page(text: Text, number: int) -> bytes:
    """A page of a news site as a record of a web archive, packed by itself."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.text.splitlines())
    head = f'<title>{text.text[:60]}</title><meta property="article:published_time" content="{text.published}">'
    page = f"<!doctype html><html><head>{head}</head><body><article>{paragraphs}</article></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    at = dt.datetime.fromisoformat(text.published).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Date: {at}\r\n"
        f"WARC-Target-URI: https://example.org/{text.channel}/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode()
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(record + http + b"\r\n\r\n")
    return packed.getvalue()


def _as_parquet(folder: Path) -> None:
    import duckdb

    with duckdb.connect(":memory:") as base:
        for path in sorted(folder.glob("*.jsonl")):
            target = path.with_suffix(".parquet")
            base.execute(f"COPY (SELECT * FROM read_json('{path}')) TO '{target}' (FORMAT parquet)")
            path.unlink()


def main() -> None:
    """Write an archive and say what is in it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("texts", type=int)
    options.add_argument("folder", type=Path)
    options.add_argument("--form", choices=("jsonl", "parquet", "warc"), default="jsonl")
    options.add_argument("--share", type=float, default=SHARE, help="of the texts that tell of the war")
    chosen = options.parse_args()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    made = write(chosen.folder, chosen.texts, chosen.form, chosen.share)
    print(f"{made.texts:,} texts, {made.of_the_war:,} of them of the war, {made.size / 1e6:,.1f} MB in {chosen.folder}")


if __name__ == "__main__":
    main()
