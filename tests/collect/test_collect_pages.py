"""Pages that hold no report are refused with a reason; reports that speak of such things are not."""

from __future__ import annotations

import pytest

from firstlight.catalog import Catalog
from firstlight.collect import text_view
from firstlight.collect.refused_pages import DETAILS, refusal_reason

BODY = " ".join(["The night attack damaged two buildings and nine people were taken to hospital."] * 40)
SHELLS = [
    ("block_page", "Just a moment...", "Checking your browser before accessing the site."),
    ("block_page", "Attention Required! | Cloudflare", "Sorry"),
    ("block_page", "Access Denied", "You don't have permission."),
    ("block_page", "403 Forbidden", "nginx"),
    ("block_page", "news.example", "Please verify you are human to go on."),
    ("block_page", "Доступ заборонено", "Ваш запит відхилено"),
    ("block_page", "Доступ ограничен", "Запрос отклонён"),
    ("block_page", "Новини", "Підтвердіть, що ви не робот"),
    ("block_page", "Новости", "Подтвердите, что вы не робот"),
    ("login_wall", "Log in", "E-mail Password"),
    ("login_wall", "Sign in - Site", "E-mail Password"),
    ("login_wall", "Увійти | Сайт", "Пошта Пароль"),
    ("login_wall", "Вход", "Почта Пароль"),
    ("login_wall", "An attack", "Subscribe to continue reading."),
    ("login_wall", "Атака", "Матеріал доступний лише для передплатників."),
    ("login_wall", "Атака", "Материал только для подписчиков."),
    ("cookie_wall", "Before you continue", "We use cookies"),
    ("cookie_wall", "Site", "We value your privacy. Accept."),
    ("soft_404", "404 Not Found", "nginx"),
    ("soft_404", "Page not found — Site", BODY),
    ("soft_404", "Сторінку не знайдено", "Можливо, її вилучено"),
    ("soft_404", "Страница не найдена · Сайт", "На главную"),
    ("soft_404", "Site", "Sorry, the page you are looking for was moved."),
    ("soft_404", "502 Bad Gateway", "nginx"),
    ("script_shell", "Site", "You need to enable JavaScript to run this app."),
    ("script_shell", "Сайт", "Увімкніть JavaScript"),
    ("script_shell", "Сайт", "Включите JavaScript"),
    ("empty_shell", "Attack on Kyiv", ""),
    ("empty_shell", "Attack on Kyiv", "<nav>Home</nav><div id=root></div><script>x</script>"),
    ("empty_shell", "Attack on Kyiv", "<p hidden>ten killed</p>"),
]
GOOD = [
    ("Attack on Kyiv", "Ten of 13 drones were shot down."),
    ("Attack on Kyiv", "<p>3</p>"),
    ("Access denied: inspectors kept from the dam", BODY),
    ("Login pages of banks attacked", BODY),
    ("Explained", BODY + " Readers who see 'page not found' should enable JavaScript."),
    ("404th day of the war", BODY),
    ("Вхідні дані про удар", "Збито 10 з 13 безпілотників."),
    ("", "Збито 10 з 13 безпілотників."),
]


def reason(title: str, body: str, house: Catalog) -> str | None:
    """The verdict on a page."""
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return refusal_reason(text_view(page.encode(), "html", house), house)


@pytest.mark.parametrize(("expected", "title", "body"), SHELLS)
def test_failure_is_told_as_failure(house: Catalog, expected: str, title: str, body: str) -> None:
    """Block pages, walls, soft 404s and shells are refused under their own reason, never taken as content."""
    assert reason(title, body, house) == expected


@pytest.mark.parametrize(("title", "body"), GOOD)
def test_reports_are_not_taken_for_failures(house: Catalog, title: str, body: str) -> None:
    """A report that mentions such words, or is only short, is taken in."""
    assert reason(title, body, house) is None


def test_every_reason_is_met() -> None:
    """Each reason has a page in this table."""
    assert {expected for expected, _, _ in SHELLS} == set(DETAILS)
