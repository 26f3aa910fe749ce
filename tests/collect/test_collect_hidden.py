"""Hidden text never becomes part of a text unmarked; what a reader sees is never taken for hidden."""

from __future__ import annotations

import pytest

from firstlight.catalog import Catalog
from firstlight.collect import text_view

SECRET = "secret 99 killed"
TRICKS = [
    f"<p hidden>{SECRET}</p>",
    f"<p HIDDEN=''>{SECRET}</p>",
    f"<p hidden>{SECRET}<p>",
    f'<p style="display:none">{SECRET}</p>',
    f"<p style='DISPLAY : NONE !important;display:block'>{SECRET}</p>",
    f"<p style=display:none>{SECRET}</p>",
    f'<p style="color:red;display:none">{SECRET}</p>',
    f'<div style="display:none"><div><div>{SECRET}</div></div></div>',
    f'<p style="visibility:hidden">{SECRET}</p>',
    f'<p style="visibility:collapse">{SECRET}</p>',
    f'<p style="opacity:0">{SECRET}</p>',
    f'<p style="opacity:0.0">{SECRET}</p>',
    f'<p style="opacity:.01">{SECRET}</p>',
    f'<p style="filter:opacity(0)">{SECRET}</p>',
    f'<p style="font-size:0">{SECRET}</p>',
    f'<p style="font-size:0px">{SECRET}</p>',
    f'<p style="font-size: 1px">{SECRET}</p>',
    f'<p style="font:0/0 a">{SECRET}</p>',
    f'<p style="position:absolute;left:-9999px">{SECRET}</p>',
    f'<p style="position:fixed;top:-2000px">{SECRET}</p>',
    f'<p style="position:absolute;left:-100em">{SECRET}</p>',
    f'<p style="position:absolute;right:-9999px">{SECRET}</p>',
    f'<p style="text-indent:-9999px">{SECRET}</p>',
    f'<p style="margin-left:-9999px">{SECRET}</p>',
    f'<p style="clip:rect(0 0 0 0);position:absolute">{SECRET}</p>',
    f'<p style="clip:rect(0,0,0,0)">{SECRET}</p>',
    f'<p style="clip:rect(1px, 1px, 1px, 1px)">{SECRET}</p>',
    f'<p style="clip-path:inset(100%)">{SECRET}</p>',
    f'<p style="height:0;overflow:hidden">{SECRET}</p>',
    f'<p style="width:1px;height:1px;overflow:hidden">{SECRET}</p>',
    f'<p style="max-height:0;overflow:hidden">{SECRET}</p>',
    f'<p style="transform:scale(0)">{SECRET}</p>',
    f'<p style="transform:translateX(-9999px)">{SECRET}</p>',
    f'<p style="content-visibility:hidden">{SECRET}</p>',
    f'<p style="color:#fff;background:#ffffff">{SECRET}</p>',
    f'<p style="color:white;background-color:rgb(255, 255, 255)">{SECRET}</p>',
    f'<p style="color:transparent">{SECRET}</p>',
    f'<p style="color:rgba(0,0,0,0)">{SECRET}</p>',
    f'<p style="color:#00000000">{SECRET}</p>',
    f"<template>{SECRET}</template>",
    f"<template><p>{SECRET}</p></template>",
    f"<dialog>{SECRET}</dialog>",
    f'<span class="sr-only">{SECRET}</span>',
    f'<span class="x visually-hidden">{SECRET}</span>',
    f"<style>.k{{display:none}}</style><p class='a k'>{SECRET}</p>",
    f"<p class=k>{SECRET}</p><style>.k{{display:none}}</style>",
    f"<style>/* }} */ #z {{ visibility : hidden }}</style><p id=z>{SECRET}</p>",
    f"<style>p.k, .other {{font-size:0}}</style><p class=k>{SECRET}</p>",
    f"<style>@media screen{{.k{{opacity:0}}}}</style><p class=k>{SECRET}</p>",
    f"<style>mark{{position:absolute;left:-9999px}}</style><mark>{SECRET}</mark>",
    f"<p><b hidden>{SECRET}</p><p>{SECRET}</b>",
    f"<a href=x>y<div hidden><a href=z>{SECRET}</a></div>",
    f"<span hidden><div>x</span>{SECRET}</div>",
    f"<div hidden>{SECRET}",
]
SHAPES = [
    "<p>before</p>{}<p>after</p>",
    "<html><body><article><p>before</p>{}</article><p>after</p></body></html>",
    "<table><tr><td>before</td><td>{}</td></tr></table>",
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("trick", TRICKS)
def test_hidden_text_is_left_out_and_marked(house: Catalog, trick: str, shape: str) -> None:
    """Text that no reader can see is not in the view, and the page is marked hidden."""
    found = text_view(shape.format(trick).encode(), "html", house)
    assert "99" not in found.text
    assert "hidden" in found.marks
    assert "before" in found.text


MAYBE = [
    f'<p style="color:#fff">{SECRET}</p>',
    f"<style>.no-js .k{{display:none}}</style><p class=k>{SECRET}</p>",
    f"<style>@media (max-width:9px){{.k{{display:none}}}}</style><p class=k>{SECRET}</p>",
    f'<body style="visibility:hidden">{SECRET}</body>',
]


@pytest.mark.parametrize("page", MAYBE)
def test_what_may_be_hidden_stays_and_is_marked(house: Catalog, page: str) -> None:
    """Where hiding depends on what we do not follow, the text stays and the page says so."""
    found = text_view(page.encode(), "html", house)
    assert SECRET in found.text and "maybe_hidden" in found.marks


VISIBLE = [
    f'<p aria-hidden="true">{SECRET}</p>',
    f"<details><summary>more</summary>{SECRET}</details>",
    f"<dialog open>{SECRET}</dialog>",
    f'<p style="display:block">{SECRET}</p>',
    f'<p style="opacity:0.5">{SECRET}</p>',
    f'<p style="font-size:12px">{SECRET}</p>',
    f'<div style="visibility:hidden"><p style="visibility:visible">{SECRET}</p></div>',
    f'<div style="font-size:0"><p style="font-size:16px">{SECRET}</p></div>',
    f'<p style="color:#fff;background:#000">{SECRET}</p>',
    f'<p style="overflow:hidden;height:200px">{SECRET}</p>',
    f'<p style="position:absolute;left:-5px">{SECRET}</p>',
    f"<style>@media print{{p{{display:none}}}}</style><p>{SECRET}</p>",
    f"<style>.k{{display:none}} .k{{display:block}}</style><p class=k>{SECRET}</p>",
    f"<style>.other{{display:none}}</style><p class=k>{SECRET}</p>",
    f'<p class="d-none d-md-block">{SECRET}</p>',
    f"<p hidden></p><p>{SECRET}</p>",
    f"<p hidden><p>{SECRET}</p>",
    f"<ul><li hidden><li>{SECRET}</ul>",
    f"<b hidden></b>{SECRET}",
    f'<p title="hidden style=display:none">{SECRET}</p>',
    f"<p data-x='a>b' class='x'>{SECRET}</p>",
]


@pytest.mark.parametrize("page", VISIBLE)
def test_visible_text_is_kept(house: Catalog, page: str) -> None:
    """What a reader sees is in the view, and nothing is marked hidden."""
    found = text_view(page.encode(), "html", house)
    assert SECRET in found.text and "hidden" not in found.marks
