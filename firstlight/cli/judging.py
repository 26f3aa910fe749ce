"""`firstlight review` and `firstlight decide`: what is doubtful, and what a person says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from firstlight.cli.frame import answer, answer_json, as_of_option, hint, json_option, ledger_option, open_ledger, say

if TYPE_CHECKING:
    from firstlight.model import Doubt, Statement

VERBS = ("same", "not-same", "accept", "reject", "correct", "withdraw", "erase")
WORDS = 90  # characters of a quote that the list shows
ANSWERS = {
    "joined": "same to confirm, not-same to keep apart",
    "apart": "same to join the two, not-same to confirm that they are two",
    "unplaced": "same with a statement of the right attack, or reject",
    "dispute": "accept the right one, reject or correct the wrong one",
}


@click.command()
@click.argument("verb", type=click.Choice(list(VERBS)), metavar="VERB")
@click.argument("statements", nargs=-1, metavar="[ID]...")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in one sentence; kept for good.")
@click.option("--author", required=True, metavar="NAME", help="Who decides; kept for good.")
@click.option("--supersedes", metavar="DECISION", help="The decision that this one replaces; alone, it is taken back.")
@click.option("--correction", metavar="JSON", help="With correct: the changed fields of the statement.")
@click.option("--for-good", is_flag=True, help="With erase: yes, remove bytes, texts and statements for ever.")
@ledger_option
def decide(verb: str, statements: tuple[str, ...], folder: str, **said: Any) -> None:
    """Say what is right, appended for good: VERB is same, not-same, accept, reject or correct, with ids of statements,
    or withdraw or erase, with ids of whole reports or captures."""
    with open_ledger(folder) as ledger:
        ledger.decide(verb, statements, **said)


@click.command()
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Questions shown.")
@click.option("--decided", is_flag=True, help="The decisions instead, superseded ones too.")
@as_of_option
@json_option
@ledger_option
def review(most: int, decided: bool, as_of: str | None, as_json: bool, folder: str) -> None:
    """What a person should look at: doubtful links and disputes, those that change most first."""
    with open_ledger(folder) as ledger:
        if decided:
            taken = ledger.decisions(as_of)
            if as_json:
                answer_json({"decisions": taken})
                return
            from firstlight.cli.shown import ruled_lines

            answer(line for one in taken for line in ruled_lines(one))
            say(f"{len(taken)} decisions, {sum(1 for one in taken if one.superseded_by)} of them superseded")
            return
        asked = ledger.review(as_of)
        hint(ledger, as_of)
        if as_json:
            answer_json({"doubts": asked[:most], "of": len(asked)})
            return
        quoted = ledger.quoted(key for doubt in asked[:most] for side in doubt.sides for key in side)
    answer(_lines(asked[:most], quoted))
    say(f"{min(most, len(asked))} of {len(asked)} questions; answer with firstlight decide")


def _lines(asked: Iterable[Doubt], quoted: dict[str, Statement]) -> Iterator[str]:
    for number, doubt in enumerate(asked, 1):
        yield f"{number}. {doubt.kind} {doubt.about}: {doubt.what}"
        yield f"   score {doubt.score:.2f}, at stake {doubt.at_stake}: {doubt.reason}"
        for value, side, mark in zip(doubt.values, doubt.sides, ("now", "or"), strict=True):
            yield f"   {mark} {value}"
            for key in side:
                words = " ".join(quoted[key].quote.text.split()) if key in quoted else ""
                yield f"      {key} {words[:WORDS]}"
        yield f"   answer: {ANSWERS[doubt.kind]}"
        yield ""


JUDGING = (decide, review)
