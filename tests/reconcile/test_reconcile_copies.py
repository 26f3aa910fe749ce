"""Copies: one note, however often it is passed on, is one source."""

from __future__ import annotations

from tests.reconcile import builders as b

NOTE = (
    "A drone struck a five-storey building in the Saltivka district late in the night, the city reports. Rescuers "
    "pulled four people from the third floor, a fire on the roof was put out by dawn, and the gas was shut off."
)
OWN = (
    "Our correspondent counted broken windows along the whole street this morning. Neighbours had carried water up the "
    "stairs until the engines came, and a nurse from the ground floor bandaged people in the yard."
)
NIGHT = b.overnight("2024-03-27")


def hurt(desk: b.Desk, source: str, text: str, language: str = "en", **fields: object) -> None:
    """A report of 19 wounded in Kharkiv."""
    report = desk.report(source, "2024-03-27", text, language)
    desk.say(report, "injured", 19, places=b.KHARKIV, when=NIGHT, **fields)


def test_a_repost_and_a_trimmed_copy_are_one_origin() -> None:
    """The note, the same note again and the note without its last clause are one source, and 19 people, not 57."""
    desk = b.Desk()
    hurt(desk, "example-newsroom", NOTE)
    hurt(desk, "example-digest", NOTE)
    hurt(desk, "reuters", NOTE.rsplit(",", 1)[0] + ".")
    (incident,) = desk.state().incidents
    assert len(incident.sources) == 1
    assert incident.harm[0].count.best == 19 and len(incident.harm[0].count.statements) == 3


def test_a_text_of_its_own_is_a_second_origin() -> None:
    """Another text with the same number is a second source, and the number is confirmed."""
    desk = b.Desk()
    hurt(desk, "example-newsroom", NOTE)
    hurt(desk, "reuters", OWN)
    (incident,) = desk.state().incidents
    assert incident.sources == ("example-newsroom", "reuters") and incident.grade == "B1"


def test_a_translated_copy_with_the_same_speaker_is_one_origin() -> None:
    """The same official quoted in two languages by two newsrooms is one source."""
    desk = b.Desk()
    mayor = b.speaker("Mayor of Kharkiv", "local_authority")
    hurt(desk, "example-newsroom", NOTE, speaker=mayor)
    hurt(desk, "example-digest", "Мер повідомив про дев'ятнадцять поранених.", "uk", speaker=mayor)
    (incident,) = desk.state().incidents
    assert incident.sources == ("mayor of kharkiv",)


def test_rows_of_a_table_are_never_copies_of_one_another() -> None:
    """Two rows of a table with the same words are two lines."""
    desk = b.Desk()
    for _ in range(2):
        row = desk.report("missile-attacks", None, "model: Shahed\nlaunched: 5\n")
        desk.say(row, "launched", 5, weapon=b.SHAHED, when=NIGHT, places=b.UKRAINE)
    assert [len(raid.lines) for raid in desk.state().raids] == [2]


def test_a_speaker_is_known_by_part_of_a_publisher_s_name() -> None:
    """ "Air Force" credited as military is the catalogue's Air Force; a lone "governor" is nobody in particular."""
    for name, kind, expected in (
        ("Air Force", "military", "ua-air-force"),
        ("spokesman < Air Force of Ukraine", "military", "ua-air-force"),
        ("Governor", "local_authority", "governor"),
    ):
        desk = b.Desk()
        report = desk.report("example-newsroom", "2024-03-27")
        desk.say(report, "injured", 3, places=b.KHARKIV, when=NIGHT, speaker=b.speaker(name, kind))
        assert desk.state().incidents[0].sources == (expected,)
