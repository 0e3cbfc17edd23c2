"""Invented names."""


def listed(words: str) -> tuple[str, ...]:
    """Words with spaces between them."""
    return tuple(words.split())


LAST = listed(
    "Абрамов Баринов Волков Глебов Денисов Егоров Журавлёв Зайцев Исаев Карпов Лапин Маслов Носов "
    "Осокин Пахомов Рябов Савин Титов Уваров Филатов Храмов Царёв Чернов Шилов Щукин Юдин Яшин"
)
FIRST = listed(
    "Антон Борис Василий Георгий Данила Егор Захар Иван Константин Леонид Матвей Никита Олег Пётр "
    "Руслан Степан Тарас Фёдор Эдуард Юрий Ярослав Виктор"
)
FORMS = ("ООО", "ООО", "ООО", "АО", "ПКФ", "ТД")
BEGINNINGS = listed(
    "Аврора Азимут Вектор Восток Гранит Дельта Заря Исток Кварц Ладога Маяк Нева Омега Парус "
    "Радуга Рубин Север Сигма Сокол Титан Урал Факел Эталон Юпитер Янтарь"
)
TRADES = listed(
    "Агро Авто Дом Инвест Лес Логистик Мебель Мед Метал Пак Пром Ритейл Снаб Строй Тех Торг Фарм "
    "Хим Электро Энерго"
)
WANTS = (
    "Заявка с сайта", "Поставка", "Оборудование", "Ремонт & сервис", "Договор на год", "Пробный",
    "Тендер", "Доп. заказ + монтаж", "Консультация", "Повторная закупка",
)  # fmt: skip
UNITS = ("Отдел продаж", "B2B", "Розница", "Работа с клиентами")
REASONS = ("Дорого", "Выбрали других", "Не дозвонились", "Не тот товар", "Передумали")
SOURCES = ("Форма сайта", "Авито", "Яндекс Директ", "Звонок", "Рекомендация")
INDUSTRIES = ("Производство", "Торговля", "Стройка", "Услуги")
REGIONS = ("Москва", "Северо-Запад", "Поволжье", "Урал")
GOODS = (
    ("Станки", ("Станок А-1", "Станок А-2", "Станок Б"), 180_000),
    ("Расходники", ("Фреза", "Масло", "Ремень", "Фильтр"), 2_400),
    ("Услуги", ("Монтаж", "Обучение", "Сервис на год"), 35_000),
)  # group, names, price of the first


def person(number: int) -> str:
    """A person's name; the same number always has the same."""
    last, first = LAST, FIRST
    return (
        f"{last[number * 7 % len(last)]} {first[(number * 5 + number // len(last)) % len(first)]}"
    )


def company(number: int) -> str:
    """A company's name."""
    a, b = number * 11 + number // 25, number * 7 + number // 500
    return (
        f"{FORMS[number % len(FORMS)]} "
        f"«{BEGINNINGS[a % len(BEGINNINGS)]}{TRADES[b % len(TRADES)]}-{number}»"
    )


def phone(number: int, kind: int) -> str:
    """A telephone number of nobody: `kind` tells companies, contacts, people and strangers."""
    return f"+7999{kind}{number % 1_000_000:06}"
