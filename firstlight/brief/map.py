"""The map of what was hit: coarse points over the outlines of regions, no tiles, no number, nothing about defence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from firstlight.brief.charts import EDGE, INK, NARROW, PAPER, WIDE, amount, drawn, layer, nominal, written
from firstlight.brief.document import Chart, Key, Sentence
from firstlight.brief.page import Page
from firstlight.brief.sides import period
from firstlight.model import Incident

OUTLINES = "places/outlines.json"
COARSE = 1  # decimals of a coordinate: about ten kilometres
FRAME = (22.0, 44.2, 40.6, 53.2)  # degrees west, south, east and north that the map shows at least
LINE, HEIGHT = "#b4bdc7", 0.62  # height of the picture, of its width
HARMFUL = ("killed", "injured")
NAMED = 4  # places that carry their name on the wide map


def where(page: Page) -> Chart | None:
    """The map of the period's incidents, or None where none of them has a place with coordinates."""
    shown = [incident for incident in page.scope.incidents if incident.place.lat is not None]
    points = _points(page, shown)
    if not points:
        return None
    number = page.register.count([incident.id for incident in shown], page.wording.say("what_mapped"), _behind(shown))
    left = [incident.id for incident in page.scope.incidents if incident.place.lat is None]
    without = page.register.count(left, page.wording.say("what_unmapped"))
    invented = page.register.invented((number, without))
    alt_text = page.say("alt_map", n=number, without=without, period=period(page))
    caption = page.say("caption_map", period=period(page))
    text = page.wording.text
    return Chart(
        id="map",
        caption=Sentence(parts=caption.parts, invented=invented),
        alt=alt_text,
        wide=_drawn(page, points, WIDE, invented),
        narrow=_drawn(page, points, NARROW, invented),
        legend=(
            Key(swatch="through", text=text("page", "map_harm")),
            Key(swatch="open", text=text("page", "map_struck")),
        ),
        figures=(number.figure,),
        dates=(),
        scale=tuple(sorted(point["name"] for point in points if any(char.isdigit() for char in point["name"]))),
        invented=invented,
    )


def _points(page: Page, incidents: Iterable[Incident]) -> list[dict[str, Any]]:
    """One point a coarse position: harmful where any of its incidents tells of people killed or injured."""
    found: dict[tuple[float, float], dict[str, Any]] = {}
    for incident in incidents:
        place = incident.place
        if place.lat is None or place.lon is None:
            continue
        at = (round(place.lon, COARSE), round(place.lat, COARSE))
        point = found.setdefault(at, {"lon": at[0], "lat": at[1], "harm": 0, "most": -1, "name": ""})
        harm = sum((one.count.best or one.count.low or 0) for one in incident.harm if one.kind in HARMFUL)
        point["harm"] += harm
        if harm > point["most"]:
            point |= {"most": harm, "name": page.wording.place(place)}
    return [found[at] for at in sorted(found)]


def _behind(incidents: Iterable[Incident]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.statement for incident in incidents for link in incident.links))


def _drawn(page: Page, points: list[dict[str, Any]], width: int, invented: bool) -> str:
    lines = json.loads(page.catalog.text(OUTLINES))["lines"]
    west, south, east, north = FRAME
    kept = [line for line in lines if any(west <= lon <= east and south <= lat <= north for lat, lon in line)]
    shape = {"type": "MultiLineString", "coordinates": [[[lon, lat] for lat, lon in line] for line in kept]}
    corners = {"type": "MultiPoint", "coordinates": [[west, south], [east, north]]}
    frame = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": corners}]}
    lon, lat = amount("lon"), amount("lat")
    ground = [{"type": "Feature", "properties": {}, "geometry": shape}]
    layers = [layer(ground, {"type": "geoshape", "filled": False, "stroke": LINE, "strokeWidth": 0.8})]
    dot = {"type": "circle", "size": 70 if width == WIDE else 42, "strokeWidth": 1.4, "opacity": 1}
    for harm in (False, True):
        values = [point for point in points if bool(point["harm"]) == harm]
        tone = {"fill": INK, "stroke": INK} if harm else {"fill": PAPER, "stroke": EDGE}
        layers.append(layer(values, dot | tone, longitude=lon, latitude=lat))
    named = sorted((point for point in points if point["harm"]), key=lambda point: (-point["harm"], point["name"]))
    words = written(align="left", dx=7, dy=-6, fontSize=12)
    layers.append(layer(named[:NAMED], words, longitude=lon, latitude=lat, text=nominal("name")))
    projection = {"type": "mercator", "fit": frame}
    size = {"width": width, "height": round(width * HEIGHT)}
    return drawn({"layer": layers, "projection": projection, **size}, page, invented)
