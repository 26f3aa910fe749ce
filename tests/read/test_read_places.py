"""Places in texts: found in any case form, told apart by what stands near, left open where nothing tells."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.catalog import Catalog, catalog
from firstlight.errors import CatalogError
from firstlight.read.gazetteer import FILES, gazetteer
from firstlight.read.place_entry import KINDS
from firstlight.read.place_mention import PlaceMention
from firstlight.read.places import find_places, to_place
from firstlight.read.tokens import tokenize

DATA = Path(__file__).resolve().parents[2] / "firstlight" / "data"


def mentions(text: str, language: str, data: Catalog | None = None) -> list[PlaceMention]:
    """All mentions of a text."""
    return find_places(tokenize(text), text, language, data or catalog())


def names(text: str, language: str) -> list[str | None]:
    """English names of what the text says something about (no adjectives, offices, governments, directions)."""
    return [m.entry.name if m.entry else None for m in mentions(text, language) if not m.hint]


def roles(text: str, language: str) -> dict[str, str | None]:
    """The role of each resolved place."""
    return {m.entry.name: m.role for m in mentions(text, language) if m.entry and not m.hint}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Missiles hit Kharkiv, Odesa and Kryvyi Rih.", ["Kharkiv", "Odesa", "Kryvyi Rih"]),
        ("en", "A blast was heard in Kiev and in Kharkov.", ["Kyiv", "Kharkiv"]),
        ("en", "Two drones fell in Kharkiv Oblast.", ["Kharkiv Oblast"]),
        ("en", "The Sumy and Poltava regions were attacked.", ["Sumy Oblast", "Poltava Oblast"]),
        ("en", "It struck the regions of Sumy and Chernihiv.", ["Sumy Oblast", "Chernihiv Oblast"]),
        ("en", "Houses burned in Nikopol district.", ["Nikopol Raion"]),
        ("uk", "Влучання у Харкові та Кривому Розі.", ["Kharkiv", "Kryvyi Rih"]),
        ("uk", "Пошкоджено будинки на Харківщині.", ["Kharkiv Oblast"]),
        ("uk", "Збито над Київською, Полтавською та Кіровоградською областями.",
         ["Kyiv Oblast", "Poltava Oblast", "Kirovohrad Oblast"]),
        ("uk", "Обстріляно Чугуївський район.", ["Chuhuiv Raion"]),
        ("uk", "Уламки впали в Оболонському районі Києва.", ["Obolonskyi District", "Kyiv"]),
        ("uk", "Без світла частина Сум і Чернігова.", ["Sumy", "Chernihiv"]),
        ("ru", "Взрывы в Запорожье и Днепре.", ["Zaporizhzhia", "Dnipro"]),
        ("ru", "Удары по Донецкой и Луганской областям.", ["Donetsk Oblast", "Luhansk Oblast"]),
        ("ru", "Над Белгородской областью сбито 10 аппаратов, 7 над Курской и 3 над Брянской.",
         ["Belgorod Oblast", "Kursk Oblast", "Bryansk Oblast"]),
        ("ru", "Ранен житель Рыльска.", ["Rylsk"]),
    ],
)  # fmt: skip
def test_names_are_found_in_their_case_forms(language: str, text: str, expected: list[str]) -> None:
    """Cities, oblasts, raions and lists of them are found in any case form under their English names."""
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They hit the Dnipro Hydroelectric Station in Zaporizhzhia.", "Dnipro Hydroelectric Station"),
        ("en", "The Kharkiv thermoelectric plant burned.", "Kharkiv thermal power plant"),
        ("uk", "Ракета влучила у Трипільську ТЕС.", "Trypillia Thermal Power Plant"),
        ("uk", "Обстріляно Запорізьку АЕС.", "Zaporizhzhia Nuclear Power Plant"),
        ("ru", "Удар по Запорожской АЭС.", "Zaporizhzhia Nuclear Power Plant"),
    ],
)
def test_a_facility_is_not_the_city_in_its_name(language: str, text: str, expected: str) -> None:
    """The longest name wins: a plant or dam is itself, not the city or river that it is called after."""
    assert names(text, language)[0] == expected
    assert "Dnipro" not in names(text, language) and "Kharkiv" not in names(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Kyiv Independent reported it."),
        ("en", "Troops crossed the Dnipro at night."),
        ("en", "He lives on Poltava Street."),
        ("en", "Denis Skopin spoke first."),
        ("uk", "Пожежа на вул. Полтавській."),
        ("uk", "Перемога буде за нами."),
        ("uk", "Щастя всім і миру."),
        ("uk", "Олексій Данилов про це сказав."),
        ("uk", "Форсування Дніпра тривало ніч."),
        ("uk", "Українська армія стоїть."),
        ("ru", "Новый день начался спокойно."),
        ("ru", "Говорит Владимир Иванов."),
        ("ru", "Победа близко."),
    ],
)
def test_what_only_sounds_like_a_place_is_left_out(language: str, text: str) -> None:
    """Newspapers, rivers, streets, people and ordinary words that begin a sentence are no places."""
    assert names(text, language) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Обстріляно село Щастя.", 1),
        ("У місті Щастя пролунав вибух.", 1),
        ("Щастя Луганської області без світла.", 2),
    ],
)
def test_an_ordinary_word_becomes_a_place_with_a_cue(text: str, expected: int) -> None:
    """A town whose name is a word is found where the text says that it is a settlement or names its oblast."""
    assert len(mentions(text, "uk")) == expected


def test_a_homonym_takes_the_oblast_that_stands_beside_it() -> None:
    """One name, two towns: the oblast named right after it decides, in either direction."""
    assert mentions("Удар по Миколаєву Львівської області.", "uk")[0].entry.oblast == "UA-46"  # type: ignore[union-attr]
    assert mentions("Удар по Миколаєву.", "uk")[0].entry.oblast == "UA-48"  # type: ignore[union-attr]


def test_a_homonym_without_evidence_stays_open() -> None:
    """Where several places of like size bear a name and the text tells nothing, all are kept and none is chosen."""
    (mention,) = mentions("Обстріляли село Іванівка.", "uk")
    assert mention.entry is None
    assert len(mention.candidates) > 5


def test_a_village_of_another_oblast_is_never_taken() -> None:
    """Where the text names an oblast in which no known place bears the name, none of the known ones is chosen."""
    first = mentions("Обстріляли село Іванівка (Закарпатська область).", "uk")[0]
    assert first.entry is not None and (first.entry.oblast, first.entry.coded) == ("UA-21", False)
    assert mentions("Обстріляли Іванівку (Закарпатська область).", "uk")[0].entry is None


def test_the_land_and_the_city_stay_open_in_a_phrase_that_means_both() -> None:
    """ "On Zaporizhzhia" in Ukrainian may be city or oblast: both are candidates, neither is chosen."""
    (mention,) = mentions("На Запоріжжі поранено двох людей.", "uk")
    assert mention.entry is None
    assert {"settlement", "oblast"} <= {place.kind for place in mention.candidates}
    assert names("У Запоріжжі поранено двох людей.", "uk") == ["Zaporizhzhia"]


def test_a_district_belongs_to_the_city_that_is_named() -> None:
    """Several cities have a Shevchenkivskyi District: the city in the text decides; without one it stays open."""
    in_kharkiv = mentions("У Шевченківському районі Харкова горить склад.", "uk")[0]
    assert in_kharkiv.entry is not None and in_kharkiv.entry.oblast == "UA-63"
    assert mentions("У Шевченківському районі горить склад.", "uk")[0].entry is None


def test_launch_places_and_skies_have_their_roles() -> None:
    """Places that weapons came from are launch, places over which they were shot down are over, in whole lists."""
    text = "Ворог атакував із напрямків: Курськ, Приморсько-Ахтарськ (РФ), Чауда (Крим). Збито над Одесою та Сумами."
    found = roles(text, "uk")
    assert found["Kursk"] == found["Primorsko-Akhtarsk"] == found["Chauda"] == "launch"
    assert found["Odesa"] == found["Sumy"] == "over"
    english = roles("Drones came from Kursk and Primorsko-Akhtarsk and hit Odesa; 3 fell over Sumy.", "en")
    assert english == {"Kursk": "launch", "Primorsko-Akhtarsk": "launch", "Odesa": None, "Sumy": "over"}
    assert roles("Над територією Полтавської області збито дрон.", "uk") == {"Poltava Oblast": "over"}


def test_leaving_a_city_is_no_launch() -> None:
    """A bare "from" makes a launch place only of a land from which weapons are launched at Ukraine."""
    assert roles("Families were evacuated from Kramatorsk.", "en") == {"Kramatorsk": None}
    assert roles("Ракети випущено з Криму.", "uk") == {"Crimea": "launch"}
    assert roles("Три ракети з повітряного простору Курської області.", "uk") == {"Kursk Oblast": "launch"}


@pytest.mark.parametrize(
    ("language", "text", "hint"),
    [
        ("en", "Kyiv said that it needs Patriot systems.", "government"),
        ("en", "It was convened at Kyiv's request.", "government"),
        ("en", "Kharkiv mayor reports two strikes.", "office"),
        ("uk", "Голова Одеської ОВА повідомив про влучання.", "office"),
        ("uk", "Бої тривають на Покровському напрямку.", "front"),
        ("en", "American missiles arrived.", "people"),
        ("en", "They were US-supplied missiles.", "people"),
        ("uk", "Прибули німецькі гармати.", "people"),
    ],
)
def test_names_that_mean_something_else_say_so(language: str, text: str, hint: str) -> None:
    """A government, an office, a front or a people behind a place name is marked, so that no strike is put there."""
    assert {m.hint for m in mentions(text, language)} <= {hint}


def test_countries_are_found_by_name_and_adjective() -> None:
    """Donors are found as countries by their ISO codes, by name, abbreviation and adjective; "us" is no country."""
    found = [
        m.entry.id
        for m in mentions("The U.S., Germany and the UK gave us Dutch launchers; EU and NATO agreed.", "en")
        if m.entry
    ]
    assert found == ["US", "DE", "GB", "NL", "EU", "NATO"]
    uk = [m.entry.id for m in mentions("США та ФРН передали шведські радари.", "uk") if m.entry]
    assert uk == ["US", "DE", "SE"]


def test_spans_are_exact() -> None:
    """A mention's offsets cut the name with its word for region out of the text, also with curly apostrophes."""
    text = "Росія вдарила по Куп\u2019янську та Сумській області."
    assert [text[m.start : m.end] for m in mentions(text, "uk")] == ["Росія", "Куп\u2019янську", "Сумській області"]


def test_latin_letters_inside_a_cyrillic_name_do_not_hide_it() -> None:
    """A Cyrillic name typed with a Latin letter of the same look is still found."""
    assert names("Вибухи у Х\u0061ркові.", "uk") == ["Kharkiv"]


def test_small_letters_are_no_places_but_regions_may_be() -> None:
    """A name with a small letter is a word; an adjective with one, before its word for region, is the region."""
    assert names("отримав значні суми", "uk") == []
    assert names("у харківській області", "uk") == ["Kharkiv Oblast"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Київ Суми,.-\n«»'область AaKyiv0 з", max_size=60), st.sampled_from(["en", "uk", "ru", "xx"]))
def test_any_text_gives_ordered_exact_mentions(text: str, language: str) -> None:
    """Whatever the text, nothing raises, mentions do not overlap, and offsets agree with their tokens."""
    tokens = tokenize(text)
    end = 0
    for mention in find_places(tokens, text, language, catalog()):
        assert mention.first >= end and mention.last > mention.first
        assert (mention.start, mention.end) == (tokens[mention.first].start, tokens[mention.last - 1].end)
        assert mention.entry is None or mention.entry in mention.candidates
        end = mention.last


def test_a_place_becomes_a_record_of_the_model() -> None:
    """An entry turns into a Place with name, ISO oblast, role and the coordinates of the named place."""
    (mention,) = mentions("Вибух у Харкові.", "uk")
    assert mention.entry is not None
    place = to_place(mention.entry, mention.role)
    assert (place.name, place.kind, place.oblast, place.role) == ("Kharkiv", "settlement", "UA-63", "target")
    assert place.lat is not None and abs(place.lat - 49.98) < 0.05
    nato = gazetteer(catalog()).by_id["NATO"]
    assert to_place(nato, None).kind == "area"


def test_every_row_has_a_known_kind_a_region_and_a_name() -> None:
    """Ids are unique; every settlement, raion and oblast has its ISO region; coordinates are on the map."""
    entries = gazetteer(catalog()).entries
    assert len({entry.id for entry in entries}) == len(entries)
    assert {entry.kind for entry in entries} == KINDS
    regions = {entry.oblast for entry in entries if entry.kind == "oblast"}
    for entry in entries:
        assert entry.name.strip() == entry.name != ""
        if entry.kind in ("settlement", "raion") and entry.country in ("UA", "RU"):
            assert entry.oblast in regions
        if entry.country == "UA" and entry.lat is not None and entry.lon is not None:
            assert 44 < entry.lat < 52.5 and 22 < entry.lon < 40.3
    assert len([e for e in entries if e.kind == "raion" and e.country == "UA" and e.id.startswith("UA")]) == 136
    assert len([r for r in regions if r and r.startswith("UA-")]) == 27
    parents = {entry.id for entry in entries}
    assert all(entry.parent in parents for entry in entries if entry.parent)


def test_a_new_place_needs_data_only(tmp_path: Path) -> None:
    """An invented town added to the data is found with its case forms and no change of code."""
    root = copied(tmp_path)
    with (root / "places" / "named.csv").open("a", encoding="utf-8", newline="") as file:
        row = ["invented-1", "Vydumanivka", "settlement", "UA-63", "", "50.0", "36.0", "20000"]
        csv.writer(file).writerow([*row, "Vydumanivka", "Видуманівка", "Выдумановка"])
    data = Catalog(root)
    assert [m.entry.id for m in mentions("Удар по Видуманівці.", "uk", data) if m.entry] == ["invented-1"]
    assert [m.entry.id for m in mentions("Дрон в Выдумановке.", "ru", data) if m.entry] == ["invented-1"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("places/named.csv", "dnipro-hes,Dnipro Hydroelectric Station,facility", "dnipro-hes,Dnipro HES,dam"),
        ("lang/uk/places.toml", "[before]", "[behind]"),
        ("places/lands.toml", "launch_areas", "areas"),
    ],
)
def test_broken_data_is_refused_by_name(tmp_path: Path, file: str, old: str, new: str) -> None:
    """A wrong kind, a missing table or key is an error that names the file; nothing is read as silence."""
    root = copied(tmp_path)
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogError, match=file.rsplit("/", 1)[-1]):
        mentions("Вибух у Харкові.", "uk", Catalog(root))


def copied(folder: Path) -> Path:
    """A copy of the data that places need."""
    for name in [f"places/{file}.csv" for file in FILES] + ["places/lands.toml", "places/villages.csv"]:
        (folder / "places").mkdir(exist_ok=True)
        shutil.copy(DATA / name, folder / name)
    for code in ("en", "uk", "ru"):
        (folder / "lang" / code).mkdir(parents=True)
        for file in ("inflection.toml", "places.toml"):
            shutil.copy(DATA / "lang" / code / file, folder / "lang" / code / file)
    return folder


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("uk", "У селі Кучерівка Куп'янського району поранено чоловіка.", ["Kucherivka", "Kupiansk Raion"]),
        ("uk", "Обстріляно населені пункти Ольгівське, Малі Щербаки та Степове Запорізької області.",
         ["Olhivske", "Mali Shcherbaky", "Stepove", "Zaporizhzhia Oblast"]),
        ("uk", "Куп'янський район: Кіндрашівка, Петропавлівка.", ["Kupiansk Raion", "Kindrashivka", "Petropavlivka"]),
        ("uk", "На Запоріжчині ворог ударив по Новодарівці.", ["Zaporizhzhia Oblast", "Novodarivka"]),
        ("uk", "Дрон атакував Марганецьку громаду.", ["Marhanets"]),
        ("ru", "В Херсонской области обстреляны Малая Лепетиха, Подстепное и Казачьи Лагеря.",
         ["Kherson Oblast", "Mala Lepetykha", "Pidstepne", "Kozachi Laheri"]),
        ("en", "Shells hit the village of Novodarivka in Zaporizhzhia Oblast.", ["Novodarivka", "Zaporizhzhia Oblast"]),
    ],
)  # fmt: skip
def test_villages_are_found_where_the_text_shows_that_it_means_them(
    language: str, text: str, expected: list[str]
) -> None:
    """A word for a village, its raion, a list under its oblast: then the register's names count, in any case form."""
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Перемога і Мир прийдуть, сказав Степовий на Харківщині."),
        ("uk", "На Харківщині виступив гурт «Нове Життя»."),
        ("uk", "Новодарівка."),
        ("ru", "В Харьковской области прошёл праздник. Победа и Мир, сказал Новый."),
        ("en", "In Kharkiv Oblast Mala said that Nadiia and Hai would come."),
    ],
)
def test_a_village_is_never_taken_from_its_name_alone(language: str, text: str) -> None:
    """Thousands of villages are called as things and people are: without a cue the register says nothing."""
    assert [name for name in names(text, language) if not str(name).endswith("Oblast")] == []


def test_namesakes_within_one_oblast_keep_the_name_and_lose_the_id() -> None:
    """Several Levadne in one oblast: the hromada decides; without it the place has its oblast, and no id is guessed."""
    told = mentions("У селі Левадне Малинівської громади пролунав вибух.", "uk")[0].entry
    assert told is not None and told.coded and str(told.code).startswith("UA2310011")
    (village, _) = mentions("Обстріляно село Левадне Запорізької області.", "uk")
    assert village.entry is not None and (village.entry.oblast, village.entry.coded) == ("UA-23", False)
    assert to_place(village.entry, None).id is None


def test_every_line_of_the_register_makes_places() -> None:
    """All 29,701 settlements of the codifier are in the data once, by name and code, each in a known oblast."""
    home = gazetteer(catalog())
    villages = [place for line in range(len(home.register.lines)) for place in home.register.places(line)]
    coded = [place for place in home.entries if place.kind == "settlement" and place.code]
    codes = [place.code for place in (*villages, *coded)]
    assert len(codes) == len(set(codes)) == 29_703  # with the cities of Kyiv and Sevastopol
    assert all(place.oblast and place.oblast.startswith("UA-") for place in villages)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Дрон упал на село Красный Куст в Белгородской области.", ("Krasnyy Kust", "RU-BEL")),
        ("ru", "В селе Выдумановке Шебекинского округа ранен житель.", ("Vydumanovka", "RU-BEL")),
        ("uk", "У селі Нова Видуманівка Сумської області горить дім.", ("Nova Vydumanivka", "UA-59")),
        ("en", "A drone hit the village of Vydumanye Zori in Belgorod Oblast.", ("Vydumanye Zori", "RU-BEL")),
        ("ru", "В Белгородской области житель села Выдуманах ранен.", None),
        ("ru", "Уроженец села Выдумка получил награду.", None),
        ("ru", "Жительница посёлка Виолетта Выдумова из Белгородской области рада.", None),
    ],
)
def test_a_village_that_no_file_has_keeps_its_name(language: str, text: str, expected: tuple[str, str] | None) -> None:
    """Behind a word for a village, in a region that is named: its name in the nominative, its oblast and no id."""
    found = [m.entry for m in mentions(text, language) if m.entry is not None and m.entry.kind == "settlement"]
    assert [(place.name, place.oblast) for place in found] == ([expected] if expected else [])
    assert not any(place.coded for place in found)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Повреждения в четырёх районах Киева: Соломенском, Днепровском, Святошинском и Дарницком.",
         ["Kyiv", "Solomianskyi District", "Dniprovskyi District", "Sviatoshynskyi District", "Darnytskyi District"]),
        ("ru", "В Киеве пожары в Днепровском, Выдуманном и Дарницком районах.",
         ["Kyiv", "Dniprovskyi District", "Darnytskyi District"]),
        ("uk", "Влучання у двох районах Харкова: Салтівському й Київському.",
         ["Kharkiv", "Saltivskyi District", "Kyivskyi District"]),
    ],
)  # fmt: skip
def test_districts_in_a_list_are_no_villages(language: str, text: str, expected: list[str]) -> None:
    """A list that a word for districts opens or closes holds districts, also where the text names one no file has."""
    assert names(text, language) == expected


def test_one_name_is_one_place_in_a_report() -> None:
    """A small town of another oblast gives way to its namesake that the same report has told by its oblast."""
    text = "У Запорізькій області обстріляли Малинівку, Левадне й Полтавку. Згодом Малинівку атакували знову."
    found = {m.entry.oblast for m in mentions(text, "uk") if m.entry is not None and m.entry.name == "Malynivka"}
    assert found == {"UA-23"}
