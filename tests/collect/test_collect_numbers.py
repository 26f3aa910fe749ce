"""Numbers survive markup: what a browser shows, or a mark; never silently another number."""

from __future__ import annotations

import pytest

from firstlight.catalog import Catalog
from firstlight.collect import text_view

FLAGS = {
    "number_markup", "struck_text", "hidden", "maybe_hidden", "invisible_characters", "bidi_control",
    "lookalike_digits", "control_characters", "decode_error",
}  # fmt: skip

# (fragment, what a browser shows as text); the view equals it or carries one of FLAGS
TRAPS = [
    ("3<sup>2</sup> особи", "32 особи"),
    ("3<sup>22</sup> особи", "322 особи"),
    ("15<sup>[2]</sup> дронів", "15[2] дронів"),
    ("15 <sup>2</sup> дронів", "15 2 дронів"),
    ("15<sup> 200</sup> дронів", "15 200 дронів"),
    ("<sup>1</sup>500 людей", "1500 людей"),
    ("<sup>1</sup> 500 людей", "1 500 людей"),
    ("10<sub>2</sub> ракет", "102 ракет"),
    ("10<sup>3</sup> кг", "103 кг"),
    ("10<sup>-3</sup> кг", "10-3 кг"),
    ("10<sup>−3</sup> кг", "10−3 кг"),
    ("1<sup>a</sup>5", "1a5"),
    ("3<sup><a href=x>2</a></sup> killed", "32 killed"),
    ("3<a href=x><sup>2</sup></a> killed", "32 killed"),
    ("3<span><sup><b>2</b></sup></span> killed", "32 killed"),
    ("<sup>1</sup>/<sub>2</sub> of 10", "1/2 of 10"),
    ("3<sup>1</sup>/<sub>2</sub> tonnes", "31/2 tonnes"),
    ("<s>15</s> 3 killed", "15 3 killed"),
    ("<s>15</s> 300 killed", "15 300 killed"),
    ("<s>15</s>3 killed", "153 killed"),
    ("<del>15</del><ins>3</ins> killed", "153 killed"),
    ("<strike>1</strike>2 killed", "12 killed"),
    ("1<del>5</del> killed", "15 killed"),
    ('<span style="text-decoration:line-through">15</span> 3', "15 3"),
    ('<span style="text-decoration-line: line-through">1</span>5', "15"),
    ("1<b>5</b> killed", "15 killed"),
    ("<b>1</b><i>5</i> killed", "15 killed"),
    ("<span>1</span><span>5</span> killed", "15 killed"),
    ("1<!-- note -->5 killed", "15 killed"),
    ("1<wbr>500 killed", "1500 killed"),
    ("1<img src=x>5 killed", "15 killed"),
    ("1<script>9</script>5 killed", "15 killed"),
    ("1<span hidden>0</span>5 killed", "15 killed"),
    ("15<span hidden>0</span> killed", "15 killed"),
    ('1<span style="display:none">00</span> killed', "1 killed"),
    ("<font color=white>1</font>5", "15"),
    ("1&nbsp;500 killed", "1\u00a0500 killed"),
    ("1&thinsp;500 killed", "1\u2009500 killed"),
    ("1&#8239;500 killed", "1\u202f500 killed"),
    ("1 500 killed", "1 500 killed"),
    ("1\n500 killed", "1 500 killed"),
    ("1   500 killed", "1 500 killed"),
    ("15<br>3 killed", "15\n3 killed"),
    ("15<br/>3 killed", "15\n3 killed"),
    ("<p>15</p>3 killed", "15\n\n3 killed"),
    ("<p>15<p>3 killed", "15\n\n3 killed"),
    ("<div>15</div><div>3</div>", "15\n3"),
    ("<ul><li>15<li>3</ul>", "15\n3"),
    ("<table><tr><td>15<td>3</table>", "15\t3"),
    ("<table><tr><td>15</td></tr><tr><td>3</td></tr></table>", "15\n3"),
    ("<table><tr><th>1</th><td>5</td></tr></table>", "1\t5"),
    ("<dl><dt>15<dd>3</dl>", "15\n3"),
    ("&#49;5 killed", "15 killed"),
    ("&#x31;&#x35; killed", "15 killed"),
    ("&#0000000000000049;5 killed", "15 killed"),
    ("1&shy;5 killed", "1\u00ad5 killed"),
    ("1\u00ad5 killed", "1\u00ad5 killed"),
    ("1\u200b5 killed", "1\u200b5 killed"),
    ("1&#8203;5 killed", "1\u200b5 killed"),
    ("1\u20605 killed", "1\u20605 killed"),
    ("1\ufeff5 killed", "1\ufeff5 killed"),
    ("\u202e51\u202c killed", "15 killed"),
    ("&#8238;51&#8236; killed", "15 killed"),
    ("\u206751\u2069 killed", "15 killed"),
    ("１５ killed", "15 killed"),
    ("١٥ killed", "15 killed"),
    ("1О людей", "10 людей"),
    ("О5 людей", "05 людей"),
    ("3О1 людей", "301 людей"),
    ("З людей, 1З поранених", "3 людей, 13 поранених"),
    ("1l5 killed", "115 killed"),
    ("3² особи", "3² особи"),
    ("1\u03365 killed", "1\u03365 killed"),
    ("1\x005 killed", "15 killed"),
    ("1&#0;5 killed", "1\ufffd5 killed"),
    ("1\x0b5 killed", "15 killed"),
    ("&frac12; of 10", "½ of 10"),
    ("10&ndash;13 killed", "10–13 killed"),
    ("10&minus;13", "10−13"),
    ("1&comma;500", "1,500"),
    ("<ruby>15<rt>3</rt></ruby>", "153"),
    ("<q>15</q>3", "153"),
    ("1<svg><title>9</title></svg>5", "15"),
    ("1<template>9</template>5", "15"),
    ("1<noscript>9</noscript>5", "15"),
    ("<pre>1\n5</pre>", "1\n5"),
    ("1<textarea>9</textarea>5", "15"),
    ("1<input value=9>5", "15"),
    ("<b>1</b> <b>500</b>", "1 500"),
    ("1<span> </span>500", "1 500"),
]


@pytest.mark.parametrize(("fragment", "shown"), TRAPS)
def test_a_number_is_as_shown_or_marked(house: Catalog, fragment: str, shown: str) -> None:
    """The view of a fragment equals what a browser shows, or the page is marked."""
    found = text_view(f"<body>{fragment}</body>".encode(), "html", house)
    assert found.text == shown or FLAGS & set(found.marks), (found.text, found.marks)


# (fragment, text that must not be in the view)
NEVER = [
    ("3<sup>2</sup> особи", "32"),
    ("10<sub>2</sub> ракет", "102"),
    ("<s>15</s>3 killed", "153"),
    ("<s>15</s> 300 killed", "15 300"),
    ("<del>15</del><ins>3</ins> killed", "153"),
    ("15<sup> 200</sup>", "15 200"),
    ("<sup>1</sup> 500", "1 500"),
    ("<sup>1</sup>500", "1500"),
    ("10<sup>-3</sup>", "10-3"),
    ("<table><tr><td>15<td>3</table>", "153"),
    ("<p>15<p>3", "153"),
]


@pytest.mark.parametrize(("fragment", "wrong"), NEVER)
def test_a_raised_or_struck_number_never_joins_another(house: Catalog, fragment: str, wrong: str) -> None:
    """Raised, lowered, struck and neighbouring numbers never make one number."""
    assert wrong not in text_view(fragment.encode(), "html", house).text


@pytest.mark.parametrize(
    "text",
    [
        "Збито 10 з 13 дронів.",
        "27<sup>th</sup> of March",
        "H2O and CO2",
        "М-04, 5 км, 1-го",
        "Kh-101/Kh-555: 26 of 28",
        "площа 300 м<sup>2</sup>.",
        "<b>15</b> дронів",
        "<p>15 <b>of</b> 17</p>",
        "Т-72, С-300, 155-мм",
        "о 5 ранку",
    ],
)
def test_plain_numbers_are_not_marked(house: Catalog, text: str) -> None:
    """Ordinary numbers, designations and ordinals earn no mark: a mark on everything would tell nothing."""
    assert text_view(text.encode(), "html", house).marks == ()


def test_an_ordinal_stays_readable(house: Catalog) -> None:
    """Raised letters are not set off: 27<sup>th</sup> reads 27th."""
    assert text_view(b"on 27<sup>th</sup> March", "html", house).text == "on 27th March"


def test_there_are_enough_traps() -> None:
    """The table of traps does not shrink."""
    assert len({fragment for fragment, _ in TRAPS}) >= 85
