"""What the demo company sells, to whom, and the ways its deals go."""

from merilo.demo.stories import (
    CONTACT,
    CONTRACT,
    MEETING,
    POOR,
    PROPOSAL,
    PUSHED,
    QUALIFIED,
    REQUEST,
)

WON, LOST = 8, 9  # acts beside the open ones of stories.py

PIPELINES = (("new", "Новые клиенты"), ("repeat", "Повторные продажи"), ("magyar", "Magyarország"))

DAY = 28_800  # the seconds of work in a day

# pipeline, act, id, name, days until it is stale
STAGES = (
    ("new", REQUEST, "request", "Заявка", 2),
    ("new", CONTACT, "contact", "Первый контакт", 4),
    ("new", QUALIFIED, "qualified", "Квалификация", 7),
    ("new", MEETING, "meeting", "Встреча", 10),
    ("new", PROPOSAL, "proposal", "Коммерческое предложение", 14),
    ("new", CONTRACT, "contract", "Договор и счёт", 14),
    ("new", WON, "won", "Успешно реализовано", None),
    ("new", LOST, "lost", "Закрыто и не реализовано", None),
    ("repeat", REQUEST, "request", "Потребность", 4),
    ("repeat", QUALIFIED, "qualified", "Подбор", 7),
    ("repeat", PROPOSAL, "proposal", "Предложение", 10),
    ("repeat", CONTRACT, "contract", "Согласование", 10),
    ("repeat", WON, "won", "Отгружено", None),
    ("repeat", LOST, "lost", "Отказ", None),
    ("magyar", REQUEST, "request", "Érdeklődés", 2),
    ("magyar", CONTACT, "contact", "Első kapcsolatfelvétel", 4),
    ("magyar", QUALIFIED, "qualified", "Minősítés", 7),
    ("magyar", MEETING, "meeting", "Személyes találkozó", 10),
    ("magyar", PROPOSAL, "proposal", "Árajánlat", 14),
    ("magyar", CONTRACT, "contract", "Szerződéskötés", 14),
    ("magyar", WON, "won", "Megnyert", None),
    ("magyar", LOST, "lost", "Elvesztett", None),
)

# pipeline, act, act before, chance to get on, usual time there, chance to be skipped, to go back
GATES = (
    ("new", REQUEST, None, 0.88, DAY * 0.25, 0.0, 0.0),
    ("new", CONTACT, REQUEST, 0.66, DAY * 0.7, 0.06, 0.0),
    ("new", QUALIFIED, CONTACT, 0.74, DAY * 3.0, 0.0, 0.03),
    ("new", MEETING, QUALIFIED, 0.78, DAY * 5.0, 0.25, 0.05),
    ("new", PROPOSAL, MEETING, 0.62, DAY * 6.5, 0.03, 0.07),
    ("new", CONTRACT, PROPOSAL, 0.86, DAY * 5.5, 0.0, 0.05),
    ("repeat", REQUEST, None, 0.94, DAY * 0.5, 0.0, 0.0),
    ("repeat", QUALIFIED, REQUEST, 0.86, DAY * 2.0, 0.10, 0.0),
    ("repeat", PROPOSAL, QUALIFIED, 0.76, DAY * 4.0, 0.04, 0.06),
    ("repeat", CONTRACT, PROPOSAL, 0.85, DAY * 3.5, 0.0, 0.05),
    ("magyar", REQUEST, None, 0.90, DAY * 0.3, 0.0, 0.0),
    ("magyar", CONTACT, REQUEST, 0.68, DAY * 0.8, 0.08, 0.0),
    ("magyar", QUALIFIED, CONTACT, 0.76, DAY * 3.0, 0.0, 0.03),
    ("magyar", MEETING, QUALIFIED, 0.76, DAY * 5.5, 0.20, 0.05),
    ("magyar", PROPOSAL, MEETING, 0.62, DAY * 7.0, 0.04, 0.07),
    ("magyar", CONTRACT, PROPOSAL, 0.84, DAY * 6.0, 0.0, 0.05),
)

COLD, AGAIN = "Холодный звонок", "Повторное обращение"
# channel, share of a seller's leads, how good they are at the first contact, monthly spending
CHANNELS = (
    ("Сайт", 0.30, 1.0, 45_000),
    (PUSHED, 0.22, 0.95, 110_000),
    ("Рекомендация", 0.14, 1.2, 0),
    ("Выставка", 0.08, 1.05, 30_000),
    (POOR, 0.18, 0.3, 50_000),
    ("Соцсети", 0.08, 0.9, 20_000),
)

# group, names, list price of the first in roubles, cost of the goods in the price
PRODUCTS = (
    ("Стеллажи", ("Стеллаж лёгкий", "Стеллаж полочный", "Стеллаж паллетный", "Мезонин",
                  "Стеллаж консольный", "Стойка торговая"), 4_800, 0.66),
    ("Терминалы", ("Сканер штрихкода", "Терминал сбора данных", "Принтер этикеток",
                   "Весы с печатью", "Терминал кассовый"), 9_500, 0.71),
    ("Тележки", ("Тележка гидравлическая", "Тележка платформенная", "Штабелёр ручной",
                 "Штабелёр электрический с подъёмом до четырёх с половиной метров"), 14_000, 0.69),
    ("Упаковка", ("Плёнка стретч", "Короб четырёхклапанный", "Лента клейкая", "Паллета деревянная",
                  "Этикетка в рулоне"), 650, 0.74),
    ("Программы", ("Учёт на складе, год", "Обмен с кассами, год", "Маркировка, год"), 18_000, 0.22),
    ("Услуги", ("Монтаж", "Обучение", "Выезд инженера"), 6_000, 0.48),
)  # fmt: skip

# office, acts at which it is said, reason, weight
REASONS = (
    ("ru", (REQUEST, CONTACT), "Не дозвонились", 4),
    ("ru", (REQUEST, CONTACT), "Нецелевой запрос", 4),
    ("ru", (REQUEST, CONTACT), "Дубль", 1),
    ("ru", (CONTACT, QUALIFIED, MEETING), "Нет потребности", 3),
    ("ru", (QUALIFIED, MEETING, PROPOSAL), "Нет бюджета", 3),
    ("ru", (QUALIFIED, MEETING, PROPOSAL, CONTRACT), "Выбрали конкурента", 3),
    ("ru", (PROPOSAL,), "Дорого", 5),
    ("ru", (MEETING, PROPOSAL, CONTRACT), "Отложили решение", 2),
    ("ru", (CONTRACT,), "Не согласовали условия договора", 4),
    ("hu", (REQUEST, CONTACT), "Nem érhető el", 4),
    ("hu", (REQUEST, CONTACT), "Nem célcsoport", 3),
    ("hu", (CONTACT, QUALIFIED, MEETING), "Nincs igény", 3),
    ("hu", (QUALIFIED, MEETING, PROPOSAL), "Nincs keret", 3),
    ("hu", (QUALIFIED, MEETING, PROPOSAL, CONTRACT), "A versenytársat választotta", 3),
    ("hu", (PROPOSAL,), "Drága", 5),
    ("hu", (CONTRACT,), "Nem egyeztünk meg a feltételekben", 4),
)

# segment, share of the customers, usual amount of a deal in roubles
SEGMENTS = (
    ("Малый бизнес", 0.50, 40_000),
    ("Средний бизнес", 0.30, 76_000),
    ("Крупный бизнес", 0.12, 160_000),
    ("Госсектор", 0.08, 92_000),
)
INDUSTRIES = ("Розница", "Опт", "Производство", "Логистика", "Медицина", "Услуги", "HoReCa")

# territory, size of its market in an ordinary month, in roubles
MARKETS = (
    ("Москва", 36_000_000),
    ("Северо-Запад", 25_000_000),
    ("Поволжье", 14_000_000),
    ("Урал", 9_000_000),
    ("Budapest", 20_000_000),
    ("Dunántúl", 8_000_000),
    ("Alföld", 6_000_000),
)

# what is reviewed, criterion, highest mark, weight, a zero here makes the whole review zero
CRITERIA = (
    ("call", "Установил контакт", 5, 1, False),
    ("call", "Выявил потребность", 5, 3, False),
    ("call", "Рассказал о выгодах", 5, 2, False),
    ("call", "Отработал возражения", 5, 2, False),
    ("call", "Договорился о следующем шаге", 5, 2, True),
    ("call", "Говорил по делу и вежливо", 5, 1, True),
    ("letter", "Ответил на вопрос клиента", 5, 3, True),
    ("letter", "Написал ясно и без ошибок", 5, 2, False),
    ("letter", "Предложил следующий шаг", 5, 2, False),
    ("visit", "Встретил и представился", 5, 1, False),
    ("visit", "Задал вопросы", 5, 2, False),
    ("visit", "Предложил подходящее", 5, 2, False),
    ("competency", "Активное слушание", 5, 1, False),
    ("competency", "Установление контакта", 5, 1, False),
    ("competency", "Эмпатия и эмоциональный интеллект", 5, 1, False),
    ("competency", "Долгосрочные отношения", 5, 1, False),
    ("competency", "Знание продукта", 5, 1, False),
    ("competency", "Переговоры", 5, 1, False),
    ("competency", "Планирование", 5, 1, False),
    ("competency", "Делегирование", 5, 1, False),
    ("competency", "Дисциплина", 5, 1, False),
    ("360", "Порекомендую коллегам", 10, 1, False),
    ("360", "Порекомендую клиентам", 10, 1, False),
)

# what is assessed, every so many months, on which day, by which card
ROUNDS = (
    ("visit", 3, 12, "Тайный покупатель, версия 1"),
    ("competency", 3, 20, "Компетенции, версия 1"),
    ("360", 6, 22, "Отзывы коллег, версия 1"),
)
