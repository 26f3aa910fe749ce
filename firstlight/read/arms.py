"""Weapons named together as one: a model with its class, several models that share a number, a mix of classes."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.catalog import Catalog
from firstlight.model import Weapon
from firstlight.read.mentions import Mention, Mentions
from firstlight.read.tokens import Token
from firstlight.read.words import Words


def weapon_group(
    tokens: Sequence[Token], head: Mention, limit: int, mentions: Mentions, words: Words, catalog: Catalog
) -> tuple[Weapon, int, int]:
    """All weapons named together with `head` ("Kh-101/Kh-555 cruise missiles"), and the tokens that name them."""
    named, last = [head], head.last
    while last < limit:
        at = last
        while at < limit and at - last < 6 and _head_weapon(at, mentions) is None and tokens[at].word in words.join:
            at += 1
        mention = _head_weapon(at, mentions) if at < limit else None
        if mention is None or (at > last and _another(named, mention, tokens, last, at, words)):
            break
        named.append(mention)
        last = mention.last
    return _weapon(named, catalog), head.first, last


def _another(
    named: Sequence[Mention], mention: Mention, tokens: Sequence[Token], last: int, at: int, words: Words
) -> bool:
    """Whether a list goes on to a weapon of its own: in "170 drones and ballistic missiles" the number ends before."""
    noun = tokens[last - 1].word
    bare = noun not in words.invariant | words.single_weapons and not noun.endswith(words.plural_endings)
    if words.articles and named[-1].table == "class" and bare:
        return False  # "ballistic and cruise missiles"
    listed = any(token.word in words.boundary or token.word == "," for token in tokens[last:at])
    if listed and not words.articles and tokens[mention.last - 1].word in words.single_weapons:
        return noun.endswith(words.plural_endings)  # "9 drones and a missile"
    if not listed or mention.table != "class" or mention.name in ("missile", "drone"):
        return False
    return mention.name not in {held.name for held in named}


def _head_weapon(at: int, mentions: Mentions) -> Mention | None:
    for table in ("model", "class"):
        for mention in mentions.of(table, at, at + 1):
            return mention
    return None


def _weapon(named: Sequence[Mention], catalog: Catalog) -> Weapon:
    """One weapon from all that name it; models decide over class words; a mix keeps to what is common."""
    models = tuple(dict.fromkeys(mention.name for mention in named if mention.table == "model"))
    said = {mention.name for mention in named if mention.table == "class"}
    classes = {catalog.weapons[model].class_ for model in models} or said
    if models and "recon_drone" in said and classes == {"drone"}:
        classes = {"drone", "recon_drone"}
    more = said - classes - {"missile"} - ({"drone"} if classes == {"recon_drone"} else set())
    if models and more and "drone" in (said | classes) and classes | said != {"drone"}:
        classes = classes | (said - {"missile"})
    if classes & {"aerial_target"} and len(classes) > 1:
        classes = {"aerial_target"}
    return Weapon(class_=common_class(classes), model=models[0] if len(models) == 1 else None, models=models)


def common_class(classes: set[str]) -> str:
    """The weapon class that covers all of `classes`, which is not empty."""
    if len(classes) == 1:
        return next(iter(classes))
    flying = {"drone", "recon_drone"}
    if classes <= flying:
        return "drone"
    missiles = {"cruise_missile", "ballistic_missile", "missile"}
    if classes <= missiles:
        specific = classes - {"missile"}
        return next(iter(specific)) if len(specific) == 1 else "missile"
    if classes <= missiles | flying:
        return "aerial_target"
    return "missile" if classes & missiles else sorted(classes)[0]
