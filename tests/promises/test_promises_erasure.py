"""What a decision withdraws counts no more; what it erases is nowhere to be found, and all else still holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import apsw
import msgspec
import numpy as np
import pytest

from firstlight.cli import main
from firstlight.custody import Seals, entry_hash
from firstlight.errors import UsageError
from firstlight.pipeline import Ledger, restore
from firstlight.store import Store
from tests.collect.server import answer
from tests.collect.test_collect_web import FIRST, HOST, LATER, PAGE, collect, texts

from .ledgers import damage_of, dump_of, fill, write_reports

WHO: dict[str, Any] = {"reason": "asked for by a person named in it", "author": "A. Editor"}
SECRET = "Kherson suburb of Antonivka"  # only in the report that goes
NIGHT = f"On the night of 29 March Russia launched 77 Shahed drones, 70 of them were shot down over {SECRET}."


def _ledger(tmp_path: Path) -> tuple[Path, str, str]:
    """A ledger with nine nights; its folder, and report and capture of the ninth, which tells of 77 drones."""
    sources = write_reports(tmp_path / "in")
    (sources / "secret.txt").write_text(NIGHT, "utf-8")
    with (sources / "reports.toml").open("a", encoding="utf-8") as file:
        file.write('\n["secret.txt"]\nsource = "example-newsroom"\npublished = "2024-03-29"\n')
    folder = fill(tmp_path / "ledger", sources)
    with Store(folder, chain=entry_hash) as store:
        (report,) = (report for report in store.reports().values() if SECRET in report.text)
    return folder, report.id, report.capture


def _launched(folder: Path) -> list[int]:
    with Ledger(folder) as ledger:
        return sorted(line.launched.best or 0 for raid in ledger.attacks().raids for line in raid.lines)


def _where(folder: Path, *words: str) -> list[str]:
    """Files below a folder that hold one of the words, in UTF-8 or UTF-16, or in a zip archive."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = [path.read_bytes()]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    data += [archive.read(name) for name in archive.namelist()]
            needles = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
            found += [str(path.relative_to(folder)) for piece in data if any(needle in piece for needle in needles)]
    return found


def test_withdrawn_leaves_totals_and_comes_back(tmp_path: Path) -> None:
    """A withdrawn report leaves every total and stays readable; taken back, the record is what it was."""
    folder, report, _ = _ledger(tmp_path)
    before = _launched(folder)
    with Ledger(folder) as ledger:
        first, _ = ledger.decide("withdraw", [report], **WHO)
        ledger.read()
        ledger.reconcile()
        shown = ledger.show(report)
        assert shown.decisions[0].decision.items == (report,) and shown.cited == ()
    never = fill(tmp_path / "never", write_reports(tmp_path / "without"))
    assert 77 in before and _launched(folder) == _launched(never)
    assert damage_of(folder) == []
    with Ledger(folder) as ledger:
        ledger.decide("withdraw", supersedes=first.id, **WHO)
        ledger.reconcile()
    assert _launched(folder) == before
    assert damage_of(folder) == []


def test_withdrawn_is_still_known_as_of_before(tmp_path: Path) -> None:
    """What was known before a withdrawal can still be asked; an erasure leaves nothing to ask."""
    folder, report, capture = _ledger(tmp_path)
    database = apsw.Connection(str(folder / "ledger.db"))
    (when,) = next(iter(database.execute("SELECT max(learned_at) FROM statements")))
    database.close()
    with Ledger(folder) as ledger:
        ledger.decide("withdraw", [report], **WHO)
        ledger.decide("erase", [capture], for_good=True, **WHO)
        launched = {line.launched.best for raid in ledger.attacks(as_of=when).raids for line in raid.lines}
    assert 77 not in launched and 14 in launched


@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_nothing_older_counts_in_the_place_of_what_went(tmp_path: Path, verb: str) -> None:
    """Where the newest version of a page is withdrawn or erased, the one before it does not count again."""
    for text in (FIRST, LATER):
        ledger, _ = collect(tmp_path / "l", {"/a": answer(PAGE.format(text))}, f"{HOST}/a")
    (newest,) = ledger._store().reports()
    ledger.decide(verb, [newest], for_good=True, **WHO)
    assert ledger._store().reports() == {} and ledger._store().unread("reader", "catalogue") == []
    ledger.close()
    ledger, _ = collect(tmp_path / "l", {"/a": answer(PAGE.format(FIRST))}, f"{HOST}/a")
    assert [FIRST in text for text in texts(ledger).values()] == [True], "until the page itself says it again"
    assert ledger.verify().damage == ()


def test_erased_bytes_are_nowhere(tmp_path: Path) -> None:
    """After an erasure no file of the ledger, of a later backup, export, pack or briefing holds its words."""
    folder, report, capture = _ledger(tmp_path)
    with Ledger(folder) as ledger:
        ledger.release("before", None, None)
        assert _where(folder, SECRET) and _where(folder, "77 Shahed")
        made, _ = ledger.decide("erase", [report], for_good=True, **WHO)
        ledger.read()
        ledger.reconcile()
        ledger.release("after", None, None)
        out = tmp_path / "made"
        out.mkdir()
        ledger.backup(out / "copy")
        for kind, name in (("dump", "d.jsonl"), ("csv", "tables"), ("datapackage", "pack"), ("geojson", "g.json")):
            ledger.export(kind, out / name)
        ledger.evidence(out / "evidence.zip")
        ledger.brief("2024-03-21", "2024-03-29", out / "briefing.html")
    assert _where(folder, SECRET, "Antonivka", "77 Shahed") == []
    assert _where(out, SECRET, "Antonivka", "77 Shahed") == []
    assert 77 not in _launched(folder) and 14 in _launched(folder)
    assert damage_of(folder) == []
    restore(out / "copy", tmp_path / "again")
    assert damage_of(tmp_path / "again") == []
    assert {report, capture} < set(made.items)
    with Ledger(folder) as ledger:
        shown = ledger.show(capture)
    assert shown.what == "erased" and shown.thing == made


def test_what_is_erased_is_not_taken_in_again(tmp_path: Path) -> None:
    """The same bytes and the same text are refused with the decision, however they come; other reports come in."""
    folder, report, _ = _ledger(tmp_path)
    with Ledger(folder) as ledger:
        ledger.decide("erase", [report], for_good=True, **WHO)
        again = ledger.collect([str(tmp_path / "in" / "secret.txt")], published="2024-03-29")
        typed = ledger.collect([NIGHT.encode()], published="2024-03-29", source="example-newsroom")
        other = ledger.collect([b"On 30 March 2024 Russia launched 5 drones."], published="2024-03-30")
    assert again.run.refused == {"erased": 1} and typed.run.refused == {"erased": 1}
    assert "asked for by a person named in it" in again.refusals[0].detail
    assert other.run.counts_out == 1
    assert _where(folder, SECRET) == [] and damage_of(folder) == []


def test_an_erasure_is_asked_for_twice_and_cannot_be_taken_back(tmp_path: Path) -> None:
    """Without --for-good nothing goes, and what would is told; an erasure is never superseded."""
    folder, report, capture = _ledger(tmp_path)
    before = dump_of(folder)
    with Ledger(folder) as ledger:
        with pytest.raises(UsageError, match=r"1 capture, 1 report, .* --for-good"):
            ledger.decide("erase", [report], **WHO)
        statement = ledger.show(report).cited[0].statement.id
        with pytest.raises(UsageError, match="decide reject"):
            ledger.decide("erase", [statement], for_good=True, **WHO)
    assert dump_of(folder) == before
    with Ledger(folder) as ledger:
        made, _ = ledger.decide("erase", [report], for_good=True, **WHO)
        with pytest.raises(UsageError, match="cannot be taken back"):
            ledger.decide("withdraw", supersedes=made.id, **WHO)
        same, done = ledger.decide("erase", [capture], for_good=True, **WHO)
        assert same == made and done.run.refused == {"already there": 1}


def test_a_report_beside_others_is_not_erased_alone(tmp_path: Path) -> None:
    """Where bytes hold other reports the erasure of one of them is refused, and says what can be done."""
    messages = [
        {"id": number, "type": "message", "date_unixtime": str(1711500000 + number), "text": f"{number} drones came."}
        for number in (3, 4)
    ]
    export: dict[str, Any] = {"name": "A channel", "type": "public_channel", "id": 1, "messages": messages}
    (tmp_path / "result.json").write_bytes(msgspec.json.encode(export))
    with Ledger(tmp_path / "ledger") as ledger:
        done = ledger.collect([str(tmp_path / "result.json")])
        assert done.run.counts_out == 2
        with pytest.raises(UsageError, match="holds 1 other reports"):
            ledger.decide("erase", [done.reports[0]], for_good=True, **WHO)
        capture = ledger.show(done.reports[0]).thing.capture  # type: ignore[union-attr]
        ledger.decide("erase", [capture], for_good=True, **WHO)
        export["messages"] = messages[1:]
        (tmp_path / "result.json").write_bytes(msgspec.json.encode(export))
        again = ledger.collect([str(tmp_path / "result.json")])
        assert again.reports == done.reports[1:], "what was only beside it can come again, without it"
        ledger.read()
    assert damage_of(tmp_path / "ledger") == []


def test_forged_erasures_are_found(tmp_path: Path) -> None:
    """A row taken away without a decision is found, also where a trace was forged for it; so is one put back."""
    folder, report, _ = _ledger(tmp_path)
    database = apsw.Connection(str(folder / "ledger.db"))
    with pytest.raises(apsw.ConstraintError, match="append-only"):
        database.execute("DELETE FROM reports WHERE id = ?", (report,))
    with pytest.raises(apsw.ConstraintError, match="without a decision"):
        database.execute("INSERT INTO erased VALUES (1, 'reports', 1, 1, 'x', 'x', 'de:x', 'now', 1, 'x')")
    row = next(iter(database.execute("SELECT * FROM reports WHERE id = ?", (report,))))
    database.close()
    with Ledger(folder) as ledger:
        ledger.decide("erase", [report], for_good=True, **WHO)
    database = apsw.Connection(str(folder / "ledger.db"))
    database.execute(f"INSERT INTO reports VALUES ({', '.join('?' * len(row))})", row)
    database.close()
    assert any("is there again" in line for line in damage_of(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_while_erasing(tmp_path: Path) -> None:
    """Killed at any point of an erasure, the ledger is whole before or after it, and the same command ends it."""
    drawn, script = (
        np.random.default_rng(5),
        (
            "import sys; from firstlight.pipeline import Ledger\n"
            "with Ledger(sys.argv[1]) as ledger:\n"
            "    print('go', flush=True)\n"
            "    ledger.decide('erase', [sys.argv[2]], for_good=True, reason='r', author='a')\n"
        ),
    )
    halfway = 0
    for number in range(6):
        base = tmp_path / str(number)
        folder, report, _ = _ledger(base)
        child = subprocess.Popen([sys.executable, "-c", script, str(folder), report], stdout=subprocess.PIPE)
        assert child.stdout is not None and child.stdout.readline()
        try:
            child.wait(float(drawn.uniform(0.0, 0.12)))
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        halfway += child.returncode != 0
        assert damage_of(folder) == []
        with Ledger(folder) as ledger:
            ledger.decide("erase", [report], for_good=True, **WHO)
            ledger.collect([b"Nothing more than a sweep."])
        assert _where(folder, SECRET, "77 Shahed") == [] and damage_of(folder) == []
    assert halfway


def test_what_is_erased_gives_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A source of which everything was erased fails with its one line, typed in too; no word of it comes in."""
    folder, report, _ = _ledger(tmp_path)
    with Ledger(folder) as ledger:
        ledger.decide("erase", [report], for_good=True, **WHO)
        typed = ledger.add(NIGHT, source="example-newsroom", author="A", reason="heard", published="2024-03-29")
    assert typed.failed and not typed.reports and _where(folder, SECRET) == []
    told = ["--published", "2024-03-29", "--source", "example-newsroom", "--ledger", str(folder)]
    assert main(["collect", str(tmp_path / "in" / "secret.txt"), *told]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("firstlight: secret.txt: erased on ") and "is not taken in again" in last
    assert main(["collect", str(tmp_path / "in"), "--ledger", str(folder)]) == 0, "the other files are reports"


def test_an_older_backup_is_held_to_a_later_erasure(tmp_path: Path) -> None:
    """Put back on the machine that erased it, an older backup loses the item again, and says so; elsewhere it is told
    that nothing is known; a forged or foreign line erases nothing."""
    folder, report, capture = _ledger(tmp_path)
    with Ledger(folder) as ledger:
        ledger.release("before", None, None)
        ledger.backup(tmp_path / "copy")
        made, done = ledger.decide("erase", [report], for_good=True, **WHO)
    assert "1 backup of this ledger" in done.note and "destroy them (a restore on this machine" in done.note
    seals = Seals()
    (line,) = seals.folder.glob("*.erased.jsonl")
    sound = line.read_bytes()
    again = restore(tmp_path / "copy", tmp_path / "again")
    assert made.id in again.note
    assert _where(tmp_path / "again", SECRET, "Antonivka", "77 Shahed") == [] and damage_of(tmp_path / "again") == []
    with Ledger(tmp_path / "again") as ledger:
        assert ledger.show(capture).thing == made
        assert ledger.collect([NIGHT.encode()], published="2024-03-29").run.refused == {"erased": 1}
        ledger.reconcile()
    assert 77 not in _launched(tmp_path / "again") and 14 in _launched(tmp_path / "again")
    line.write_bytes(sound.replace(b"asked for", b"ordered"))
    forged = restore(tmp_path / "copy", tmp_path / "forged")
    assert made.id not in forged.note and _where(tmp_path / "forged", SECRET)
    for path in seals.folder.iterdir():
        path.unlink()
    assert "nothing is known here" in restore(tmp_path / "copy", tmp_path / "elsewhere").note
    assert damage_of(tmp_path / "elsewhere") == []


def test_a_backup_without_the_item_still_learns_that_it_was_erased(tmp_path: Path) -> None:
    """What was collected and erased after a backup was made is refused by the ledger that is put back from it."""
    folder = fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    with Ledger(folder) as ledger:
        ledger.backup(tmp_path / "copy")
        done = ledger.collect([NIGHT.encode()], published="2024-03-29", source="example-newsroom")
        ledger.decide("erase", done.reports, for_good=True, **WHO)
    restore(tmp_path / "copy", tmp_path / "again")
    with Ledger(tmp_path / "again") as ledger:
        assert ledger.collect([NIGHT.encode()], published="2024-03-29").run.refused == {"erased": 1}
    assert damage_of(tmp_path / "again") == []
