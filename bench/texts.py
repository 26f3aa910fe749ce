"""Texts for measuring, made from templates of our own: reports of attacks, and others that say nothing of any.

The same list every time: what varies is chosen by arithmetic. Numbers and days in them are no record.
"""

from __future__ import annotations

from typing import NamedTuple

SIZE = 1500  # bytes of a report, about


class Text(NamedTuple):
    """A text with its language."""

    language: str
    text: str


PLACES = {
    "en": (
        "Kharkiv",
        "Odesa",
        "Sumy",
        "Poltava",
        "Dnipro",
        "Kherson",
        "Nikopol",
        "Kremenchuk",
        "Chernihiv",
        "Mykolaiv",
    ),
    "uk": ("Харкові", "Одесі", "Сумах", "Полтаві", "Дніпрі", "Херсоні", "Нікополі", "Кременчуці", "Чернігові"),
    "ru": ("Харькове", "Одессе", "Сумах", "Полтаве", "Днепре", "Херсоне", "Никополе", "Кременчуге", "Чернигове"),
}
ATTACK = {
    "en": (
        "Overnight Russia attacked with {a} Shahed drones and {b} cruise missiles, the Air Force said.",
        "Crews shot down {b} of {a} drones; {c} more were lost to electronic warfare.",
        "In {p}, {c} people were killed and {b} were wounded, including two children, the mayor wrote.",
        "Debris fell on an apartment building in {p}; {c} houses and a school were damaged.",
        "At least {a} thousand consumers in {p} are without electricity after the strike.",
        "A Kh-101 missile hit a warehouse in {p}, and a 45-year-old man died in hospital.",
        "None of the {c} ballistic missiles fired from Crimea was intercepted, according to preliminary reports.",
        "Explosions were heard in {p} at about 3:40 a.m.; rescuers are working at the site.",
        "Germany pledged another IRIS-T system, and Ukraine asked partners for Patriot interceptors.",
        "Since the beginning of the invasion more than {a} attacks on the energy system have been counted.",
    ),
    "uk": (
        "Уночі росіяни атакували {a} ударними дронами Shahed і {b} крилатими ракетами, повідомили Повітряні сили.",
        "Збито {b} із {a} дронів, ще {c} локаційно втрачено.",
        "У {p} загинули {c} людей, {b} поранено, серед них двоє дітей, написав мер.",
        "Уламки впали на багатоповерхівку в {p}; пошкоджено {c} будинків і школу.",
        "Щонайменше {a} тисяч споживачів у {p} без світла після удару.",
        "Ракета Х-101 влучила у склад у {p}, у лікарні помер 45-річний чоловік.",
        "Жодну з {c} балістичних ракет із Криму не збито, за попередніми даними.",
        "У {p} близько 3:40 лунали вибухи; на місці працюють рятувальники.",
        "Німеччина пообіцяла ще одну систему IRIS-T, Україна просить партнерів про ракети до Patriot.",
        "Від початку вторгнення нараховано понад {a} атак на енергосистему.",
    ),
    "ru": (
        "Ночью по Украине выпустили {a} дронов Shahed и {b} крылатых ракет, сообщили Воздушные силы.",
        "Сбиты {b} из {a} дронов, ещё {c} потеряны под действием радиоэлектронной борьбы.",
        "В {p} погибли {c} человек, {b} ранены, среди них двое детей, написал мэр.",
        "Обломки упали на многоэтажку в {p}; повреждены {c} домов и школа.",
        "Не менее {a} тысяч потребителей в {p} без света после удара.",
        "Ракета Х-101 попала в склад в {p}, в больнице умер 45-летний мужчина.",
        "Ни одна из {c} баллистических ракет из Крыма не сбита, по предварительным данным.",
        "В {p} около 3:40 гремели взрывы; на месте работают спасатели.",
        "Над Белгородской областью за ночь уничтожены {c} беспилотников, сообщило Минобороны.",
        "С начала вторжения насчитали более {a} атак на энергосистему.",
    ),
}
# What stands between the facts in most reports: circumstances, voices, appeals.
BETWEEN = {
    "en": (
        "The alarm lasted almost all night, and many residents waited for its end in the metro.",
        "Utility workers have been clearing glass from the streets since the early morning.",
        "The regional administration asked people not to publish pictures of the site.",
        "Doctors describe the condition of most patients as stable, the hospital said.",
        "Schools in the district will teach at a distance until the end of the week.",
        "Psychologists and volunteers with hot tea are at work beside the tents.",
    ),
    "uk": (
        "Тривога тривала майже всю ніч, і багато мешканців чекали її кінця в метро.",
        "Комунальники з самого ранку прибирають скло з вулиць.",
        "В обласній адміністрації просять не публікувати фото з місця події.",
        "Лікарі кажуть, що стан більшості пацієнтів стабільний.",
        "Школи району до кінця тижня навчатимуть дистанційно.",
        "Біля наметів працюють психологи та волонтери з гарячим чаєм.",
    ),
    "ru": (
        "Тревога длилась почти всю ночь, и многие жители ждали её конца в метро.",
        "Коммунальщики с самого утра убирают стекло с улиц.",
        "В областной администрации просят не публиковать фото с места.",
        "Врачи говорят, что состояние большинства пациентов стабильное.",
        "Школы района до конца недели будут учить дистанционно.",
        "У палаток работают психологи и волонтёры с горячим чаем.",
    ),
}
QUIET = {
    "en": (
        "The museum in {p} opened a show of {a} watercolours by painters of the last century.",
        "Tram line {c} will run every {b} minutes from Monday, the transport office said.",
        "A bakery near the station sells {a} kinds of bread and a soup that people praise.",
        "The school choir sang {c} songs, and the hall, though large, was full.",
        "Prices of cucumbers fell by {b} percent at the market in {p} this week.",
        "Gardeners planted {a} lime trees along the river and ask for water in dry weeks.",
        "The team won {c} to 1 in the last minutes of a match that had little else to show.",
        "The library asks readers to bring back books that they borrowed before the summer.",
        "A new path for cyclists joins the park to the old mill; it is {b} kilometres long.",
        "Students of {p} presented {c} projects about bees, bridges and the history of maps.",
    ),
    "uk": (
        "Музей у {p} відкрив виставку {a} акварелей художників минулого століття.",
        "Трамвай номер {c} з понеділка ходитиме що {b} хвилин, сказали в управлінні.",
        "Пекарня біля вокзалу продає {a} видів хліба та суп, який люди хвалять.",
        "Шкільний хор заспівав {c} пісень, і велика зала була повна.",
        "Ціни на огірки впали на {b} відсотків на ринку в {p} цього тижня.",
        "Садівники висадили {a} лип уздовж річки й просять води в посушливі тижні.",
        "Команда виграла {c} на 1 в останні хвилини матчу, який мало чим запам'ятався.",
        "Бібліотека просить читачів повернути книжки, узяті до літа.",
        "Нова доріжка для велосипедів веде від парку до старого млина; її довжина {b} кілометрів.",
        "Студенти в {p} показали {c} проєктів про бджіл, мости й історію мап.",
    ),
    "ru": (
        "Музей в {p} открыл выставку {a} акварелей художников прошлого века.",
        "Трамвай номер {c} с понедельника будет ходить каждые {b} минут, сказали в управлении.",
        "Пекарня у вокзала продаёт {a} видов хлеба и суп, который люди хвалят.",
        "Школьный хор спел {c} песен, и большой зал был полон.",
        "Цены на огурцы упали на {b} процентов на рынке в {p} на этой неделе.",
        "Садовники высадили {a} лип вдоль реки и просят воды в сухие недели.",
        "Команда выиграла {c} на 1 в последние минуты матча, который мало чем запомнился.",
        "Библиотека просит читателей вернуть книги, взятые до лета.",
        "Новая дорожка для велосипедов ведёт от парка к старой мельнице; её длина {b} километров.",
        "Студенты в {p} показали {c} проектов о пчёлах, мостах и истории карт.",
    ),
}


def one(language: str, number: int, *, attack: bool, size: int = SIZE) -> Text:
    """Text `number` of its kind, at least `size` bytes long in UTF-8."""
    sentences, places = (ATTACK if attack else QUIET)[language], PLACES[language]
    parts: list[str] = []
    length, step = 0, number * 7
    while length < size:
        template = sentences[(number + len(parts) * 3) % len(sentences)]
        if attack and len(parts) % 2:
            template = BETWEEN[language][(number + len(parts)) % len(BETWEEN[language])]
        step += 1
        filled = template.format(
            a=12 + step * 5 % 83, b=6 + step * 3 % 40, c=5 + step % 13, p=places[(number + step) % len(places)]
        )
        gap = "\n\n" if len(parts) % 4 == 3 else " "
        parts.append(filled + gap)
        length += len((filled + gap).encode())
    return Text(language, "".join(parts).strip())


def many(count: int, *, attack: bool) -> list[Text]:
    """`count` texts, the three languages in turn."""
    return [one(("en", "uk", "ru")[number % 3], number, attack=attack) for number in range(count)]
