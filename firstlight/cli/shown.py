"""`firstlight show`: one thing and everything behind it, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.catalog import Catalog
from firstlight.cli.words import incident_row, package_line, raid_rows, statement_line, table, value_text, weapon_text
from firstlight.model import (
    PAGES,
    Capture,
    Decision,
    Incident,
    Package,
    Picture,
    Raid,
    RaidLine,
    Report,
    Statement,
    Value,
    picture_state,
)
from firstlight.pipeline.decisions import Ruled
from firstlight.pipeline.trace import Cited, Shown
from firstlight.pipeline.versions import Version

FIELDS = (
    "launched", "intercepted", "shot_down", "suppressed", "left", "airborne", "hit",
)  # fmt: skip


def shown_lines(shown: Shown, catalog: Catalog) -> Iterator[str]:
    """The thing, then each statement behind it with its quote in context, report and capture."""
    yield from _head(shown, catalog)
    if shown.what not in ("capture", "erased"):
        yield ""
        yield f"{len(shown.cited)} statements behind it:" if shown.what != "statement" else "its words:"
    for cited in shown.cited:
        yield ""
        yield from _cited(cited, catalog)
    if len(shown.versions) > 1:
        yield ""
        yield f"{len(shown.versions)} versions came from there, oldest first:"
        yield from (_version(one, shown) for one in shown.versions)
    if shown.differences:
        yield ""
        yield "it differs from the version before (names covered):"
        yield from (f"  {line}" for line in shown.differences)
    if shown.decisions:
        yield ""
        yield "decisions about them:"
        for ruled in shown.decisions:
            yield from ruled_lines(ruled)


def _head(shown: Shown, catalog: Catalog) -> Iterator[str]:
    thing = shown.thing
    if isinstance(thing, Raid):
        yield from _raid(thing, catalog)
    elif isinstance(thing, Incident):
        yield from _incident(thing)
    elif isinstance(thing, Package):
        yield f"package {thing.id}"
        yield package_line(thing)
    elif isinstance(thing, Statement):
        yield f"statement {thing.id}"
        yield from (f"belongs to {what} {key}" for what, key in shown.within)
    elif isinstance(thing, Report):
        yield from _report(thing)
    elif isinstance(thing, Decision) and shown.what == "erased":
        yield f"{shown.asked}: erased on {thing.decided_at[:10]} by {thing.author}, decision {thing.id}"
        yield f"because {thing.reason}"
    elif isinstance(thing, Decision):
        yield f"decision {thing.id}"
        yield from (f"names {item}" for item in thing.items)
    else:
        yield from _capture(thing, shown.picture)
        yield from (f"report {key}" for key in shown.reports)
    if shown.what != "erased" and shown.asked not in (getattr(thing, "id", ""), getattr(thing, "sha256", "")):
        yield f"(asked as {shown.asked})"


def _raid(raid: Raid, catalog: Catalog) -> Iterator[str]:
    yield f"raid {raid.id}"
    yield from (f"also known as {alias}" for alias in raid.aliases)
    yield f"period {raid.period.start} to {raid.period.end} ({raid.period.precision}), grade {raid.grade}"
    yield f"sources {', '.join(raid.sources)}"
    yield from (f"{relation.replace('_', ' ')} {other}" for relation, other in raid.relations)
    yield ""
    yield from table(
        ("night", "by", "weapon", "launched", "intercepted", "left", "airborne", "hit", "grade", "raid"),
        raid_rows(raid, catalog),
    )
    for line in raid.lines:
        yield from _rivals(line, catalog)


def _rivals(line: RaidLine, catalog: Catalog) -> Iterator[str]:
    for name in FIELDS:
        value: Value = getattr(line, name)
        if value.state == "unknown":
            continue
        what = f"{weapon_text(line.weapon, catalog)} {name.replace('_', ' ')}"
        yield f"  {what} {value_text(value)}: {value.rule}, said by {', '.join(value.statements)}"
        for rival in value.rivals:
            yield f"    not {rival.low} to {rival.high}: {rival.reason}, said by {', '.join(rival.statements)}"


def _incident(incident: Incident) -> Iterator[str]:
    yield f"incident {incident.id}"
    yield from (f"also known as {alias}" for alias in incident.aliases)
    if incident.raid:
        yield f"part of raid {incident.raid}"
    yield f"sources {', '.join(incident.sources)}"
    yield from table(("day", "place", "killed", "injured", "damaged", "grade", "incident"), [incident_row(incident)])
    for harm in incident.harm:
        who = harm.group or "people"
        yield f"  {harm.kind} {who} {value_text(harm.count)}: {harm.count.rule}"
        for published, low, high, statement in harm.history:
            yield f"    {published}: {low} to {high}, said by {statement}"
    for damage in incident.damage:
        name = damage.object.name or damage.object.class_.replace("_", " ")
        yield f"  {damage.object.state or 'damaged'} {name} {value_text(damage.count)}"
    for outage in incident.outages:
        yield f"  {outage.utility} out {value_text(outage.count)} {outage.unit or ''}"


def _report(report: Report) -> Iterator[str]:
    yield f"report {report.id}"
    yield f"published {report.published or 'on an unknown date'} by {report.source}, language {report.language}"
    yield from (line for line in (report.title, report.address) if line)
    if report.marks:
        yield f"marks {', '.join(report.marks)}"
    yield f"capture {report.capture}{f', {report.locator}' if report.locator else ''}, {report.view}, {report.encoding}"


def _version(one: Version, shown: Shown) -> str:
    here = one.report == getattr(shown.thing, "id", None) or one.capture == getattr(shown.thing, "sha256", None)
    said = [f"  {one.learned_at[:16]} {one.report or one.capture}"]
    return "; ".join(said + ["counts"] * one.counts + ["this one"] * here)


def _capture(capture: Capture, picture: Picture | None) -> Iterator[str]:
    yield f"capture {capture.sha256}"
    yield f"{capture.size} bytes of {capture.media} from {capture.origin}"
    yield f"collected {capture.collected_at} by {capture.collector}"
    if capture.columns is not None:
        yield "its rows are reports: " + ", ".join(f"{what} in {column}" for what, column in capture.columns.named())
    yield from _minimum(capture, picture)
    if capture.visit is None:
        return
    visit = capture.visit
    yield f"found {visit.found}; for {visit.purpose}" + (f"; by {visit.operator}" if visit.operator else "")
    if visit.cut:
        yield f"not whole: {visit.cut}"
    for hop in visit.hops:
        certificate = f", certificate {hop.certificate}" if hop.certificate else ""
        yield f"  {hop.started} {hop.address}: {hop.status} from {hop.contacted}{certificate}, {hop.seconds:.2f} s"
        yield from (f"    trusted by {issuer}" for issuer in hop.chain[1:])
        yield from (f"    > {name}: {value}" for name, value in hop.sent)
        yield from (f"    < {name}: {value}" for name, value in (*hop.headers, *hop.trailers))


def _minimum(capture: Capture, picture: Picture | None) -> Iterator[str]:
    """Which of the three things it has that the Berkeley Protocol (par. 155) asks of a page, and its picture."""
    if capture.media in PAGES:
        address = "address" if capture.visit else "no address of its own (a file)"
        drawn = "picture" if picture is not None and picture.sha256 else "no picture"
        yield f"of the Berkeley Protocol, par. 155: {address}, source, {drawn}"
    yield picture_line(capture, picture)
    if picture is not None and picture.sha256 is not None:
        cut = f" of {picture.page_height}" if picture.page_height > picture.height else ""
        yield f"  {picture.width} x {picture.height}{cut} pixels, {picture.size} bytes, made {picture.made_at}"
        kept = f"; shut in by {', '.join(picture.shut)}" if picture.shut else ""
        yield f"  by {picture.maker} with {picture.browser}, offline{kept}"
        if picture.lacking:
            yield f"  {picture.lacking} things that the page asks for were not captured, and are not in the picture"


def picture_line(capture: Capture, picture: Picture | None) -> str:
    """The hash of a page's picture, or why there is none."""
    state = picture_state(capture, picture)
    if picture is not None:
        return f"page picture {picture.sha256}" if state == "made" else f"page picture not made: {picture.detail}"
    if state == "not_asked":
        return "page picture not made: nobody asked for one (firstlight picture makes it)"
    return f"page picture not made: {capture.media} is no page"


def ruled_lines(ruled: Ruled) -> Iterator[str]:
    """A decision, who took it and why, and what became of it."""
    taken = ruled.decision
    stands = f"superseded by {ruled.superseded_by}" if ruled.superseded_by else "in force"
    about = (*taken.statements, *taken.items)
    what = f"{taken.verb.replace('_', ' ')} {', '.join(about)}" if about else "takes back"
    if taken.supersedes:
        what += f" (in place of {taken.supersedes})" if about else f" {taken.supersedes}"
    yield f"  {taken.id} {taken.decided_at[:16]} {taken.author}: {what}; {stands}"
    yield f"    because {taken.reason}"
    if taken.correction:
        yield f"    corrected to {taken.correction}"
    if ruled.lost:
        yield f"    without effect on {', '.join(ruled.lost)}: no reading has it now; decide again"


def _cited(cited: Cited, catalog: Catalog) -> Iterator[str]:
    kind, count, what, where, when, hedges, key = statement_line(cited.statement, catalog)
    yield f"{key}: " + "; ".join(part for part in (f"{kind} {count}".strip(), what, where, when, hedges) if part)
    before, quote, after = (" ".join(text.split()) for text in (cited.before, cited.statement.quote.text, cited.after))
    yield f"  ...{before} [[{quote}]] {after}..."
    speaker = cited.statement.speaker
    said = f"says {speaker.name}, " if speaker else ""
    report = cited.report
    yield f"  {said}in {report.source}, {report.published or 'undated'}{f', {report.title}' if report.title else ''}"
    quoted = cited.statement.quote
    yield f"  report {report.id} [{quoted.start}:{quoted.end}], capture {report.capture}"
    if cited.capture is not None:
        yield f"  {picture_line(cited.capture, cited.picture)}"
    if cited.why:
        yield f"  here because {cited.why}"
