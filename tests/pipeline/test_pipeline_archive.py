"""Archives: the record is that of a ledger, on every engine, however the run was interrupted."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from firstlight.engine import Engine
from firstlight.errors import FirstlightError, SourceError, UsageError
from firstlight.pipeline import Ledger, archive
from tests.engine.archives import SMALL, outcome, reports, rows, run, write_folder, write_lines

ROOT = Path(__file__).resolve().parents[2]
DERIVED = ("raid", "incident", "package", "dispute", "aside")


@pytest.fixture(scope="module")
def told() -> list[dict[str, str | None]]:
    """The rows of one planted war."""
    return rows(reports())


@pytest.fixture(scope="module")
def made(told: list[dict[str, str | None]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run on one process made of them."""
    folder = tmp_path_factory.mktemp("archive")
    half = len(told) // 2
    write_lines(folder / "in" / "a" / "first.jsonl", told[:half])
    write_lines(folder / "in" / "second.ndjson", told[half:])
    run(folder / "in", folder / "out")
    return folder


def test_the_record_is_that_of_a_ledger(made: Path, told: list[dict[str, str | None]], tmp_path: Path) -> None:
    """Settled in many windows, the record has the lines that a ledger's dump has, and the counts of its stages."""
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.collect([str(write_folder(tmp_path / "texts", told))])
        ledger.read()
        settled = ledger.reconcile().run
        ledger.export("dump", tmp_path / "dump.jsonl")
    lines = (tmp_path / "dump.jsonl").read_bytes().splitlines(keepends=True)
    derived = [line for line in lines if json.loads(line)["is"] in DERIVED]
    mine = (made / "out" / "record.jsonl").read_bytes().splitlines(keepends=True)
    assert mine == derived
    assert Counter(json.loads(line)["is"] for line in mine)["raid"] > 5
    runs = {one["verb"]: one for one in json.loads((made / "out" / "runs.json").read_bytes())}
    assert runs["reconcile"]["counts_in"] == settled.counts_in
    assert runs["reconcile"]["refused"] == dict(settled.refused)
    assert len(list((made / "out" / "work" / "settled").glob("*.ended.json"))) > 4


def test_each_text_and_statement_is_there_once(made: Path, told: list[dict[str, str | None]]) -> None:
    """Texts that are the same count once; the tables join by their ids, and nothing in them is doubled."""
    out = made / "out"
    with duckdb.connect(":memory:") as base:
        texts, ids = base.execute(f"SELECT count(*), count(DISTINCT id) FROM '{out}/texts.parquet'").fetchone() or ()
        assert texts == ids == len({row["text"] for row in told})
        said = base.execute(f"SELECT count(*), count(DISTINCT id) FROM '{out}/statements.parquet'").fetchone() or ()
        assert said[0] == said[1]
        summed = base.execute(f"SELECT sum(statements) FROM '{out}/texts.parquet'").fetchone() or ()
        assert summed[0] == said[0]
        astray = f"SELECT count(*) FROM '{out}/quotes.parquet' ANTI JOIN '{out}/statements.parquet' USING (id)"
        assert (base.execute(astray).fetchone() or ())[0] == 0


def test_counts_add_up(made: Path, told: list[dict[str, str | None]]) -> None:
    """Every stage says how many came in, went out, and were refused for what."""
    runs = {one["verb"]: one for one in json.loads((made / "out" / "runs.json").read_bytes())}
    assert runs["collect"]["counts_in"] == len(told)
    for one in runs.values():
        assert one["counts_in"] == one["counts_out"] + sum(one["refused"].values())
    assert runs["read"]["counts_out"] == runs["reconcile"]["counts_in"]


def test_a_pool_gives_the_same_files(made: Path, tmp_path: Path) -> None:
    """Two workers leave the same bytes in every file as one."""
    run(made / "in", tmp_path / "out", Engine(kind="pool", workers=2))
    assert outcome(tmp_path / "out") == outcome(made / "out")


def test_a_cluster_gives_the_same_files(made: Path, tmp_path: Path) -> None:
    """A cluster on this host leaves the same bytes in every file as one process."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    run(made / "in", tmp_path / "out", Engine(kind="cluster", workers=2))
    assert outcome(tmp_path / "out") == outcome(made / "out")


@pytest.mark.release
def test_a_run_is_taken_up_where_it_ended(made: Path, tmp_path: Path) -> None:
    """Stopped in the middle of any stage and begun again, a run leaves what an undisturbed one does."""

    class StopError(Exception):
        pass

    from firstlight.pipeline.archive_run import Archive
    from firstlight.pipeline.outcome import Done

    for verb in ("collect", "read", "reconcile"):

        def stop(done: Done, verb: str = verb) -> None:
            if done.run.verb == verb:
                raise StopError

        with pytest.raises(StopError):
            Archive(tmp_path / "out", Engine(), stop, lambda line: None, SMALL).run(
                made / "in", None, None, only_read=False
            )
        for path in sorted((tmp_path / "out" / "work" / "read").glob("*.ended.json"))[::3]:
            path.unlink()
    run(made / "in", tmp_path / "out")
    assert outcome(tmp_path / "out") == outcome(made / "out")


@pytest.mark.release
def test_an_archive_that_grows_is_read_on(made: Path, told: list[dict[str, str | None]], tmp_path: Path) -> None:
    """Files added to an archive: what was read is not read again, and the outcome is that of the whole."""
    write_lines(tmp_path / "in" / "a" / "first.jsonl", told[: len(told) // 2])
    run(tmp_path / "in", tmp_path / "out")
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out" / "work" / "read").glob("*.texts.jsonl")}
    write_lines(tmp_path / "in" / "second.ndjson", told[len(told) // 2 :])
    run(tmp_path / "in", tmp_path / "out")
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out" / "work" / "read").glob("*.texts.jsonl")}
    assert before.items() <= after.items()
    assert outcome(tmp_path / "out") == outcome(made / "out")


def test_what_cannot_be_taken_is_refused_with_its_reason(tmp_path: Path) -> None:
    """Lines that are no texts, and files that are no archives, are counted by reason and listed; the rest is read."""
    good = {"text": "Overnight on 20 June Russia launched 40 Shahed drones.", "published": "2025-06-20", "source": "ap"}
    lines = [json.dumps(good), "", "no JSON", '{"title": "no text"}', json.dumps({**good, "published": "20 June"})]
    lines += [json.dumps({"text": ""}), json.dumps({"text": "Half a pair"})[:-2] + '\\ud800"}']
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "notes.txt").write_text("not an archive", "utf-8")
    done = run(folder, tmp_path / "out")
    assert done[0].run.counts_out == 1
    assert done[0].run.refused == {"bad_date": 1, "bad_row": 3, "empty": 1, "kind": 1}
    with duckdb.connect(":memory:") as base:
        listed = base.execute(f"SELECT reason, item FROM '{tmp_path}/out/refused.parquet' ORDER BY item").fetchall()
    assert [reason for reason, _ in listed if reason == "kind"] == ["kind"]
    assert len(listed) == 6


def test_statements_alone(made: Path, tmp_path: Path) -> None:
    """Asked to read only, a run leaves the same statements and texts, and no record."""
    run(made / "in", tmp_path / "out", only_read=True)
    mine, whole = outcome(tmp_path / "out"), outcome(made / "out")
    assert mine.keys() == {"statements.parquet", "texts.parquet", "refused.parquet"}
    assert mine.items() <= whole.items()


@pytest.mark.release
def test_parquet_gives_the_same_record(made: Path, told: list[dict[str, str | None]], tmp_path: Path) -> None:
    """The same texts as Parquet give the same record."""
    lines = write_lines(tmp_path / "rows.jsonl", told)
    (tmp_path / "in").mkdir()
    with duckdb.connect(":memory:") as base:
        base.execute(f"COPY (SELECT * FROM read_json('{lines}')) TO '{tmp_path}/in/texts.parquet' (FORMAT parquet)")
    run(tmp_path / "in", tmp_path / "out")
    assert (tmp_path / "out" / "record.jsonl").read_bytes() == (made / "out" / "record.jsonl").read_bytes()


QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "scale.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_queries_of_the_page_answer(made: Path, query: str) -> None:
    """Each query of docs/scale.md runs as it stands over the tables of an archive and gives rows."""
    asked = re.sub(r"'(\w+\.parquet)'", rf"'{made / 'out'}/\1'", query)
    with duckdb.connect(":memory:") as base:
        assert base.execute(asked).fetchall()


def test_calls_that_are_wrong_are_told(tmp_path: Path) -> None:
    """No archive, an empty one, and a folder of other files are errors of one line, before any work."""
    with pytest.raises(SourceError, match="is not there"):
        archive(tmp_path / "nowhere", tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="nothing in it is a text"):
        archive(tmp_path / "empty", tmp_path / "out")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="holds other files"):
        archive(tmp_path / "empty", tmp_path / "full")
    with pytest.raises(FirstlightError):
        archive(tmp_path / "full", tmp_path / "out", published="tomorrow")
