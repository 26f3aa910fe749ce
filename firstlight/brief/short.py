"""What is short, and what each option buys: from a user's inventory and options; restricted, and said to be."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.brief.document import Block, Code, Heading, Paragraph, Part, Ref, Row, Sentence, Table
from firstlight.brief.expect import averaged, ranged, value
from firstlight.brief.known import SHORT
from firstlight.brief.page import Page
from firstlight.brief.reckoned import at
from firstlight.model import Mix, Options, Stocks

FIRST_PAGE = 4  # kinds of rounds, and options, that the first pages show
LATEST = "9999"  # sorts after every date


def short(page: Page) -> tuple[Block, ...]:
    """Stocks, what they let through, options and the best mix; nothing without an inventory."""
    stocks, options = page.material.assessment.stocks, page.material.assessment.options
    if stocks is None:
        return ()
    blocks: list[Block] = [
        Heading(text=page.say("heading_restricted")),
        Paragraph(sentences=(_files(page, stocks, options), *_outcome(page, stocks))),
        _stocks(page, stocks, "stocks", _soonest(stocks)[:FIRST_PAGE]),
    ]
    if options is not None:
        blocks.append(_options(page, options, "options", _strongest(options)[:FIRST_PAGE]))
        link = Ref(label=page.wording.text("sections", "ahead"), to="curves")
        told = (*(_mix(page, options.mix) if options.mix else ()), page.say("see_curves", link=link))
        blocks.append(Paragraph(sentences=told))
    return tuple(blocks)


def in_full(page: Page) -> tuple[Block, ...]:
    """The annex: each option lot by lot, what must be said with it, and every number of the files with its source."""
    made = page.material.assessment
    if made.stocks is None:
        return ()
    blocks: list[Block] = []
    if len(made.stocks.run_outs) > FIRST_PAGE:
        blocks.append(_stocks(page, made.stocks, "all-stocks", range(len(made.stocks.run_outs))))
    if made.options:
        if len(made.options.options) > FIRST_PAGE:
            blocks.append(_options(page, made.options, "all-options", range(len(made.options.options))))
        blocks.append(_curves(page, made.options))
    notes = [*made.stocks.notes, *(run.says for run in made.stocks.run_outs)]
    notes += [*(made.options.notes if made.options else ()), *(made.trust.notes if made.trust else ())]
    if made.options and made.options.mix:
        notes += made.options.mix.notes
    notes += [what_if.says for what_if in (made.trust.what_ifs if made.trust else ())]
    blocks.append(Paragraph(sentences=tuple(page.marked(note) for note in dict.fromkeys(notes)), style="small"))
    return tuple(blocks)


def lots(page: Page) -> tuple[tuple[int, int], ...]:
    """Option and lot, by place, of everything that the options offer."""
    options = page.material.assessment.options
    return tuple((n, m) for n, one in enumerate(options.options if options else ()) for m in range(len(one.curve)))


def _files(page: Page, stocks: Stocks, options: Options | None) -> Sentence:
    slots: dict[str, Part] = {"file": Code(text=stocks.file), "hash": Code(text=stocks.file_hash[:SHORT])}
    if options is None:
        return page.invented_if(stocks.invented, page.wording.say("from_inventory", **slots))
    more: dict[str, Part] = {"ask": Code(text=options.file), "ask_hash": Code(text=options.file_hash[:SHORT])}
    return page.invented_if(stocks.invented, page.wording.say("from_options", **slots, **more))


def _outcome(page: Page, stocks: Stocks) -> tuple[Sentence, ...]:
    clauses = [
        page.wording.say(
            "through_group",
            group=page.label("groups", one.group or ""),
            n=ranged(page, f"assessment.stocks.leakers.{at}", "what_stock_leakers"),
        )
        for at, one in enumerate(stocks.leakers)
    ]
    span = page.wording.date(f"{stocks.start}/{stocks.end}", "nights")
    told = [page.say("stocks_through", span=span, groups=page.wording.join(clauses))]
    if stocks.harm is not None:
        told.append(page.say("stocks_harm", harm=ranged(page, "assessment.stocks.harm", "what_stock_harm")))
    return tuple(told)


def _soonest(stocks: Stocks) -> list[int]:
    """Rounds by the night by which they are out in half of the futures, by their place among all."""
    return sorted(range(len(stocks.run_outs)), key=lambda at: (stocks.run_outs[at].middle or LATEST, at))


def _strongest(options: Options) -> list[int]:
    """Options by what the whole of each avoids on average, by their place among all."""
    return sorted(range(len(options.options)), key=lambda at: (-options.options[at].curve[-1].leakers.mean, at))


def _stocks(page: Page, stocks: Stocks, name: str, shown: Sequence[int]) -> Table:
    rows: list[Row] = []
    for number in shown:
        run = stocks.run_outs[number]
        path = f"assessment.stocks.run_outs.{number}"
        out = [_date(page, f"{path}.{when}") for when in ("early", "middle", "late")]
        rows.append(
            page.row(
                page.name(run.title),
                ranged(page, f"{path}.stock", "what_stock"),
                ranged(page, f"{path}.arriving", "what_arriving"),
                *out,
                value(page, f"{path}.lasts", "what_lasts", "percent"),
                ranged(page, f"{path}.few_nights", "what_few_nights"),
            )
        )
    return _restricted(page, name, "stocks", rows)


def _date(page: Page, path: str) -> Part:
    """The night by which so many of the futures have run out; the word "later" where that lies beyond the forecast."""
    if at(page.material, path) is None:
        return page.label("words", "later")
    return value(page, path, "what_run_out", "date")


def _options(page: Page, options: Options, name: str, shown: Sequence[int]) -> Table:
    rows = []
    for number in shown:
        one = options.options[number]
        path = f"assessment.options.options.{number}"
        last = f"{path}.curve.{len(one.curve) - 1}"
        rows.append(
            page.row(
                page.name(one.title),
                value(page, f"{path}.delivery", "what_delivery", "date"),
                ranged_price(page, f"{path}.price"),
                averaged(page, f"{last}.leakers", "what_avoided"),
                averaged(page, f"{last}.harm", "what_harm_avoided") if one.curve[-1].harm else "",
                value(page, f"{path}.first_share", "what_first", "percent"),
            )
        )
    return _restricted(page, name, "options", rows)


def _curves(page: Page, options: Options) -> Table:
    rows = []
    for number, one in enumerate(options.options):
        for place, point in enumerate(one.curve):
            path = f"assessment.options.options.{number}.curve.{place}"
            rows.append(
                page.row(
                    page.name(one.title),
                    value(page, f"{path}.number", "what_lot"),
                    ranged_price(page, f"{path}.price"),
                    averaged(page, f"{path}.leakers", "what_avoided"),
                    averaged(page, f"{path}.harm", "what_harm_avoided") if point.harm else "",
                )
            )
    return _restricted(page, "curves", "curves", rows)


def ranged_price(page: Page, path: str) -> tuple[Part, ...]:
    """A price in million euro with its range, one number where it has none."""
    found = at(page.material, path)
    best = value(page, f"{path}.best", "what_price")
    if found.low == found.high:
        return (best,)
    low, high = (value(page, f"{path}.{end}", "what_price") for end in ("low", "high"))
    return page.wording.say("ranged", best=best, low=low, high=high)


def _mix(page: Page, mix: Mix) -> tuple[Sentence, ...]:
    path = "assessment.options.mix"
    items = [
        page.wording.say("mix_item", n=value(page, f"{path}.items.{n}.number", "what_mix"), title=page.name(item.title))
        for n, item in enumerate(mix.items)
        if item.number
    ]
    if not items:
        return (page.say("mix_none"),)
    avoided = averaged(page, f"{path}.leakers", "what_avoided")
    told = [
        page.say(
            "mix",
            items=page.wording.join(items),
            price=ranged_price(page, f"{path}.price"),
            leakers=avoided,
        )
    ]
    if mix.harm is not None:
        told.append(page.say("mix_harm", harm=averaged(page, f"{path}.harm", "what_harm_avoided")))
    return tuple(told)


def _restricted(page: Page, name: str, kind: str, rows: list[Row]) -> Table:
    return page.pruned(
        Table(
            id=name,
            caption=Sentence(parts=page.wording.say(f"caption_{kind}"), invented=any(row.invented for row in rows)),
            columns=page.columns(kind),
            rows=tuple(rows),
        )
    )
