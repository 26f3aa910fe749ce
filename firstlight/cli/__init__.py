"""The command line: one verb per stage. Answers go to standard output, everything else to standard error.

Exit codes: 0 done; 1 our error, in one line; 2 the call itself is wrong; 3 a bug.
"""

from __future__ import annotations

import contextlib
import errno
import sys
from typing import TYPE_CHECKING, Any

import click

from firstlight.cli.archived import archive, engine_option, scheduler_option, workers_option
from firstlight.cli.auditing import AUDITING
from firstlight.cli.exploring import explore
from firstlight.cli.frame import (
    answer,
    answer_json,
    as_of_option,
    from_option,
    harm_option,
    hint,
    inventory_option,
    json_option,
    ledger_option,
    open_ledger,
    options_option,
    published_option,
    refusals,
    say,
    scenarios_option,
    source_option,
    tell,
    to_option,
    weeks_option,
)
from firstlight.cli.judging import JUDGING
from firstlight.cli.published import publish
from firstlight.cli.tables import TABLES
from firstlight.errors import FirstlightError, SourceError, UsageError

if TYPE_CHECKING:
    from firstlight.pipeline import Done

DONE, FAILED, WRONG_CALL, BUG = 0, 1, 2, 3
DEBUG = "--debug"
DISK = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EROFS])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(DEBUG, is_flag=True, expose_value=False, help="Show the traceback of an error; may stand anywhere.")
@click.version_option(package_name="firstlight")
def commands() -> None:
    """Reports of air attacks in; a checkable record; a cited briefing out."""


@commands.command()
@click.option("--to", "folder", default="demo", show_default=True, metavar="DIR", help="The folder to make.")
def demo(folder: str) -> None:
    """Take the example week through all five stages, offline, to a briefing."""
    from firstlight.pipeline import demo as run_demo
    from firstlight.pipeline.demo import invented_briefing

    page, done = run_demo(folder, told=tell)
    _check(done[0])
    say(f"The briefing: {page}")
    say("The same for an INVENTED quarter, inventory and request, to show what a briefing says of what is short:")
    say(f"The briefing: {invented_briefing(page.parent, told=tell)}")
    say(f"Next: firstlight explore --ledger {page.parent / 'ledger'}")
    say("With stocks and options, all of it INVENTED: firstlight explore --invented")


@commands.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "output", required=True, metavar="FILE", help="The briefing: .html, .pdf, .docx or .md.")
@published_option
@source_option
@from_option
@to_option
@ledger_option
def run(sources: tuple[str, ...], output: str, folder: str, **said: str | None) -> None:
    """Collect, read, reconcile, assess and brief, over the span of the reports in SOURCE."""
    with open_ledger(folder) as ledger:
        done = ledger.run(_given(sources), output, **said)
    if len(done) > 1:
        say(f"The briefing: {output}")
    _check(done[0])


@commands.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@published_option
@source_option
@click.option("--address", metavar="URL", help="Where a file was published.")
@click.option("--since", metavar="DATE", help="How far back a channel is read.  [default: 48 hours]")
@click.option("--follow", is_flag=True, help="Visit the pages that a feed names.")
@click.option("--map", "map", metavar="MAP", help="Which columns of a CSV or JSON Lines file hold its reports, TOML.")
@click.option("--picture", is_flag=True, help="Draw the pages that came, as `firstlight picture` does.")
@click.option("--watch", is_flag=True, help="Keep visiting until stopped.")
@click.option(
    "--every",
    type=click.FloatRange(min=1),
    default=15.0,
    show_default=True,
    metavar="MINUTES",
    help="With --watch: minutes between visits.",
)
@ledger_option
def collect(sources: tuple[str, ...], folder: str, watch: bool, every: float, follow: bool, **said: Any) -> None:
    """Take addresses, files, folders, channel exports, tables, web archives or - (standard input) into the ledger."""
    with open_ledger(folder) as ledger:
        if watch:
            if "-" in sources:
                raise UsageError("--watch visits addresses and folders again: standard input comes only once")
            try:
                for _ in ledger.watch(sources, every * 60, follow=follow, seen=say, **said):
                    pass
            except KeyboardInterrupt:
                say("Stopped; what came in is in the ledger, and the next run goes on from there.")
            return
        told: list[str] = []

        def seen(line: str) -> None:
            told.append(line)
            say(line)

        done = ledger.collect(_given(sources), follow=follow, seen=seen, **said)
    refusals(one for one in done.refusals if one not in done.failed[:1] and one.detail not in told)
    _check(done)


@commands.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@published_option
@source_option
@json_option
@engine_option
@workers_option
@scheduler_option
@ledger_option
def read(
    files: tuple[str, ...], published: str | None, source: str | None, as_json: bool, folder: str, **engine: Any
) -> None:
    """Read FILE to statements, no ledger needed; without FILE every unread report of the ledger."""
    if not files:
        if published or source or as_json:
            raise UsageError("--published, --source and --json go with a FILE: name one")
        with open_ledger(folder) as ledger:
            ledger.read(**engine, seen=say)
        return
    if engine != {"engine": "local", "workers": None, "scheduler": None}:
        raise UsageError("--engine goes with the reports of a ledger; for files there is firstlight archive")
    from firstlight.cli.reading import read_files

    failed = read_files(_given(files), published, source, as_json=as_json)
    if failed:
        raise SourceError(failed[0])


@commands.command()
@engine_option
@workers_option
@scheduler_option
@ledger_option
def reconcile(folder: str, **engine: Any) -> None:
    """Settle statements and decisions into raids, incidents and packages."""
    with open_ledger(folder) as ledger:
        ledger.reconcile(**engine, seen=say)


@commands.command()
@engine_option
@workers_option
@scheduler_option
@ledger_option
def rebuild(folder: str, **engine: Any) -> None:
    """Drop what was derived and reconcile anew from the facts."""
    with open_ledger(folder) as ledger:
        ledger.rebuild(**engine, seen=say)


@commands.command()
@from_option
@to_option
@as_of_option
@json_option
@ledger_option
def attacks(start: str | None, end: str | None, as_of: str | None, as_json: bool, folder: str) -> None:
    """The ledger as a table: raids by night and weapon, incidents by day and place."""
    with open_ledger(folder) as ledger:
        state = ledger.attacks(start, end, as_of)
        hint(ledger, as_of)
    if as_json:
        answer_json({"raids": state.raids, "incidents": state.incidents, "disputes": state.disputes})
        return
    if not state.raids and not state.incidents:
        say("No attacks in this period" + (f", of what was known at {as_of}" if as_of else ""))
        return
    from firstlight.cli.words import attacks_table

    answer(attacks_table(state, ledger.catalog))


@commands.command()
@click.argument("key", metavar="ID")
@as_of_option
@json_option
@ledger_option
def show(key: str, as_of: str | None, as_json: bool, folder: str) -> None:
    """Anything by its ID, the beginning of it or an old one, with everything behind it."""
    with open_ledger(folder) as ledger:
        shown = ledger.show(key, as_of)
    if as_json:
        answer_json(shown)
        return
    from firstlight.cli.shown import shown_lines

    answer(shown_lines(shown, ledger.catalog))


@commands.command()
@from_option
@to_option
@as_of_option
@weeks_option
@harm_option
@scenarios_option
@inventory_option
@options_option
@click.option(
    "--drop",
    nargs=3,
    metavar="GROUP BEFORE AFTER",
    help="Is that drop real? Only compare two runs of nights: 2025-08, or 2025-08-01..2025-08-20.",
)
@json_option
@ledger_option
def assess(start: str | None, end: str | None, as_of: str | None, as_json: bool, folder: str, **asked: Any) -> None:
    """What was stopped, what got through and harmed, what to expect and what it takes; national only."""
    drop = asked.pop("drop")
    with open_ledger(folder) as ledger:
        if drop:
            from firstlight.cli.assessed import difference_lines

            group, before, after = drop
            found = ledger.difference(group, before, after, as_of)
            answer_json(found) if as_json else answer(difference_lines(found))
            return
        assessment, _ = ledger.assess(start, end, as_of, **asked)
        hint(ledger, as_of)
    if as_json:
        from firstlight.assess import to_json

        answer_json(to_json(assessment))
        return
    from firstlight.cli.assessed import assessment_lines

    answer(assessment_lines(assessment))


@commands.command()
@click.option("--from", "start", required=True, metavar="DATE", help="First Kyiv date, included.")
@click.option("--to", "end", required=True, metavar="DATE", help="Last Kyiv date, included.")
@click.option("-o", "output", required=True, metavar="FILE", help="The briefing: .html, .pdf, .docx or .md.")
@as_of_option
@weeks_option
@harm_option
@scenarios_option
@inventory_option
@options_option
@click.option("--lang", default="en", show_default=True, metavar="CODE", help="Its language, en or uk.")
@click.option("--since", metavar="T", help="Say what changed since a date or instant, that of the last briefing.")
@ledger_option
def brief(start: str, end: str, output: str, as_of: str | None, folder: str, **asked: Any) -> None:
    """Write the briefing of a period: a working paper, not for publication."""
    with open_ledger(folder) as ledger:
        _, written = ledger.brief(start, end, output, as_of, **asked)
        hint(ledger, as_of)
    if not written.run.counts_out:
        say(f"No report of {start} to {end} is in {folder}: the briefing says so, and nothing else")
    say(f"The briefing: {output}")


@commands.command()
@json_option
@ledger_option
def verify(as_json: bool, folder: str) -> None:
    """Check every hash, row, quote and text of the ledger; exit 1 and names on any damage."""
    from firstlight.errors import DamageError

    with open_ledger(folder) as ledger:
        checked = ledger.verify()
    say("Checked: " + ", ".join(f"{number} {name}" for name, number in checked.counts.items()))
    if as_json:
        answer_json(checked)
    for damage in () if as_json else checked.damage:
        answer([f"{damage.where}: {damage.what}"])
    if checked.damage:
        raise DamageError(f"{folder} is damaged in {len(checked.damage)} places, named above: restore it from a copy")
    if checked.sealed:
        say(f"No damage found; the newest seal outside the ledger is of {checked.sealed}")
    else:
        say("No damage found. A roll-back of the whole ledger could not be noticed: no seal is kept outside it")


@commands.command()
@click.argument("labels", metavar="LABELS")
@click.argument("texts", metavar="TEXTS")
@click.option("--errors", is_flag=True, help="Show every miss and every invention.")
def evaluate(labels: str, texts: str, errors: bool) -> None:
    """Precision, recall and F1 of reading on a labelled set: LABELS is JSON Lines, TEXTS a folder of ID.txt."""
    from firstlight.evaluate import accuracy_page, errors_page
    from firstlight.pipeline import evaluate as measure

    measured = measure(labels, texts)
    answer(accuracy_page(measured.strict, measured.lenient).splitlines())
    if errors:
        answer(errors_page(measured.strict).splitlines())
    for name in measured.missing:
        say(f"{name}: labelled, and no text of that name in {texts}")


for command in (*AUDITING, *JUDGING, *TABLES, archive, explore, publish):
    commands.add_command(command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in given
    given = [argument for argument in given if argument != DEBUG]
    try:
        return _run(given)
    except FirstlightError as error:
        if debug:
            raise
        say(f"firstlight: {error}")
        return WRONG_CALL if isinstance(error, UsageError) else FAILED
    except KeyboardInterrupt:
        say("firstlight: stopped; what was kept before is whole")
        return FAILED
    except Exception as error:
        if debug:
            raise
        if isinstance(error, OSError) and error.errno in DISK:
            return _disk(error)
        say(f"firstlight: this is a bug ({type(error).__name__}: {error}): please report it with the output of {DEBUG}")
        return BUG


def _disk(error: OSError) -> int:
    """Say that a file failed that is none of the ledger's, such as the one that the output goes to."""
    where = error.filename or "the output"
    with contextlib.suppress(OSError):  # where errors go to is full too: the exit code says it
        say(f"firstlight: {where} failed ({error.strerror}): mend that and run again; what was kept is whole")
    return FAILED


def _run(given: list[str]) -> int:
    try:
        code: Any = commands.main(given, prog_name="firstlight", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        error.show()
        if isinstance(error, click.NoSuchOption) and error.ctx is not None and error.ctx.command is commands:
            say("Options stand after the command, such as: firstlight attacks --ledger DIR")
        return WRONG_CALL
    except click.ClickException as error:
        say(f"firstlight: {error.format_message()}")
        return FAILED
    except click.Abort:
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has left; nothing more can be told
        return DONE
    return code if isinstance(code, int) else DONE


def _given(sources: tuple[str, ...]) -> list[str | bytes]:
    """The sources with standard input read where "-" stands for it."""
    if sources.count("-") > 1:
        raise UsageError("- stands for standard input and can be given once")
    return [sys.stdin.buffer.read() if name == "-" else name for name in sources]


def _check(done: Done) -> None:
    """SourceError where a source named on the command line gave nothing."""
    if done.failed:
        more = f" (and {len(done.failed) - 1} more)" if len(done.failed) > 1 else ""
        raise SourceError(f"{done.failed[0].detail}{more}")
