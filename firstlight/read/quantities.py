"""Numbers bound to their nouns: so many weapons, people, objects, consumers, places; or one, in the singular."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from firstlight.catalog import Catalog
from firstlight.model import Weapon
from firstlight.read.arms import weapon_group
from firstlight.read.mentions import Mention, Mentions
from firstlight.read.numbers import Number
from firstlight.read.tokens import Token
from firstlight.read.words import Words

QuantityKind = Literal["weapon", "people", "object", "consumers", "settlements", "locations", "bare"]
_REACH = 6  # tokens between a number and its noun
_PEOPLE_ACTS = frozenset(("kill", "injure", "missing"))
_OPENING = frozenset('\u00ab\u201c\u201e"')
_CLOSING = frozenset('\u00bb\u201d\u201c"')
_MARKS = _OPENING | _CLOSING | {"'", "-", "*", "_"}
_DASHES = ("-", "\u2013", "\u2014")
_AGREEING = 3  # tokens from a weapon to the verb or participle that is said of it
_NUMBER_SIGN = "\u2116"
_HEADS = ("model", "class", "people", "objects", "units")


class Quantity(NamedTuple):
    """tokens[first:last] names a number of things; `number` None is one thing in the singular or a name without one."""

    first: int
    last: int
    kind: QuantityKind
    number: Number | None
    weapon: Weapon | None = None
    group: str | None = None
    object: str | None = None
    single: bool = False


def quantities(
    tokens: Sequence[Token],
    span: tuple[int, int],
    numbers: Sequence[Number],
    mentions: Mentions,
    words: Words,
    catalog: Catalog,
) -> list[Quantity]:
    """All quantities of the sentence tokens[span], numbered ones first taken, then singulars and bare names."""
    first, last = span
    found: list[Quantity] = []
    used: set[int] = set()
    for at, number in enumerate(numbers):
        if not first <= number.first < last:
            continue
        if number.first in used:
            continue  # the total of the one before
        limit = next((n.first for n in numbers[at + 1 :] if n.first >= number.last), last)
        quantity = _headed(tokens, number, limit, mentions, words, catalog)
        if quantity is not None:
            quantity = _with_total(tokens, quantity, numbers, mentions, words)
            found.append(quantity)
            used.update(range(quantity.first, quantity.last))
    arms = [*mentions.of("model", first, last), *mentions.of("class", first, last)]
    for mention in sorted(arms, key=lambda held: (held.first, -held.last)):
        if mention.first not in used:
            weapon, start, end = weapon_group(tokens, mention, last, mentions, words, catalog)
            one = _one_weapon(tokens, start, end, mentions, words)
            found.append(
                Quantity(_article(tokens, start, words) if one else start, end, "weapon", None, weapon, single=one)
            )
            used.update(range(start, end))
    single = _single_people(tokens, span, used, mentions, words)
    used.update(at for quantity in single for at in range(quantity.first, quantity.last))
    found += [*single, *_objects(tokens, span, used, mentions, words)]
    return sorted(found, key=lambda quantity: (quantity.first, quantity.last))


def _single_people(
    tokens: Sequence[Token], span: tuple[int, int], used: set[int], mentions: Mentions, words: Words
) -> list[Quantity]:
    """Persons in the singular, and one more person whom a verb names by an article alone."""
    first, last = span
    found: list[Quantity] = []
    taken = set(used)
    for mention in mentions.of("people", first, last):
        if mention.first - 2 in taken and tokens[mention.first - 1].word == "-":
            continue  # "a boy - a schoolchild" is one
        if words.articles and mentions.of("objects", mention.last, mention.last + 1):
            continue  # "a civilian car" is nobody
        if tokens[mention.last - 1].word in words.either and not _one_by_case(tokens, mention.first, words):
            continue
        if mention.first not in taken and _single(tokens, mention.first, mention.last, words, words.single_people):
            start = _article(tokens, mention.first, words)
            found.append(Quantity(start, mention.last, "people", None, group=_group(mention.name), single=True))
            taken.update(range(start, mention.last))
    for act in mentions.of("acts", first, last):
        if act.name in ("kill", "injure") and act.last not in taken and _alone(tokens, act.last, last, words):
            found.append(Quantity(act.last, act.last + 1, "people", None, single=True))
    return found


def _one_by_case(tokens: Sequence[Token], first: int, words: Words) -> bool:
    """Whether the word before a form of one or of many shows it to be one: "the death of a ..."."""
    before = tokens[first - 1].word if first else ""
    return before in words.single_behind or before.endswith(words.singular_endings)


def _objects(
    tokens: Sequence[Token], span: tuple[int, int], used: set[int], mentions: Mentions, words: Words
) -> list[Quantity]:
    """Objects named without a number, each once: not the first noun of a compound, a title or what a dash explains."""
    found: list[Quantity] = []
    end, kind = -9, ""  # of the object before
    for mention in mentions.of("objects", *span):
        compound = mention.first - end <= 1 and not _parted(tokens, end, mention.first, words)
        title = mention.first > span[0] and tokens[mention.first - 1].word in _OPENING
        title = title and not _numbered(tokens, mention.last, span[1])
        part = mentions.named("cues", "including", end, mention.first)
        near = kind == mention.name and 0 < mention.first - end <= 6
        apposed = near and (bool(part) or _apposed(tokens, end, mention.first, words))
        owner = tokens[mention.last - 1].word.endswith(("'s", "\u2019s"))
        if owner and mentions.of("objects", mention.last, mention.last + 2):
            continue  # "an enterprise's storage" is the storage
        called = 0 <= end < mention.first and tokens[end].word in _OPENING and _inside(tokens, end, mention.first)
        credited = _credited(tokens, span, mention, mentions)
        if mention.first not in used and not (compound or title or apposed or called or credited):
            found.append(Quantity(mention.first, mention.last, "object", None, object=mention.name))
        end, kind = mention.last, mention.name
    return found


def _credited(tokens: Sequence[Token], span: tuple[int, int], thing: Mention, mentions: Mentions) -> bool:
    """Whether a word behind the last dash of its sentence only says who told it: "... - the town council"."""
    last = thing.last >= span[1] - 1 and thing.first > span[0]
    return last and tokens[thing.first - 1].word in _DASHES and bool(mentions.of("speakers", thing.first, thing.last))


def _inside(tokens: Sequence[Token], opening: int, at: int) -> bool:
    """Whether the quotation marks that tokens[opening] opens are still open at tokens[at]."""
    return all(token.word not in _CLOSING for token in tokens[opening + 1 : at])


def _numbered(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a name goes on with its number, as that of a school or a hospital does, here or two words on."""
    return any(token.word == _NUMBER_SIGN for token in tokens[at : min(at + 3, last)])


def _headed(
    tokens: Sequence[Token], number: Number, limit: int, mentions: Mentions, words: Words, catalog: Catalog
) -> Quantity | None:
    """The number with the noun after it; a bare quantity where none can follow; None where its noun is unknown."""
    bare = Quantity(number.first, number.last, "bare", number)
    if mentions.named("cues", "including", number.last, number.last + 1):
        return bare  # "18 of them"
    head, end = _noun(tokens, number, limit, mentions, words)
    if head is not None:
        noun = tokens[head.last - 1].word
        several = bool(words.articles) and noun.endswith(words.plural_endings) and noun not in words.invariant
        one_of = bool(words.articles) and number.low == 1 and tokens[number.last].word in words.links
        if one_of and head.table == "people" and noun in words.single_people:
            return None  # "one of the tourist organisations" is nobody
        if _half_of(tokens, number, head, mentions, words):
            return None
        if (
            not several
            and head.table in ("model", "class")
            and mentions.named("acts", "attack", head.last, head.last + 1)
        ):
            return None  # twelve missile strikes are not twelve missiles; "two drones attacked" are two drones
        return _with_head(tokens, number, head, limit, mentions, words, catalog)
    if number.low == number.high == 1 and not words.articles and _one_of(tokens, number, mentions, words):
        return None  # "one of the news of the day"
    if any(cue.last == number.first for cue in mentions.named("cues", "including", number.first - 3, number.first)):
        return bare  # "of them two flew to ..."
    if mentions.named("acts", "attack", number.last, number.last + 1) and words.articles:
        return None  # 51 attacks
    if _age(tokens, number, mentions) or _of_unknown(tokens, number, mentions, words):
        return None
    return bare if _only_skipped(tokens, number.last, end, words) else None


def _alone(tokens: Sequence[Token], at: int, last: int, words: Words) -> bool:
    """Whether an article stands for one more person right behind its verb: "killed one and wounded another in ..."."""
    if at >= last or tokens[at].word not in words.articles - words.numbers.alone or words.numbers.values.at(tokens, at):
        return False
    ends = words.stop | words.boundary | set(".,;:")
    after = [token.word for token in tokens[at + 1 : min(at + 3, last)]] or ["."]
    return after[0] in ends or (len(after) > 1 and after[1] in ends)  # "wounded another yesterday and ..."


def _one_of(tokens: Sequence[Token], number: Number, mentions: Mentions, words: Words) -> bool:
    """Whether a one is taken out of many that are no people: "one of the news of the day"."""
    at = number.last
    out = at < len(tokens) and tokens[at].word in words.direction
    told = mentions.of("people", at + 1, at + 3) or mentions.named("cues", "including", number.first, at + 1)
    return out and not told


def _half_of(tokens: Sequence[Token], number: Number, head: Mention, mentions: Mentions, words: Words) -> bool:
    """Whether a singular class noun after a number above one counts attacks: "5 missile and 78 air strikes"."""
    singular = head.table == "class" and tokens[head.last - 1].word in words.single_weapons
    joined = head.last < len(tokens) and tokens[head.last].word in words.boundary | {","}
    strikes = any(act.name == "attack" for act in mentions.of("acts", head.last, head.last + 6))
    return bool(words.articles) and singular and number.low > 1 and joined and strikes


def _age(tokens: Sequence[Token], number: Number, mentions: Mentions) -> bool:
    """Whether a bare number between commas behind a person is an age: "a man, 54, and his son, 12, were wounded"."""
    before = tokens[number.first - 1].word if number.first else ""
    after = tokens[number.last].word if number.last < len(tokens) else ""
    people = mentions.of("people", max(number.first - 3, 0), number.first)
    return before == "," and after in (",", "and", ".") and bool(people) and 0 < number.low <= 110


def _of_unknown(tokens: Sequence[Token], number: Number, mentions: Mentions, words: Words) -> bool:
    """Whether a participle in the plural stands between a number and a noun of no group: "200 defused shells"."""
    for act in mentions.of("acts", number.last, number.last + 1):
        if words.articles or act.name in _PEOPLE_ACTS or act.last >= len(tokens):
            continue
        noun = tokens[act.last].word
        plain = noun.isalpha() and noun not in words.stop and not mentions.of("acts", act.last, act.last + 1)
        return plain and tokens[act.last - 1].word.endswith(words.participle_endings)
    return False


def _noun(
    tokens: Sequence[Token], number: Number, limit: int, mentions: Mentions, words: Words
) -> tuple[Mention | None, int]:
    """The noun that a number counts, or None and the token where the search ended."""
    for at in range(number.last, min(limit, number.last + _REACH + 1)):
        head = _head_at(at, mentions)
        if head is not None and head.table == "people" and words.articles:
            head = next(iter(mentions.of("objects", head.last, head.last + 1)), head)  # "two civilian cars"
        if head is not None:
            return head, at
        act = next(iter(mentions.of("acts", at, at + 1)), None)
        if act is not None:  # "ten injured people"
            inner = _head_at(act.last, mentions) if act.last < limit and at == number.last else None
            return (inner if inner is not None and inner.table != "units" else None), at
        word = tokens[at].word
        if word in words.stop or not (word[0].isalpha() or word in _MARKS) or _spaced(tokens, at):
            return None, at
    return None, min(limit, number.last + _REACH + 1)


def _spaced(tokens: Sequence[Token], at: int) -> bool:
    """Whether tokens[at] is a dash with a space before it, which parts clauses; a hyphen joins words."""
    return tokens[at].word == "-" and at > 0 and tokens[at - 1].end < tokens[at].start


def _with_total(
    tokens: Sequence[Token], quantity: Quantity, numbers: Sequence[Number], mentions: Mentions, words: Words
) -> Quantity:
    """Adds a total that follows the noun ("161 targets out of 176"), and the quotation mark that closes a name."""
    last = quantity.last
    opened = any(token.word in _OPENING for token in tokens[quantity.first : last])
    if opened and last < len(tokens) and tokens[last].word in _CLOSING:
        last += 1
    number = quantity.number
    if number is None or number.of is not None or quantity.kind == "bare":
        return quantity._replace(last=last)
    for hit in words.numbers.ratio.at(tokens, last) if last < len(tokens) else []:
        total = next((n for n in numbers if n.first == hit.last and n.low == n.high and n.of is None), None)
        if (
            hit.value == "of"
            and total is not None
            and total.low >= number.low
            and not _other(total, quantity, mentions)
        ):
            return quantity._replace(last=total.last, number=number._replace(of=total.low))
    return quantity._replace(last=last)


def _other(total: Number, quantity: Quantity, mentions: Mentions) -> bool:
    """Whether a total counts something wider than the part: "48 missiles and 64 drones of 215 aerial targets"."""
    kinds = {held.name for held in mentions.of("class", total.last, total.last + 1)}
    return quantity.weapon is not None and "aerial_target" in kinds - {quantity.weapon.class_}


def _only_skipped(tokens: Sequence[Token], first: int, last: int, words: Words) -> bool:
    return all(token.word in words.skip or not token.word[0].isalpha() for token in tokens[first:last])


def _head_at(at: int, mentions: Mentions) -> Mention | None:
    for table in _HEADS:
        for mention in mentions.of(table, at, at + 1):
            return mention
    return None


def _with_head(
    tokens: Sequence[Token],
    number: Number,
    head: Mention,
    limit: int,
    mentions: Mentions,
    words: Words,
    catalog: Catalog,
) -> Quantity:
    if head.table in ("model", "class"):
        weapon, _, last = weapon_group(tokens, head, limit, mentions, words, catalog)
        return Quantity(number.first, last, "weapon", number, weapon)
    if head.table == "people":
        better = max(mentions.of("people", head.first, head.first + 3), key=lambda m: m.name != "any")
        group = better if better.last <= limit and better.first - head.last <= 1 else head
        return Quantity(number.first, max(head.last, group.last), "people", number, group=_group(group.name))
    if head.table == "objects":
        return Quantity(number.first, head.last, "object", number, object=head.name)
    kind: QuantityKind = head.name  # type: ignore[assignment]  # the groups of [units] are quantity kinds
    return Quantity(number.first, head.last, kind, number)


def _group(name: str) -> str | None:
    return None if name == "any" else name


def _single(tokens: Sequence[Token], first: int, last: int, words: Words, nouns: frozenset[str]) -> bool:
    """Whether tokens[first:last] ends in a singular noun; where the language has articles, one must stand before it."""
    said = [token.word for token in tokens[max(first, last - 3) : last]]
    if nouns.isdisjoint(said) and " ".join(said[-2:]) not in nouns:
        return False
    if _after_digits(tokens, first) or (first and tokens[first - 1].word in words.several):
        return False  # digits that could not be read: the noun is then not one
    return not words.articles or _article(tokens, first, words) < first or tokens[first].word in words.articles


def _after_digits(tokens: Sequence[Token], first: int) -> bool:
    """Whether the word before tokens[first] has digits in it, of whatever script: "1O people"."""
    for at in range(first - 1, max(first - 6, -1), -1):
        word = tokens[at].word
        if any(character.isnumeric() for character in word):
            return True
        if word == "-" or not at or tokens[at - 1].end != tokens[at].start:
            break
    return False


def _parted(tokens: Sequence[Token], first: int, last: int, words: Words) -> bool:
    """Whether punctuation or a preposition stands between two nouns, so that they are two things and no compound."""
    return any(t.word in words.stop or t.word in words.boundary or not t.word[0].isalpha() for t in tokens[first:last])


def _apposed(tokens: Sequence[Token], first: int, last: int, words: Words) -> bool:
    """Whether a dash or colon explains one noun by the next: "a shopping centre - the market"."""
    between = [token.word for token in tokens[first:last]]
    return bool({"-", ":"}.intersection(between)) and "," not in between and not words.boundary & set(between)


def _one_weapon(tokens: Sequence[Token], first: int, last: int, mentions: Mentions, words: Words) -> bool:
    """Whether tokens[first:last] names one weapon; "a missile strike" names a kind of strike."""
    around = mentions.of("acts", first, last + 1)
    if any(act.name in ("attack", "explode") and act.last > last for act in around):
        return False
    nouns = [m for m in mentions.of("class", first, last) if m.last <= last]
    if nouns:  # the noun tells, not the name beside it
        first, last = nouns[0].first, nouns[-1].last
    if _single(tokens, first, last, words, words.single_weapons):
        return True
    return one_by_adjective(tokens[max(first - 1, 0) : last], words) or _one_by_act(
        tokens, first, last, mentions, words
    )


def _one_by_act(tokens: Sequence[Token], first: int, last: int, mentions: Mentions, words: Words) -> bool:
    """Whether a noun with one form for one and many is shown to be one by the verb or participle said of it."""
    if not words.singular_participles or tokens[last - 1].word not in words.invariant:
        return False
    for at in range(last, min(last + _AGREEING, len(tokens))):
        word = tokens[at].word
        if not word[0].isalpha() or word in words.stop or word in words.boundary:
            break
        if mentions.of("acts", at, at + 1):
            return word.endswith(words.singular_acts + words.singular_participles)
    done = mentions.of("acts", max(first - 1, 0), first)
    return any(tokens[act.first].word.endswith(words.singular_participles) for act in done)


def one_by_adjective(tokens: Sequence[Token], words: Words) -> bool:
    """Whether a noun with one form for one and many is shown to be one by its adjective's ending."""
    if not words.singular_endings or not any(token.word in words.invariant for token in tokens):
        return False
    return any(t.word.endswith(words.singular_endings) for t in tokens if t.word not in words.invariant)


def _article(tokens: Sequence[Token], first: int, words: Words) -> int:
    """The index of the article before tokens[first], at most seven tokens back; `first` itself where there is none."""
    for back in range(1, 8):
        at = first - back
        if at < 0:
            break
        word = tokens[at].word
        if word in words.articles:
            return at
        if word in words.stop or word in ",.;:()":
            break
    return first
