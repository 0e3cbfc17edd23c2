"""Invented names: of the people of the first branch, and the words that others are made of."""


def listed(words: str) -> tuple[str, ...]:
    """Words with spaces between them."""
    return tuple(words.split())


PEOPLE = {
    "boss": "Гордеев Максим Евгеньевич",
    "chief-ru": "Ларина Елена Павловна",
    "chief-hu": "Fehér Gábor",
    "listener": "Осипова Дарья Романовна",
    "cold": "Орлова Марина Сергеевна",
    "cold-1": "Белкин Денис Олегович",
    "cold-2": "Громова Алина Игоревна",
    "cold-3": "Тихонов Роман",
    "cold-4": "Хасанова Лейсан Ильдаровна",
    "moscow": "Северцев Павел Андреевич",
    "moscow-1": "Жданов Кирилл Петрович",
    "moscow-2": "Лебедева Ольга Викторовна",
    "moscow-3": "Юсупов Тимур",
    "moscow-4": "Соколова Вера Дмитриевна",
    "moscow-5": "Клюев Станислав Игоревич",
    "north": "Рощин Алексей Николаевич",
    "north-1": "Панкратов Илья Сергеевич",
    "north-2": "Зимина Наталья Юрьевна",
    "north-3": "Константинопольская-Преображенская Александра Вячеславовна",
    "accounts": "Крылова Инна Борисовна",
    "accounts-1": "Фомин Глеб",
    "accounts-2": "Дорохов Вадим Львович",
    "accounts-3": "Ершова Яна Олеговна",
    "accounts-4": "Мирзоян Карен Арменович",
    "budapest": "Szentgyörgyvölgyi-Kovács Boldizsár",
    "budapest-1": "Tóth Eszter",
    "budapest-2": "Nagy Bence",
    "budapest-3": "Horváth Réka",
    "budapest-4": "Varga Zsófia",
}

LAST = {
    "ru": listed(
        "Абрамов Баринов Волков Глебов Денисов Егоров Журавлёв Зайцев Исаев Карпов Лапин Маслов "
        "Носов Осокин Пахомов Рябов Савин Титов Уваров Филатов Храмов Царёв Чернов Шилов Щукин "
        "Юдин Яшин Борисоглебский Вознесенский Краснопольский"
    ),
    "hu": listed(
        "Balogh Barta Bíró Bognár Deák Farkas Fekete Fülöp Gulyás Hegedűs Juhász Kelemen Kiss "
        "Lengyel Lukács Máté Mészáros Orosz Pásztor Sipos Szalai Takács Vörös Zsigmond"
    ),
}
FIRST = {
    "ru": listed(
        "Антон Борис Василий Георгий Данила Егор Захар Иван Константин Леонид Матвей Никита Олег "
        "Пётр Руслан Степан Тарас Фёдор Эдуард Юрий Ярослав Виктор"
    ),
    "hu": listed(
        "Ádám Anna Áron Csilla Dániel Dóra Emese Ferenc Gergő Hanna Ildikó István János Kata "
        "Levente Márton Nóra Péter Sára Tamás Virág Zoltán"
    ),
}

# A customer's name: a form, then a beginning, a trade and an ending in one.
FORMS = {
    "ru": ("ООО", "ООО", "ООО", "ООО", "АО", "ПКФ", "ТД"),
    "hu": ("Kft.", "Kft.", "Kft.", "Zrt.", "Bt.", "és Társa Kereskedelmi és Szolgáltató Kft."),
}
BEGINNINGS = {
    "ru": listed(
        "Аврора Агат Азимут Берег Вектор Волга Восток Град Гранит Дельта Заря Исток Кедр Кварц "
        "Ладога Маяк Меридиан Нева Омега Орион Парус Полюс Радуга Родник Рубин Север Сигма Сокол "
        "Стрела Титан Урал Факел Форум Эталон Юпитер Янтарь"
    ),
    "hu": listed(
        "Alföld Badacsony Bükk Danubia Duna Eger Fenyő Gellért Hajnal Kőris Mátra Pannónia Rába "
        "Sólyom Szeged Szikla Tavasz Tisza Tölgy Zala"
    ),
}
TRADES = {
    "ru": listed(
        "Агро Авто Арт Безопасность Дом Инвест Инструмент Комплект Лес Логистик Маркет Мебель "
        "Мед Метал Пак Пром Ритейл Сервис Снаб Софт Строй Текстиль Тех Торг Фарм Хим Экспо "
        "Электро Энерго"
    ),
    "hu": listed(
        "agro bútor csomag depó élelmiszer fém gép ház ker logisztika papír raktár szerviz tech "
        "textil trade vill"
    ),
}
ENDINGS = {
    "ru": (
        "",
        "",
        "",
        " Групп",
        " Плюс",
        " Регион",
        "-Запад",
        "-Центр",
        "-Юг",
        "-М",
        " и К",
        "-24",
    ),
    "hu": ("", "", "", " Plusz", " Group", " 2000", " Invest"),
}


def person(number: int, office: str) -> str:
    """The name of somebody no story is about; the same number always has the same."""
    last, first = LAST[office], FIRST[office]
    return (
        f"{last[number * 7 % len(last)]} {first[(number * 5 + number // len(last)) % len(first)]}"
    )
