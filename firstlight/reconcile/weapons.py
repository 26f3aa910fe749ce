"""When two reports speak of one weapon, and which classes hold which."""

from __future__ import annotations

from firstlight.catalog import Catalog
from firstlight.model import Statement, Weapon

Key = tuple[str, tuple[str, ...]]

ALIKE = 0.5  # shared models over all models from which two bundles of one class are one line
ANY = "aerial_target"
MIXED = ("missile", ANY)
PARTS = {
    "missile": frozenset({"missile", "cruise_missile", "ballistic_missile"}),
    ANY: frozenset({ANY, "drone", "missile", "cruise_missile", "ballistic_missile"}),
}
AT_TIMES = {ANY: frozenset({"recon_drone", "guided_bomb", "rocket_artillery"})}  # some totals hold them, some do not


def weapon_of(statement: Statement) -> Weapon:
    """The weapon that a statement names; a count without any is a count of aerial targets."""
    return statement.weapon or Weapon(class_=ANY)


def key_of(weapon: Weapon) -> Key:
    """Class and sorted models: what makes a line of a raid."""
    models = set(weapon.models) | ({weapon.model} if weapon.model else set())
    return weapon.class_, tuple(sorted(models))


def weapon_from(key: Key) -> Weapon:
    """The weapon of a key; a bundle names no single model."""
    class_, models = key
    return Weapon(class_=class_, model=models[0] if len(models) == 1 else None, models=models)


def generic(key: Key) -> bool:
    """Whether the key names a class and no model."""
    return not key[1]


def alike(one: Key, other: Key) -> bool:
    """Whether two keys name one weapon: the same class, and models of which at least half are shared."""
    if one[0] != other[0] or generic(one) != generic(other):
        return False
    if one[1] == other[1]:
        return True
    mine, theirs = set(one[1]), set(other[1])
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


def below(item: Key, total: Key) -> bool:
    """Whether a count of `total`, which names no model, would hold a count of `item`."""
    if not generic(total) or item == total:
        return False
    return item[0] == total[0] or item[0] in PARTS.get(total[0], ())


def fits(told: Key, record: Key) -> bool:
    """Whether a figure told of `told` may be the one recorded of `record`: the same weapon, or a model of its class."""
    return alike(told, record) or (generic(told) and told[0] == record[0]) or (generic(record) and told[0] == record[0])


def group_of(weapon: Weapon, catalog: Catalog) -> str | None:
    """The group by which the weapon is defeated; None where a bundle or a class spans several."""
    class_, models = key_of(weapon)
    entries = [catalog.weapons[model] for model in models if model in catalog.weapons]
    if entries:
        groups = {entry.group for entry in entries}
        return next(iter(groups)) if len(groups) == 1 and len(entries) == len(models) else None
    known = catalog.classes.get(class_)
    return known.group if known and not models else None


def label(weapon: Weapon) -> str:
    """The weapon in words: class, and models where named."""
    class_, models = key_of(weapon)
    return f"{class_} {'/'.join(models)}" if models else class_
