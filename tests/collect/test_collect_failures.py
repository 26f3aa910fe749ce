"""Failure is recorded as failure, in four languages; good pages of the same languages are taken in."""

from __future__ import annotations

from itertools import product

import pytest

from firstlight.catalog import Catalog
from firstlight.collect import text_view
from firstlight.collect.refused_pages import refusal_reason

# reason, language: (title, words of the page)
PAGES = {
    ("block_page", "en"): [("Access denied", "Your request was refused."), ("News", "Verify you are human to go on.")],
    ("block_page", "uk"): [("Доступ обмежено", "Спробуйте пізніше."), ("Новини", "Підтвердіть, що ви не робот.")],
    ("block_page", "ru"): [("Доступ запрещён", "Попробуйте позже."), ("Новости", "Доступ к сайту заблокирован.")],
    ("block_page", "pl"): [("Odmowa dostępu", "Spróbuj później."), ("Wiadomości", "Potwierdź, że nie jesteś robotem.")],
    ("login_wall", "en"): [("Sign in", "E-mail, password"), ("Attack", "Please log in to see more.")],
    ("login_wall", "uk"): [("Вхід", "Пошта, пароль"), ("Удар", "Увійдіть, щоб прочитати далі.")],
    ("login_wall", "ru"): [("Авторизация", "Почта, пароль"), ("Удар", "Войдите, чтобы прочитать дальше.")],
    ("login_wall", "pl"): [("Zaloguj się", "E-mail, hasło"), ("Atak", "Zaloguj się, aby czytać dalej.")],
    ("cookie_wall", "en"): [("Before you continue", "Agree"), ("News", "Accept cookies to continue.")],
    ("cookie_wall", "uk"): [("Налаштування cookie", "Згода"), ("Новини", "Прийміть файли cookie, будь ласка.")],
    ("cookie_wall", "ru"): [("Настройки cookie", "Согласие"), ("Новости", "Примите файлы cookie, пожалуйста.")],
    ("cookie_wall", "pl"): [("Ustawienia cookie", "Zgoda"), ("Wiadomości", "Zaakceptuj pliki cookie.")],
    ("soft_404", "en"): [("Page not found", "Home"), ("News", "This page does not exist.")],
    ("soft_404", "uk"): [("Сторінку не знайдено", "На головну"), ("Новини", "Такої сторінки не існує.")],
    ("soft_404", "ru"): [("Страница не найдена", "На главную"), ("Новости", "Такой страницы не существует.")],
    ("soft_404", "pl"): [("Nie znaleziono strony", "Strona główna"), ("Wiadomości", "Strona nie istnieje.")],
    ("script_shell", "en"): [("News", "Please enable JavaScript."), ("News", "JavaScript is required here.")],
    ("script_shell", "uk"): [("Новини", "Увімкніть JavaScript."), ("Новини", "Ввімкніть JavaScript у браузері.")],
    ("script_shell", "ru"): [("Новости", "Включите JavaScript."), ("Новости", "Пожалуйста, включите JavaScript.")],
    ("script_shell", "pl"): [("Wiadomości", "Włącz JavaScript."), ("Wiadomości", "Proszę włączyć JavaScript.")],
    ("empty_shell", "en"): [("Attack on Kyiv", "")],
    ("empty_shell", "uk"): [("Удар по Києву", "")],
    ("empty_shell", "ru"): [("Удар по Киеву", "")],
    ("empty_shell", "pl"): [("Atak na Kijów", "")],
}
BAD_FRAMES = (
    "<html><head><title>{title}</title></head><body><nav>A B C</nav><div id=root>{body}</div></body></html>",
    "<!DOCTYPE html><html><head><title>{title} | Example</title></head><body><main><p>{body}</p></main>"
    "<script>go()</script></body></html>",
)
GOOD = {
    "en": ("Night attack", "Thirteen drones were launched and ten of them were shot down.", "Nine people were hurt."),
    "uk": ("Нічна атака", "Запущено тринадцять безпілотників, десять із них збито.", "Поранено дев'ятьох людей."),
    "ru": ("Ночная атака", "Запущено тринадцать беспилотников, десять из них сбиты.", "Ранены девять человек."),
    "pl": ("Nocny atak", "Wystrzelono trzynaście dronów, dziesięć zestrzelono.", "Rannych jest dziewięć osób."),
}
ASIDES = {
    "en": ("", "The site asked readers to log in and to enable JavaScript.", "Access denied, said the guard."),
    "uk": ("", "Сайт просив увійти й увімкнути JavaScript.", "Доступ обмежено, сказав охоронець."),
    "ru": ("", "Сайт просил войти и включить JavaScript.", "Доступ ограничен, сказал охранник."),
    "pl": ("", "Portal prosił o zalogowanie i JavaScript.", "Dostęp ograniczony, powiedział strażnik."),
}
BAD = [
    (reason, language, title, frame.format(title=title, body=body))
    for (reason, language), pages in PAGES.items()
    for (title, body), frame in product(pages, BAD_FRAMES)
]


@pytest.mark.parametrize(("reason", "language", "title", "page"), BAD)
def test_no_failure_is_content(house: Catalog, reason: str, language: str, title: str, page: str) -> None:
    """Block pages, walls, soft 404s and shells in four languages are told as what they are."""
    assert refusal_reason(text_view(page.encode(), "html", house), house) == reason, (language, title)


def test_good_pages_raise_few_false_alarms(house: Catalog) -> None:
    """Of more than 100 good pages, short and long, some of which speak of such things, at most 2 % are refused."""
    pages = set()
    for language, (title, first, second) in GOOD.items():
        for aside, long, count, frame in product(ASIDES[language], (1, 6, 20), (1, 2), BAD_FRAMES):
            body = " ".join([first, second] * long * count) + " " + (aside if long > 1 else "")
            pages.add(frame.format(title=f"{title} {count}", body=body))
    refused = [page for page in sorted(pages) if refusal_reason(text_view(page.encode(), "html", house), house)]
    assert len(pages) >= 100 and len(BAD) >= 60
    assert len(refused) <= len(pages) * 0.02, refused[:3]
