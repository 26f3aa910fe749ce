"""A place as a text names it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from firstlight.read.place_entry import PlaceEntry

Role = Literal["target", "launch", "over"]
Hint = Literal["", "office", "government", "people", "front"]


class PlaceMention(NamedTuple):
    """A place named in a text: tokens[first:last], text[start:end].

    `entry` is None where several places bear the name and nothing tells which; `candidates` holds all of them. `role`
    is what the words beside it say (None: nothing). `hint`: "office" the name belongs to an authority (Kharkiv mayor),
    "government" a capital that stands for its government, "people" a country's adjective or people or a town's people,
    "front" a direction, unit, agreement or school. Only a mention without hint says that something is at the place.
    """

    first: int
    last: int
    start: int
    end: int
    candidates: tuple[PlaceEntry, ...]
    entry: PlaceEntry | None
    role: Role | None
    hint: Hint = ""

    @property
    def kind(self) -> str | None:
        """The kind of the place, also where it is left open among places of one kind."""
        if self.entry is not None:
            return self.entry.kind
        kinds = {place.kind for place in self.candidates}
        return kinds.pop() if len(kinds) == 1 else None
