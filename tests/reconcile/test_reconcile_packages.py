"""Packages of air-defence aid through their life."""

from __future__ import annotations

from tests.reconcile import builders as b


def said(desk: b.Desk, day: str, item: str, status: str | None, donor: tuple[str, ...] = (), number: object = None,
         **fields: object) -> str:  # fmt: skip
    """One statement about aid."""
    kind = "supply" if status else "shortage"
    report = desk.report("example-newsroom", day)
    return desk.say(report, kind, number, supply=b.aid(item, status, donor), **fields)


def test_request_pledge_and_delivery_are_one_life() -> None:
    """Asked for in April, pledged and delivered by Germany within 60 days each: one package with three steps."""
    desk = b.Desk()
    said(desk, "2024-04-05", "patriot", "requested", number=1)
    said(desk, "2024-04-13", "patriot", "pledged", ("DE",), 1)
    said(desk, "2024-06-01", "patriot", "delivered", ("DE",), 1)
    (package,) = desk.state().packages
    assert [(step.status, step.said) for step in package.steps] == [
        ("requested", "2024-04-05"),
        ("pledged", "2024-04-13"),
        ("delivered", "2024-06-01"),
    ]
    assert (package.latest, package.donor, package.quantity.best) == ("delivered", ("DE",), 1)


def test_a_step_told_by_several_reports_is_told_once_with_all_its_statements() -> None:
    """Three reports of one pledge: one step, three linked statements."""
    desk = b.Desk()
    for day in ("2024-04-13", "2024-04-14", "2024-04-15"):
        said(desk, day, "patriot", "pledged", ("DE",))
    (package,) = desk.state().packages
    assert len(package.steps) == 1 and package.steps[0].said == "2024-04-13" and len(package.links) == 3


def test_other_donors_other_items_and_long_silence_are_other_packages() -> None:
    """Germany and Spain, Patriot and IRIS-T, April and December do not join."""
    desk = b.Desk()
    said(desk, "2024-04-13", "patriot", "pledged", ("DE",))
    said(desk, "2024-04-26", "patriot", "pledged", ("ES",))
    said(desk, "2024-04-26", "iris-t", "pledged", ("DE",))
    said(desk, "2024-12-01", "patriot", "pledged", ("DE",))
    assert len(desk.state().packages) == 4


def test_a_request_that_fits_two_donors_joins_neither() -> None:
    """A request without a donor and two pledges by two donors: nobody can say which answers it."""
    desk = b.Desk()
    said(desk, "2024-04-13", "patriot", "pledged", ("DE",))
    said(desk, "2024-04-14", "patriot", "pledged", ("ES",))
    said(desk, "2024-04-10", "patriot", "requested")
    assert sorted(package.latest or "" for package in desk.state().packages) == ["pledged", "pledged", "requested"]


def test_systems_and_rounds_are_two_packages_and_what_came_before_is_a_third() -> None:
    """Systems and munitions asked for in one text, earlier deliveries and stalled aid are told apart."""
    desk = b.Desk()
    said(desk, "2024-03-28", "air_defence", "requested", ("NATO",))
    said(desk, "2024-03-28", "ammunition", "requested", ("NATO",))
    said(desk, "2024-03-28", "air_defence", "delivered", ("NATO",), background=True)
    said(desk, "2024-03-28", "other", "stalled", ("US",))
    said(desk, "2024-03-28", "ammunition", None)
    packages = desk.state().packages
    assert sorted((package.item, package.latest or "short", len(package.steps)) for package in packages) == [
        ("air_defence", "delivered", 1),
        ("air_defence", "requested", 1),
        ("ammunition", "requested", 2),
        ("other", "stalled", 1),
    ]


def test_two_steps_in_one_report_are_two_packages() -> None:
    """Systems delivered before and more of them asked for, in one text: two packages, whatever their dates."""
    desk = b.Desk()
    report = desk.report("example-newsroom", "2024-03-28")
    for status in ("requested", "delivered"):
        desk.say(report, "supply", supply=b.aid("air_defence", status))
    assert sorted(package.latest or "" for package in desk.state().packages) == ["delivered", "requested"]


def test_what_is_asked_for_after_a_delivery_is_another_package() -> None:
    """Delivered on 1 April and asked for again on 20 April: two packages."""
    desk = b.Desk()
    said(desk, "2024-04-01", "patriot", "delivered", ("DE",))
    said(desk, "2024-04-20", "patriot", "requested", ("DE",))
    assert len(desk.state().packages) == 2
