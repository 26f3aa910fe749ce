"""What stands beside a name in a text: cues before and after it, sentence bounds, lists, longer names."""

from __future__ import annotations

from typing import Literal, NamedTuple

from firstlight.read.gazetteer import PlaceIndex
from firstlight.read.place_entry import PlaceEntry
from firstlight.read.tokens import Token

_ENDS = frozenset(".!?\u2026")
_PUNCTUATION = frozenset(",;:()/-\u2013\u2014")
_OPENING = frozenset("\u00ab\u201c\u201e\"'\u2018")
_CLOSING = frozenset("\u00bb\u201d\u201c\"'\u2019")
FOLLOWING = 3  # how much farther an oblast after a place counts than one before it
_PREPOSITION = 3  # letters
_OWNED = 5  # tokens from a genitive to the last of what it owns
LIST_GAP = 8  # tokens that may stand between two places of one list


class Seen(NamedTuple):
    """The cues beside a name; `excluded` when the words are not about the place (a street, a river, a newspaper)."""

    cues: frozenset[str]
    role: Literal["target", "launch", "over"] | None
    hint: Literal["", "office", "government", "front", "people"]
    excluded: bool


class Scene:
    """One text with its tokens and the place cues of its language."""

    def __init__(self, tokens: list[Token], text: str, index: PlaceIndex) -> None:
        self._tokens, self._text, self._index, self._cues = tokens, text, index, index.cues
        self._seen: dict[tuple[int, int, int, str], Seen] = {}

    def look(self, first: int, last: int, name_last: int, kind: str) -> Seen:
        """The cues around tokens[first:last], which name a place of a `kind`; the name ends at `name_last`."""
        name = (first, last, name_last, kind)
        seen = self._seen.get(name)
        if seen is None:
            seen = self._seen[name] = self._look(first, last, name_last, kind)
        return seen

    def _look(self, first: int, last: int, name_last: int, kind: str) -> Seen:
        country = kind in ("country", "organisation")
        before = self._before(first)
        after = self._after(last)
        cues = frozenset(before | after)
        role: Literal["target", "launch", "over"] | None = None
        if "launch" in before:
            role = "launch"
        elif "over" in before:
            role = "over"
        tied = False
        excluded = bool({"street", "bearing"} & (before | after)) or "river" in after or self._not_a_place(first, last)
        if not excluded and last == name_last and "settlement" not in before:
            quoted = kind != "facility" and self._quoted(first, last)  # a plant bears its name in quotes
            excluded = self._is_river(first, last, before) or quoted
            tied = self.hyphenated(first, last)
            excluded = excluded or (tied and not country)
        hint: Literal["", "office", "government", "front", "people"] = ""
        if tied and country:
            hint = "people"  # "US-led" says of the country what its adjective would
        elif "front" in after:
            hint = "front"
        elif "office" in before or "office" in after:
            hint = "office"
        elif self._lemma_in(first, self._cues.capitals) and (
            "government" in after or self._possessing(first, last) or self._given(first, before)
        ):
            hint = "government"
        return Seen(cues, role, hint, excluded)

    def common(self, first: int, last: int) -> bool:
        """Whether the name is also an ordinary word or a person's name."""
        if last - first == 1:
            return self._lemma_in(first, self._cues.common)
        words = self._tokens[first:last]
        return any(
            len(phrase) == len(words)
            and all(part in self._index.lemmas(token.word, False) for part, token in zip(phrase, words, strict=True))
            for phrase in self._cues.common_phrases
        )

    def looks_like_surname(self, first: int) -> bool:
        """Whether the name ends as surnames do."""
        return any(name.endswith(self._cues.surname) for name in self._names(first))

    def of_a_street(self, first: int) -> bool:
        """Whether a name stands as the name of a street does, a person's in the genitive: "a house on X's"."""
        word = self._tokens[first].word
        return bool(first) and self._tokens[first - 1].word in self._cues.on and word.endswith(self._cues.streets)

    def qualifies(self, first: int, last: int) -> bool:
        """Whether an adjective-like name stands before a word of the sentence, as an adjective would."""
        if last - first > 1 or not self._adjectival(first):
            return False
        if last >= len(self._tokens):
            return False
        if self._closed_by_front(last):
            return True
        if not self._spaced(last - 1):
            return False
        word = self._tokens[last].word
        return len(word) > 2 and word.isalpha() and self._text[self._tokens[last].start].islower()

    def behind_office(self, first: int) -> bool:
        """Whether the name stands right behind a word for an office: of a small town it would be the holder's."""
        return "office" in self._before(first)

    def heads_region(self, last: int) -> bool:
        """Whether a word for region follows, so that the name before it is not the town."""
        return last < len(self._tokens) and any(
            hit.value == "oblast" or self._adjectival(last - 1) for hit in self._cues.heads.at(self._tokens, last)
        )

    def _adjectival(self, at: int) -> bool:
        return any(name.endswith(self._cues.adjectival) for name in self._names(at))

    def explained(self, last: int, oblasts: list[int]) -> bool:
        """Whether an oblast at one of these tokens belongs to the name before it ("X (Y Oblast)", "X in Y Oblast")."""
        if last in oblasts:
            return True
        if last + 1 not in oblasts:
            return False
        token = self._tokens[last]
        return token.word == "(" or "at" in {hit.value for hit in self._cues.before.at(self._tokens, last)}

    def _closed_by_front(self, at: int) -> bool:
        """Whether a list of adjectives that goes on at `at` ends in a word such as direction or front."""
        for here in range(at, min(at + 12, len(self._tokens))):
            token = self._tokens[here]
            if any(hit.value == "front" for hit in self._cues.after.at(self._tokens, here)):
                return True
            if token.word not in self._cues.joints and not self._text[token.start].isupper():
                return False
        return False

    def hyphenated(self, first: int, last: int) -> bool:
        """Whether a hyphen without spaces ties the name to a word that is no place: a part of another name."""
        return self._tied(first - 1, first - 2) or self._tied(last, last + 1)

    def _tied(self, hyphen: int, other: int) -> bool:
        tokens = self._tokens
        if not (0 < hyphen < len(tokens) - 1) or tokens[hyphen].word != "-":
            return False
        if tokens[hyphen - 1].end != tokens[hyphen].start or tokens[hyphen].end != tokens[hyphen + 1].start:
            return False
        return tokens[other].word.isalpha() and not self._index.rows(tokens[other].word)

    def _names(self, first: int) -> frozenset[str]:
        return self._index.lemmas(self._tokens[first].word, False)

    def opens_sentence(self, first: int) -> bool:
        """Whether the token stands where any word would have a capital letter."""
        if first == 0:
            return True
        before = self._tokens[first - 1]
        if "\n" in self._text[before.end : self._tokens[first].start]:
            return True
        return before.word in _ENDS and not self._abbreviates(first - 1)

    def same_sentence(self, one: int, other: int) -> bool:
        """Whether no sentence ends between two tokens."""
        low, high = min(one, other), min(max(one, other), len(self._tokens) - 1)
        return not any(self.opens_sentence(at) for at in range(low + 1, high + 1))

    def listed(self, last: int, first: int) -> bool:
        """Whether the tokens between two places only join them, so that what is said of one holds for the next."""
        gap = self._tokens[last:first]
        if len(gap) > LIST_GAP:
            return False
        for at, token in enumerate(gap, last):
            joins = token.word in _PUNCTUATION or token.word in self._cues.between or token.word.isdigit()
            if not joins and not (token.word == "." and self._abbreviates(at)):
                return False
        return True

    def distance(self, first: int, other: int) -> int:
        """Tokens between a place and an oblast; one that stands before, as a heading does, is nearer."""
        return first - other if other < first else FOLLOWING * (other - first)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where tokens[first:last] stand in the text."""
        return self._tokens[first].start, self._tokens[last - 1].end

    def region_too(
        self, first: int, last: int, name_last: int, places: tuple[PlaceEntry, ...]
    ) -> tuple[PlaceEntry, ...]:
        """The oblast that a name may mean beside its city after certain words (table region_or_city), else nothing."""
        if not self.doubtful(first) or last > name_last or last - first > 1:
            return ()
        return tuple(place for place in self._index.regions.get(places[0].oblast or "", ()) if place not in places)

    def doubtful(self, first: int) -> bool:
        """Whether the word before makes the name mean the city or its oblast alike."""
        if first == 0 or not self._cues.region_or_city:
            return False
        before, form = self._tokens[first - 1].word, self._tokens[first].word
        return before in self._cues.region_or_city.get(form, ())

    def in_longer_name(self, first: int, last: int, common: bool) -> bool:
        """Whether a capitalised word stands right beside, as in a person's or a firm's name.

        That word must not be a place, unless the name is a `common` one: "Vladimir Ivanov" is a man beside two towns.
        """
        start, end = self._tokens[first].start, self._tokens[last - 1].end
        if self._text[start:end].isupper() and end - start > 1:
            return False
        if (
            first
            and not self.opens_sentence(first - 1)
            and self._capital(first - 1, common)
            and self._spaced(first - 1)
        ):
            return True
        if first > 1 and self._tokens[first - 1].word == "." and self._initial(first - 2):
            return True
        return last < len(self._tokens) and self._capital(last, common) and self._spaced(last - 1)

    def opens_longer_name(self, first: int, last: int) -> bool:
        """Whether an adjective-like name stands before another word with a capital that is no place; a word for town
        behind it says what it is ("Odesa City")."""
        if "settlement" in self._after(last):
            return False
        more = last < len(self._tokens) and self._capital(last, False) and self._spaced(last - 1)
        return more and self._tokens[first].word.endswith(self._index.unlisted.opening)

    def _initial(self, at: int) -> bool:
        token = self._tokens[at]
        return token.end - token.start == 1 and self._text[token.start].isupper()

    def _capital(self, at: int, place_too: bool) -> bool:
        token = self._tokens[at]
        shown = self._text[token.start : token.end]
        return (
            shown[0].isupper()
            and len(shown) > 1
            and not shown.isupper()
            and (place_too or not self._index.rows(token.word))
        )

    def _spaced(self, at: int) -> bool:
        return self._text[self._tokens[at].end : self._tokens[at + 1].start] == " "

    def _before(self, first: int) -> set[str]:
        """Tags of the phrases that end right before `first`, or before a word for settlement that stands there."""
        found: set[str] = set()
        ends = [first]
        while ends:
            end = ends.pop()
            for length in self._cues.lengths(self._tokens[end - 1].word) if end else ():
                start = end - length
                if start < 0 or "\n" in self._text[self._tokens[start].start : self._tokens[end - 1].end]:
                    continue
                if "\n" in self._text[self._tokens[end - 1].end : self._tokens[end].start] and not self._runs_on(
                    end - 1
                ):
                    continue
                for hit in self._cues.before.at(self._tokens, start):
                    if hit.last == end:
                        found.add(hit.value)
                        if hit.value == "settlement" and start > 0:
                            ends.append(start)
        if "launch" in found and found & {"over"}:
            found.discard("launch")
        if "inside" in found:
            found.discard("bearing")  # "in the south of the region"
        return found

    def _runs_on(self, at: int) -> bool:
        """Whether a line cannot end with this token: an abbreviation, or a small word with a small letter."""
        token = self._tokens[at]
        return self._abbreviates(at) or (len(token.word) <= _PREPOSITION and self._text[token.start].islower())

    def _after(self, last: int) -> set[str]:
        if last >= len(self._tokens):
            return set()
        at = last
        if self._tokens[at].word == "." and self._abbreviates(at) and at + 1 < len(self._tokens):
            at += 1
        return {hit.value for hit in self._cues.after.at(self._tokens, at)}

    def _abbreviates(self, at: int) -> bool:
        return at > 0 and self._tokens[at].word == "." and self._tokens[at - 1].word in self._cues.abbreviations

    def _not_a_place(self, first: int, last: int) -> bool:
        for start in range(max(0, first - 3), first + 1):
            if any(hit.last >= last for hit in self._cues.not_places.at(self._tokens, start)):
                return True
        return False

    def _quoted(self, first: int, last: int) -> bool:
        if first == 0 or last >= len(self._tokens):
            return False
        return self._tokens[first - 1].word in _OPENING and self._tokens[last].word in _CLOSING

    def _is_river(self, first: int, last: int, before: set[str]) -> bool:
        return "river" in before and last == first + 1 and self._lemma_in(first, self._cues.rivers)

    def _lemma_in(self, first: int, words: frozenset[str]) -> bool:
        word = self._tokens[first].word
        return word in words or not words.isdisjoint(self._index.lemmas(word, False))

    def _given(self, first: int, before: set[str]) -> bool:
        """Whether a capital stands in a case that, with no preposition before it, only a party can be in."""
        return not before and self._tokens[first].word in self._cues.indirect

    def _possessing(self, first: int, last: int) -> bool:
        """Whether what the name owns stands beside it: behind "'s", else, in a language without it, before."""
        if self._tokens[last - 1].word.endswith(self._cues.genitive) and last < len(self._tokens):
            return self._owned(last)
        return self._cues.carry_head and first > 0 and self._tokens[first - 1].word in self._cues.possessed

    def _owned(self, at: int) -> bool:
        """Whether what a government has stands at `at` or behind a few plain words: "Moscow's three-month campaign"."""
        for here in range(at, min(at + _OWNED, len(self._tokens))):
            token = self._tokens[here]
            if token.word in self._cues.possessed:
                return True
            if not (token.word.isalnum() or token.word == "-") or self._text[token.start].isupper():
                return False
            if self._cues.before.at(self._tokens, here):
                return False
        return False


NOTHING_SEEN = Seen(frozenset(), None, "", False)
