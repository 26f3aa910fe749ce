"""What the defender did beside fighting: meetings held, measures taken."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.model import Meeting
from firstlight.read.context import Context, place_of
from firstlight.read.draft import Draft, draft
from firstlight.read.layout import Layout
from firstlight.read.mentions import Mention
from firstlight.read.voice import certainty

_SAYS = 0.3
_WISHED = 0.9  # how far a request reaches to the measure asked for


def meetings(context: Context) -> list[Draft]:
    """Meetings that the text reports, one statement per body."""
    layout = context.layout
    found: dict[str, Draft] = {}
    for index, sentence in enumerate(layout.sentences):
        span = (sentence.first, sentence.last)
        for body in layout.mentions.of("body", *span):
            acts = layout.mentions.named("meeting", "act", *span)
            name = body.name
            if not acts or name in found:
                continue
            level = _phrase(layout, layout.mentions.named("meeting", "level", *span))
            convener = _phrase(layout, layout.mentions.named("meeting", "convener", *span))
            rest = [m for group in ("level", "convener") for m in layout.mentions.named("meeting", group, *span)]
            core = (min(m.first for m in [body, *acts, *rest]), max(m.last for m in [body, *acts, *rest]))
            found[name] = draft(
                context, index, "meeting", core, None, meeting=Meeting(body=name, level=level, convener=convener)
            )
    return list(found.values())


def _phrase(layout: Layout, mentions: Sequence[Mention]) -> str | None:
    return " ".join(layout.slice(mentions[0].first, mentions[0].last)[0].split()) if mentions else None


def _speaks(layout: Layout, index: int, act: Mention) -> bool:
    """Whether the words for a measure only name who tells: "the emergency services said"."""
    sentence = layout.sentences[index]
    says = layout.mentions.named("cues", "report", sentence.first, sentence.last)
    named = layout.mentions.of("speakers", act.first, act.last)
    return bool(named) and any(layout.distance((act.first, act.last), (m.first, m.last)) <= _SAYS for m in says)


def _wished(context: Context, index: int, act: Mention) -> bool:
    """Whether a measure is only asked for, planned or denied."""
    first = context.layout.sentences[index].first
    asked = context.layout.mentions.named("supply", "requested", first, act.first)
    if any(context.layout.gap(request.last, act.first) <= _WISHED for request in asked):
        return True
    return certainty(context, index, act, (act.first, act.last)) in ("denied", "possible")


def responses(context: Context) -> list[Draft]:
    """Measures said to have been taken, once a sentence."""
    layout = context.layout
    found = []
    for index, sentence in enumerate(layout.sentences):
        acts = layout.mentions.of("response", sentence.first, sentence.last)
        acts = [act for act in acts if not _wished(context, index, act) and not _speaks(layout, index, act)]
        if acts and layout.mentions.any("acts"):
            core = (acts[0].first, acts[-1].last)
            places = tuple(place_of(p, "target") for p in context.targets[index][:1])
            found.append(draft(context, index, "response", core, None, places=places))
    return found
