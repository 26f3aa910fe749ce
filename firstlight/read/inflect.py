"""Case forms by rules that are data: a name gives its forms, and a word gives back the names that it may be a form of.

Invariant: a word's names are exactly those whose forms contain the word, so nothing has to be generated at start.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from firstlight.errors import CatalogError


class Inflection:
    """One table of endings and the words that depart from it.

    `endings` maps how a nominative ends (several, separated by commas) to its other forms, separated by spaces: `+x`
    appends x, `-2x` cuts two letters first. `words` maps whole nominatives to whole forms. CatalogError where a rule
    cuts more letters than its ending has, because then a form could not be led back.
    """

    def __init__(self, endings: Mapping[str, str], words: Mapping[str, str], name: str = "inflection.toml") -> None:
        self._forms: dict[str, tuple[str, ...]] = {}
        for keys, rules in endings.items():
            for key in keys.split(","):
                self._forms[key] = tuple(_applied(key, rule, name) for rule in rules.split())
        self._words = {word: tuple(forms.split()) for word, forms in words.items()}
        self._longest_key = max((len(key) for key in self._forms), default=0)
        self._back: dict[str, list[str]] = {}
        for key, forms in self._forms.items():
            for form in dict.fromkeys(forms):
                self._back.setdefault(form, []).append(key)
        self._longest_form = max((len(form) for form in self._back), default=0)
        self._words_back: dict[str, list[str]] = {}
        for word, forms in self._words.items():
            for form in forms:
                self._words_back.setdefault(form, []).append(word)

    def forms(self, word: str) -> tuple[str, ...]:
        """The nominative `word` (lower case) and its other case forms, without repeats."""
        if word in self._words:
            return tuple(dict.fromkeys((word, *self._words[word])))
        key = self._key(word)
        if key is None:
            return (word,)
        stem = word[: len(word) - len(key)]
        return tuple(dict.fromkeys((word, *(stem + form for form in self._forms[key]))))

    def names(self, word: str, known: Collection[str]) -> tuple[str, ...]:
        """The nominatives among `known` that `word` (lower case) may be a form of, itself first."""
        found = [word] if word in known else []
        found += [name for name in self._words_back.get(word, ()) if name in known]
        for cut in range(min(self._longest_form, len(word)), -1, -1):
            stem, ending = word[: len(word) - cut], word[len(word) - cut :]
            for key in self._back.get(ending, ()):
                name = stem + key
                if name in known and name not in self._words and self._key(name) == key:
                    found.append(name)
        return tuple(dict.fromkeys(found))

    def _key(self, word: str) -> str | None:
        for length in range(min(self._longest_key, len(word)), -1, -1):
            key = word[len(word) - length :]
            if key in self._forms:
                return key
        return None


def _applied(key: str, rule: str, name: str) -> str:
    if rule.startswith("+"):
        return key + rule[1:]
    digits = rule[1:2]
    if not (rule.startswith("-") and digits.isdigit() and int(digits) <= len(key)):
        raise CatalogError(f"data/{name}: the rule {rule!r} does not fit the ending {key!r}")
    return key[: len(key) - int(digits)] + rule[2:]
