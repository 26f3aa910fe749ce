"""The texts with digits that may stand in a briefing without being figures: names, codes and notes of the material."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.brief.words import Wording, visible
from firstlight.catalog import Catalog
from firstlight.model import Material, Place, Statement

SHORT = 12  # characters of a hash that a table shows


def known_names(material: Material, catalog: Catalog, wording: Wording) -> Iterator[str]:
    """Weapons and bundles, places, objects, speakers, sources, addresses, hashes, versions, notes and assumptions."""
    for entries in (catalog.weapons, catalog.classes, catalog.defences):
        yield from (entry.title for entry in entries.values())
    for source in catalog.sources.values():
        yield from (source.name, source.id, visible(source.licence), visible(source.counts))
    yield from (visible(rule.says) for rule in catalog.reporting_rules)
    yield catalog.hash[:SHORT]
    for statement in material.statements.values():
        yield from _of_statement(statement, wording)
        yield from _of_speaker(statement, material, catalog, wording)
    for raid in (*material.state.raids, *(material.then.raids if material.then else ())):
        yield from (wording.weapon(line.weapon) for line in raid.lines)
    for incident in material.state.incidents:
        yield incident.grade
        yield from _of_place(incident.place, wording)
        for damage in incident.damage:
            yield from wording.objects(damage.object)
    for package in material.state.packages:
        yield from (*package.donor, *package.recipient, wording.title(package.item))
    for report in material.reports.values():
        yield from (report.source, report.capture[:SHORT], report.id.removeprefix("sha256:")[:SHORT])
        if report.address:
            yield visible(report.address)
    yield from (picture.sha256[:SHORT] for picture in material.pictures.values() if picture.sha256 is not None)
    yield from (visible(capture.origin) for capture in material.captures.values())
    yield from _of_assessment(material)


def _of_statement(statement: Statement, wording: Wording) -> Iterator[str]:
    if statement.speaker is not None:
        yield from (statement.speaker.name, wording.speaker(statement.speaker))
    for place in statement.places:
        yield from _of_place(place, wording)
    if statement.weapon is not None:
        yield wording.weapon(statement.weapon)
    if statement.object is not None:
        yield from wording.objects(statement.object)
    if statement.meeting is not None:
        meeting = statement.meeting
        yield from (text for text in (meeting.body, meeting.level, meeting.convener) if text)


def _of_speaker(statement: Statement, material: Material, catalog: Catalog, wording: Wording) -> Iterator[str]:
    report = material.reports.get(statement.report)
    if statement.speaker is not None and report is not None:
        entry = catalog.source(report.source)
        yield wording.role(statement.speaker, entry.name if entry else report.source)


def _of_place(place: Place, wording: Wording) -> tuple[str, ...]:
    return (place.name, wording.place(place))


def _of_assessment(material: Material) -> Iterator[str]:
    assessment = material.assessment
    yield from (assessment.version, assessment.data_hash[:SHORT], str(assessment.seed))
    yield from (visible(note) for note in assessment.notes)
    yield from (visible(rate.note) for rate in assessment.rates)
    found = [*assessment.assumptions]
    for part in (assessment.forecast, assessment.harm, assessment.need, assessment.trust):
        yield from (visible(note) for note in (part.notes if part else ()))
    if assessment.trust:
        yield from (visible(what_if.says) for what_if in assessment.trust.what_ifs)
    if assessment.need:
        yield from (line.title for line in assessment.need.lines)
    if assessment.stocks:
        stocks = assessment.stocks
        found += stocks.assumptions
        yield from (stocks.file, stocks.file_hash[:SHORT], *map(visible, stocks.notes))
        yield from (visible(text) for run in stocks.run_outs for text in (run.title, run.says))
    if assessment.options:
        options = assessment.options
        found += options.assumptions
        yield from (options.file, options.file_hash[:SHORT], *map(visible, options.notes))
        yield from (visible(one.title) for one in options.options)
        yield from (visible(note) for note in (options.mix.notes if options.mix else ()))
    for assumption in found:
        yield from (visible(assumption.name), visible(assumption.value), visible(assumption.source))
