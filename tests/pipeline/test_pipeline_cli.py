"""The command line as a person meets it: what stands on which stream, which exit code, one line for an error."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (
    "On the night of 27 March Russia attacked with 13 Shahed drones. Ukrainian air defence shot down 10 Shahed drones."
)
COMMAND = [sys.executable, "-c", "import sys; from firstlight.cli import main; sys.exit(main())"]


def _call(*arguments: str | Path, stdin: str = "", limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command; `limit` is the size in bytes past which no file may grow, as a full disk would have it."""
    command = COMMAND
    if limit is not None:
        body = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
        command = [sys.executable, "-c", body + COMMAND[-1]]
    whole = [*command, *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}  # a terminal that knows no Cyrillic must not break us
    return subprocess.run(whole, input=stdin, capture_output=True, text=True, encoding="utf-8", env=environment)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of one report, made by the command line."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "night.txt").write_text(TEXT, "utf-8")
    path = folder / "ledger"
    collected = _call(
        "collect", folder / "night.txt", "--published", "2024-03-27", "--source", "ua-air-force", "--ledger", path
    )
    assert collected.returncode == 0, collected.stderr
    for verb in ("read", "reconcile"):
        assert _call(verb, "--ledger", path).returncode == 0
    return path


def test_stages_count_on_standard_error(ledger: Path) -> None:
    """Each stage prints one counted line on standard error and nothing on standard output."""
    again = _call("collect", ledger.parent / "night.txt", "--published", "2024-03-27", "--ledger", ledger)
    assert again.returncode == 0 and again.stdout == ""
    assert again.stderr.startswith("collect    1 report in = ")


def test_read_file_prints_json_lines(tmp_path: Path) -> None:
    """`read FILE --json` gives one statement a line on standard output, with exact quotes, and makes no ledger."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    done = _call("read", path, "--json", "--published", "2024-03-27")
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and done.stderr == ""
    assert {"launched", "intercepted"} <= {one["kind"] for one in said}
    assert all(TEXT[one["quote"]["start"] : one["quote"]["end"]] == one["quote"]["text"] for one in said)
    assert list(tmp_path.iterdir()) == [path]


def test_read_standard_input() -> None:
    """- stands for standard input; without --json a person gets a table."""
    done = _call("read", "-", "--published", "2024-03-27", stdin=TEXT)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split()[:3] == ["kind", "count", "what"]
    assert "0 turned away" in done.stderr or "statements" in done.stderr


def test_attacks_as_table_and_json(ledger: Path) -> None:
    """The table names the night as readers know it; --json is one object."""
    shown = _call("attacks", "--ledger", ledger)
    assert "26-27 March 2024" in shown.stdout and "13" in shown.stdout
    found = json.loads(_call("attacks", "--json", "--ledger", ledger).stdout)
    assert [raid["night"] for raid in found["raids"]] == ["2024-03-27"]
    assert "others say otherwise" not in shown.stdout and "sums up" not in shown.stdout  # no row bears the mark
    nothing = _call("attacks", "--from", "2025-01-01", "--ledger", ledger)
    assert (nothing.returncode, nothing.stdout) == (0, "")


def test_parts_and_weeks_are_shown_as_what_they_are(tmp_path: Path) -> None:
    """A part of a raid stands under it, marked, with its place; a week's total bears the week's dates and its mark."""
    told = (
        "On the night of 26 March 2024 Russia attacked with 12 Shahed drones. Air defence shot down 12 Shahed drones: "
        "3 in Mykolaiv region and 9 in Kharkiv region.\n"
        "On the night of 22 March Russia launched 40 missiles at Ukraine; 30 missiles were shot down.\n"
        "In the week of 18 to 24 March Russia launched 190 missiles at Ukraine."
    )
    (tmp_path / "night.txt").write_text(told, "utf-8")
    place = ("--ledger", tmp_path / "ledger")
    facts = ("--published", "2024-03-26", "--source", "ua-air-force")
    assert _call("run", tmp_path / "night.txt", *facts, "-o", tmp_path / "b.html", *place).returncode == 0
    rows = _call("attacks", *place).stdout.splitlines()
    at = next(n for n, row in enumerate(rows) if row.startswith("25-26 March 2024, night"))
    assert rows[at].split()[6:9] == ["UA", "Shahed", "12"]
    assert [row.split()[:2] for row in rows[at + 1 : at + 3]] == [["-", "25-26"], ["-", "25-26"]]
    assert {row[row.index("(") + 1 : row.index(")")] for row in rows[at + 1 : at + 3]} == {
        "Mykolaiv Oblast",
        "Kharkiv Oblast",
    }
    assert any(row.startswith("18-24 March 2024+") for row in rows)
    assert "- is part of another row and is not added to it" in rows


def test_show_quotes_in_context(ledger: Path) -> None:
    """A raid is shown with the words it rests on, marked in their sentence, and the hash of the bytes."""
    raid = json.loads(_call("attacks", "--json", "--ledger", ledger).stdout)["raids"][0]["id"]
    shown = _call("show", raid, "--ledger", ledger).stdout
    assert "[[" in shown and "capture " in shown and "2024-03-27" in shown
    assert json.loads(_call("show", raid, "--json", "--ledger", ledger).stdout)["what"] == "raid"


def test_assess_as_json(ledger: Path) -> None:
    """`assess --json` is one object with period, rates and assumptions."""
    found = json.loads(_call("assess", "--json", "--ledger", ledger).stdout)
    assert {"period", "data", "rates", "assumptions"} <= set(found)
    assert _call("assess", "--ledger", ledger).returncode == 0


def test_verify_and_dump(ledger: Path, tmp_path: Path) -> None:
    """A whole ledger verifies with exit 0, a harmed one with exit 1 and the name of what is damaged."""
    assert _call("verify", "--ledger", ledger).returncode == 0
    assert _call("export", "dump", "-o", tmp_path / "d.jsonl", "--ledger", ledger).returncode == 0
    assert all(json.loads(line)["is"] for line in (tmp_path / "d.jsonl").read_text("utf-8").splitlines())
    harmed = Path(shutil.copytree(ledger, tmp_path / "harmed"))
    (blob,) = (path for path in (harmed / "captures").rglob("*") if path.is_file())
    blob.write_text("something else", "utf-8")
    found = _call("verify", "--ledger", harmed)
    assert found.returncode == 1
    assert blob.name in found.stdout and "is damaged in 1 places" in found.stderr


BAD: list[tuple[int, str, tuple[str, ...]]] = [
    (1, "there is no such file", ("collect", "absent.txt")),
    (1, "empty", ("collect", "empty.txt")),
    (1, "there is no such file", ("read", "absent.txt", "--json")),
    (1, "collect something first", ("attacks",)),
    (1, "collect something first", ("read",)),
    (1, "collect something first", ("verify",)),
    (2, "not in the calendar", ("attacks", "--from", "2024-02-30", "--ledger", "LEDGER")),
    (2, "swap", ("attacks", "--from", "2024-03-28", "--to", "2024-03-27", "--ledger", "LEDGER")),
    (1, "nothing in the ledger", ("show", "st:none", "--ledger", "LEDGER")),
    (1, "has an id that begins with", ("show", "zzz", "--ledger", "LEDGER")),
    (
        1,
        "is not there",
        ("brief", "--from", "2024-03-27", "--to", "2024-03-27", "-o", "no/b.html", "--ledger", "LEDGER"),
    ),
    (2, ".html", ("brief", "--from", "2024-03-27", "--to", "2024-03-27", "-o", "b.doc", "--ledger", "LEDGER")),
    (1, "future", ("collect", "night.txt", "--published", "2199-01-01")),
    (2, "is not a date", ("collect", "night.txt", "--published", "tomorrow")),
    (2, "cannot be imported", ("import", "rumours", "night.txt")),
    (2, "acled, dump, warc, evidence", ("export", "rumours", "-o", "x", "--ledger", "LEDGER")),
    (2, "after the command", ("--ledger", "LEDGER", "attacks")),
    (1, "check the name", ("sample", "--verdicts", "absent.csv", "--ledger", "LEDGER")),
    (2, "cannot be exported", ("export", "rumours", "-o", "x", "--ledger", "LEDGER")),
    (1, "cannot be made", ("collect", "night.txt", "--ledger", "night.txt/ledger")),
    (2, "No such command", ("fly",)),
    (2, "No such option", ("attacks", "--everything")),
    (2, "which would be published too", ("publish", "--to", ".", "--ledger", "LEDGER")),
    (2, "go with a FILE", ("read", "--json")),
    (2, "given once", ("collect", "-", "-")),
]


@pytest.mark.parametrize(("code", "words", "arguments"), BAD, ids=[" ".join(call[2][:3]) for call in BAD])
def test_errors_are_one_line_with_their_code(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str, arguments: tuple[str, ...]
) -> None:
    """What went wrong, where and what next in one line, no traceback, nothing half-written, the right exit code."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "night.txt").write_text(TEXT, "utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    done = _call(*(str(ledger) if part == "LEDGER" else part for part in arguments))
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert words in done.stderr and "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith(("firstlight:", "Error:"))]
    assert len(told) == 1, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_good_sources_are_kept_beside_a_bad_one(tmp_path: Path) -> None:
    """One bad source among good ones: exit 1 with its name, the good ones kept."""
    (tmp_path / "night.txt").write_text(TEXT, "utf-8")
    done = _call("collect", tmp_path / "absent.txt", tmp_path / "night.txt", "--ledger", tmp_path / "ledger")
    assert done.returncode == 1 and done.stderr.count("absent.txt: there is no such file") == 1
    assert "1 out" in done.stderr


def test_bad_file_in_a_folder_is_counted(tmp_path: Path) -> None:
    """A bad file inside a folder is counted by its reason and the rest goes on: exit 0."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "night.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in" / "empty.txt").write_text("", "utf-8")
    done = _call("collect", tmp_path / "in", "--ledger", tmp_path / "ledger")
    assert done.returncode == 0 and "1 empty" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("limit", [50_000, 250_000, 450_000])
def test_full_disk_leaves_a_whole_ledger(tmp_path: Path, limit: int) -> None:
    """Where no more can be written the run stops with one line; what was kept is whole, and the next run goes on."""
    (tmp_path / "in").mkdir()
    for day in range(1, 25):
        (tmp_path / "in" / f"{day}.txt").write_text(
            f"On {day} March Russia launched {day + 3} drones at Sumy.", "utf-8"
        )
    ledger = tmp_path / "ledger"
    stopped = _call("collect", tmp_path / "in", "--published", "2024-03-28", "--ledger", ledger, limit=limit)
    assert stopped.returncode == 1 and len(stopped.stderr.splitlines()) == 1, stopped.stderr
    if (ledger / "ledger.db").stat().st_size:
        assert _call("verify", "--ledger", ledger).returncode == 0
    went_on = _call("collect", tmp_path / "in", "--published", "2024-03-28", "--ledger", ledger)
    assert went_on.returncode == 0 and went_on.stderr.startswith("collect    24 reports in")
    assert _call("verify", "--ledger", ledger).returncode == 0


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    """--debug shows where an error came from, wherever it stands on the line."""
    done = _call("attacks", "--debug", "--ledger", tmp_path / "none")
    assert done.returncode != 0 and "Traceback" in done.stderr and "StoreError" in done.stderr


def test_bug_asks_for_a_report(tmp_path: Path) -> None:
    """What nobody foresaw is exit 3 and one line that asks for a report."""
    body = "import sys, firstlight.pipeline as p, firstlight.cli as c\ndel p.Ledger\nsys.exit(c.main(['attacks']))"
    done = subprocess.run([sys.executable, "-c", body], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1 and "please report it" in done.stderr


def test_is_that_drop_real(ledger: Path) -> None:
    """`assess --drop` refuses what is no run of nights or no group in one line, and runs too short to tell."""
    asked = ("assess", "--ledger", ledger, "--drop")
    for runs, says in (
        (("drone", "March", "2024-03"), "is no run of nights"),
        (("kite", "2024-02", "2024-03"), "is no group"),
        (("drone", "2024-02-01..2024-02-20", "2024-03"), "raid-nights in the two runs"),
    ):
        done = _call(*asked, *runs)
        assert done.returncode in (1, 2)
        assert says in done.stderr and len(done.stderr.splitlines()) == 1


def test_assess_says_what_to_do_before_anything_is_settled(tmp_path: Path) -> None:
    """A ledger that was read and not reconciled holds no attack: one line says what to do, and nothing is assessed."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    folder = tmp_path / "ledger"
    assert _call("collect", path, "--published", "2024-03-27", "--ledger", folder).returncode == 0
    done = _call("assess", "--ledger", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "reconcile, then assess" in done.stderr


def test_an_empty_period_is_told_in_one_line(ledger: Path, tmp_path: Path) -> None:
    """A briefing of a period without a report says so, on the terminal and first of all in itself; so does assess."""
    paper, days = tmp_path / "paper.md", ("--from", "2020-01-01", "--to", "2020-01-07", "--ledger", ledger)
    done = _call("brief", *days, "-o", paper)
    assert done.returncode == 0
    assert len([line for line in done.stderr.splitlines() if line.startswith("No report of 2020-01-01")]) == 1
    assert "No report of 1 to 7 January 2020 is in the ledger" in paper.read_text("utf-8")
    after = _call("assess", "--from", "2030-01-01", "--to", "2030-01-07", "--ledger", ledger, "--weeks", "0")
    assert after.returncode == 0 and "changes" not in after.stdout


def test_verify_as_json(ledger: Path) -> None:
    """`verify --json` gives what was counted, what is damaged and the newest seal as one object."""
    told = json.loads(_call("verify", "--json", "--ledger", ledger).stdout)
    assert told["damage"] == [] and told["counts"]["quotes"] > 0 and "sealed" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "parquet", "-o", "x.csv"), "parquet is written as .parquet"),
        (("export", "csv", "-o", "x.parquet"), "csv is written as .csv"),
        (("publish", "--to", "2024-03-28"), "--to names the folder of the build"),
    ],
)
def test_a_name_that_misleads_is_refused(ledger: Path, arguments: tuple[str, ...], said: str) -> None:
    """A file named as another kind, or a date where a folder is asked for, is a wrong use and told in one line."""
    done = _call(*arguments, "--ledger", ledger)
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.splitlines()) == 1
