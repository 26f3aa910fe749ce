"""Telegram Desktop exports: each message a report with its own bytes; every message counted, taken in or refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import Catalog
from firstlight.collect import Collected, CollectOptions, collect
from firstlight.collect.json_ranges import message_ranges
from firstlight.model import Refusal, Report
from tests.collect.checks import check_map

NOW = "2024-04-01T12:00:00+00:00"


def message(number: int, text: object, **more: object) -> dict[str, Any]:
    """One message as Telegram Desktop writes it."""
    base = {"id": number, "type": "message", "date": "2024-03-28T09:30:00", "date_unixtime": "1711611000"}
    return {**base, "from": "Канал", "text": text, "text_entities": [{"type": "plain", "text": "x"}], **more}


def export(*messages: object, **more: object) -> bytes:
    """An export of one channel."""
    head = {"name": "Повітряні сили", "type": "public_channel", "id": 1, **more}
    return json.dumps({**head, "messages": list(messages)}, ensure_ascii=False, indent=1).encode()


def read(data: bytes, house: Catalog, **options: Any) -> Collected:
    """The collected export `data`."""
    found = list(collect("-", CollectOptions(stdin=data, **options), house, NOW))
    assert len(found) == 1 and isinstance(found[0], Collected), found
    for report in found[0].reports:
        check_map(data, report.text, report.spans, report.encoding)
    return found[0]


def one(data: bytes, house: Catalog, **options: Any) -> Report:
    """The only report of an export."""
    (report,) = read(data, house, **options).reports
    return report


def test_a_message_is_a_report_of_its_own_bytes(house: Catalog) -> None:
    """Id, locator, source, publication time and text of a message; the id is the hash of its bytes in the file."""
    data = export(message(12, "Збито 10 з 13"))
    report = one(data, house)
    where = message_ranges(data).messages[0]
    assert report.id == "sha256:" + hashlib.sha256(data[where.start : where.end]).hexdigest()
    assert json.loads(data[where.start : where.end])["id"] == 12
    assert (report.locator, report.source, report.published) == (
        "message 12",
        "ua-air-force",
        "2024-03-28T07:30:00+00:00",
    )
    assert (report.text, report.language, report.media_type, report.marks) == ("Збито 10 з 13", "uk", "telegram", ())
    assert report.capture == hashlib.sha256(data).hexdigest()


def test_text_as_a_list_of_entities(house: Catalog) -> None:
    """Strings and entities make up one text, in order, as displayed; struck text is set off and marked."""
    text = ["Збито ", {"type": "bold", "text": "10"}, " з 13\n", {"type": "strikethrough", "text": "15"}, " 3",
            {"type": "text_link", "text": " тут", "href": "https://example.org/99"}]  # fmt: skip
    report = one(export(message(1, text)), house)
    assert report.text == "Збито 10 з 13\n~~15~~ 3 тут" and "struck_text" in report.marks


def test_escapes_and_line_ends(house: Catalog) -> None:
    """Escaped characters are resolved and still know their bytes; a pair of escapes is one character."""
    data = (
        b'{"messages":[{"id":1,"type":"message","text":"a\\u0456\\n\\ud83d\\ude80\\r\\nb\\u0000\\ud800 \\"q\\" \\/"}]}'
    )
    report = one(data, house)
    assert report.text == 'aі\n🚀\nb\ufffd\ufffd "q" /'
    assert {"control_characters", "decode_error"} <= set(report.marks)


@pytest.mark.parametrize(
    ("fields", "published", "mark"),
    [
        ({"date_unixtime": "1711611000"}, "2024-03-28T07:30:00+00:00", None),
        ({"date_unixtime": 1711611000}, "2024-03-28T07:30:00+00:00", None),
        ({"date_unixtime": "soon"}, "2024-03-28", "unknown_zone"),
        ({"date_unixtime": None}, "2024-03-28", "unknown_zone"),
        ({"date_unixtime": True, "date": "x"}, None, None),
        ({"date_unixtime": "99999999999"}, "5138-11-16T09:46:39+00:00", "future_date"),
        ({"edited": "2024-03-29T00:00:00"}, "2024-03-28T07:30:00+00:00", "edited"),
        ({"forwarded_from": "Інший"}, "2024-03-28T07:30:00+00:00", "forwarded"),
    ],
)
def test_times_and_marks(house: Catalog, fields: dict[str, object], published: str | None, mark: str | None) -> None:
    """The Unix time is preferred; without it only the day is kept and marked; edited and forwarded are marks."""
    report = one(export(message(1, "text", **fields)), house)
    assert report.published == published
    assert report.marks == ((mark,) if mark else ())


def test_a_given_date_serves_messages_without_one(house: Catalog) -> None:
    """--published holds for a message that has no date of its own."""
    data = b'{"messages":[{"id":1,"type":"message","text":"x y"}]}'
    assert one(data, house, published="2024-03-27").published == "2024-03-27"


def test_what_is_no_report_is_refused_by_reason(house: Catalog) -> None:
    """Service messages, empty ones, media, broken ones and strays are told apart; all are counted."""
    data = export(
        {"id": 1, "type": "service", "action": "pin_message", "text": ""},
        message(2, ""),
        message(3, "", photo="photos/a.jpg"),
        message(4, [" ", {"type": "bold", "text": "\n"}]),
        {"id": 5, "type": "message", "text": {"not": "text"}},
        7,
        [message(8, "inside a list")],
        message(9, "good"),
    )
    found = read(data, house)
    assert [report.locator for report in found.reports] == ["message 9"]
    reasons = [refusal.reason for refusal in found.refusals]
    assert sorted(reasons) == ["empty"] * 4 + ["not_a_message"] * 2 + ["service_message"]


def test_every_reason_of_a_message(house: Catalog) -> None:
    """Each reason for which a message is refused can be met."""
    good = json.dumps(message(9, "good")).encode()
    rows = [
        (b'{"id":1,"type":"service"}', "service_message"),
        (b'{"id":1,"type":"message","text":""}', "empty"),
        (b'{"id":1,"type":"message","photo":"a.jpg"}', "empty"),
        (b'{"id":1,"type":"message","text":"\\x"}', "bad_json"),
        (b'{"id":1 "type":"message"}', "bad_json"),
        (b'{"id":' + b"9" * 5000 + b"}", "bad_json"),
        (b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}", "bad_json"),
        (b"[" + good + b"]", "not_a_message"),
        (b"17", "not_a_message"),
        (b'{"type":"message","text":"' + b"x" * 1_000_001 + b'"}', "too_large"),
    ]
    for row, reason in rows:
        found = read(b'{"messages":[' + good + b"," + row + b"," + good + b"]}", house)
        assert len(found.reports) == 2, row[:40]
        assert [refusal.reason for refusal in found.refusals] == [reason], row[:40]


def test_keys_said_twice_are_told(house: Catalog) -> None:
    """Duplicate keys mark the message, or every report when they stand in the file's own object; both arrays count."""
    twice = b'{"id":1,"type":"message","text":"one","text":"two"}'
    report = one(b'{"messages":[' + twice + b"]}", house)
    assert report.text == "two" and report.marks == ("duplicate_keys",)
    data = b'{"messages":[{"id":1,"type":"message","text":"a"}],"messages":[{"id":2,"type":"message","text":"b"}]}'
    found = read(data, house)
    assert [report.text for report in found.reports] == ["a", "b"]
    assert all("duplicate_keys" in report.marks for report in found.reports)


def test_an_export_of_all_chats(house: Catalog) -> None:
    """An account's export names each chat; each message has the source of its own chat."""
    chats = [
        {"name": "A", "type": "x", "messages": [message(1, "one")]},
        {"name": "B", "messages": [message(1, "two")]},
    ]
    data = json.dumps({"about": "x", "contacts": {"list": [{"name": "no"}]}, "chats": {"list": chats}}).encode()
    assert [(report.source, report.text) for report in read(data, house).reports] == [("A", "one"), ("B", "two")]


WEEK = export(*(message(number, f'Збито {number} з 13, [брехня] {{і}} \\ "лапки"') for number in range(1, 21)))


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_truncated_export_keeps_its_whole_messages(house: Catalog, percent: int) -> None:
    """Cut at every percent: whole messages are kept, marked partial, the rest is refused once, nothing is invented."""
    data = WEEK[: len(WEEK) * percent // 100]
    whole = {report.id for report in read(WEEK, house).reports}
    (found,) = collect("-", CollectOptions(stdin=data), house, NOW)
    if isinstance(found, Refusal):
        assert percent < 3 and found.reason == "not_an_export"
        return
    assert {report.id for report in found.reports} <= whole
    assert all("partial" in report.marks for report in found.reports)
    assert [refusal.reason for refusal in found.refusals] == ["truncated"]
    assert len(found.reports) == data.count(b"\n  }")


def test_a_whole_export_is_not_partial(house: Catalog) -> None:
    """An export that ends where it should carries no mark and no refusal."""
    found = read(WEEK, house)
    assert len(found.reports) == 20 and not found.refusals
    assert all(report.marks == () for report in found.reports)


@given(
    texts=st.lists(st.one_of(st.text(max_size=30), st.lists(st.text(max_size=8), max_size=4)), max_size=6),
    ascii_only=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_texts_survive_any_spelling(house: Catalog, texts: list[Any], ascii_only: bool) -> None:
    """Whatever the message says comes out as any JSON reader would read it, and maps to its bytes."""
    data = json.dumps({"messages": [message(n, text) for n, text in enumerate(texts)]}, ensure_ascii=ascii_only).encode(
        "utf-8", "surrogatepass"
    )
    found = read(data, house)
    assert len(found.reports) + len(found.refusals) == len(texts)
    said = {f"message {n}": "".join(text) for n, text in enumerate(texts)}
    for report in found.reports:
        expected = said[report.locator or ""].replace("\r\n", "\n").replace("\r", "\n")
        if not {"control_characters", "decode_error"} & set(report.marks):
            assert report.text == expected


@given(data=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_noise_never_raises(house: Catalog, data: bytes) -> None:
    """Any bytes behind the head of an export give reports or refusals, no exception."""
    list(collect("-", CollectOptions(stdin=b'{"messages":[' + data), house, NOW))
