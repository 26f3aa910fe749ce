"""Lines that would be markup, code or a link in some format, were text ever taken for more than characters."""

from __future__ import annotations

from itertools import product

TAGS = ("script", "img", "svg", "iframe", "object", "a", "style", "math", "details", "body", "input", "video")
ACTS = (
    "onerror=alert(1)",
    "onload=alert(2)",
    "href=javascript:alert(3)",
    "src=//evil.example/x",
    "style=x:url(//e.example)",
    "ontoggle=alert(4) open",
    "srcdoc='<script>alert(5)</script>'",
    "autofocus onfocus=alert(6)",
)
SHAPES = ("<{tag} {act}>", "</{tag}><{tag}/{act}>", '"><{tag} {act}>', "<{tag} {act}", "&lt;{tag} {act}&gt;")
TYPST = (
    '#eval("1 + 1")',
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    '#include "/etc/hosts"',
    "$ sum $",
    "<label>",
    "@ref",
    "*bold* _emph_",
    "`raw`",
    "#{ let x = 1 }",
    "= Heading",
    "/ Term: text",
    '#image("/x.png")',
    "\\u{1F600}",
    '#link("http://evil.example")',
    "#sys.inputs",
    "//comment",
    "/* comment */",
    "#set page(width: 1pt)",
    "~",
    "--- ...",
)
LATEX = (
    "\\input{/etc/passwd}",
    "\\write18{id}",
    "\\immediate\\openout",
    "$\\frac{1}{2}$",
    "%comment",
    "\\begin{document}",
    "\\href{http://evil.example}{x}",
    "\\newcommand",
    "^^5cinput",
    "\\csname input\\endcsname",
)
MARKDOWN = (
    "[x](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example/a",
    "www.evil.example",
    "mailto:a@evil.example",
    "[^1]: note",
    "[^1]",
    "| a | b |",
    "|---|",
    "# head",
    "> quote",
    "- item",
    "1. item",
    "1) item",
    "```",
    "~~~",
    "***",
    "___",
    "* * *",
    "+ plus",
    "    code",
    "&#60;script&#62;",
    "\\<b\\>",
    "<!-- x -->",
    "[a]: http://evil.example",
    "**x**",
    "~~x~~",
    "==x==",
    "$x$",
    "$$x$$",
    "<b>x</b>",
    "&amp;&lt;",
    "xmpp:a@evil.example",
    "a\\",
)
WORD = (
    "</w:t></w:r></w:p>",
    "]]>",
    "<![CDATA[x]]>",
    "<w:hyperlink r:id='rId1'>",
    '{ HYPERLINK "http://evil.example" }',
    "{=1+1}",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "&y;",
    "=cmd|' /C calc'!A0",
    "{{7*7}}",
    "{% include 'x' %}",
    "${7*7}",
    "{0}",
    "%s",
    "{n}",
)


def payloads() -> tuple[str, ...]:
    """More than 300 lines, each once, without white space at either end."""
    grown = (shape.format(tag=tag, act=act) for tag, act, shape in product(TAGS, ACTS, SHAPES))
    return tuple(dict.fromkeys(line.strip() for line in (*TYPST, *LATEX, *MARKDOWN, *WORD, *grown)))
