"""What diallers and telephone systems call the columns of their exports, and how they say the ends
of calls; in all three languages."""

SAID = {
    "call_time": "дата и время | дата и время звонка | дата время | дата и время начала"
    " | время начала | дата начала | начало | начало звонка | начало разговора | начало вызова"
    " | дата звонка | дата вызова | время звонка | время вызова | время начала звонка"
    " | время соединения | время | time | date and time | date time | datetime | calldate"
    " | call date | call time"
    " | call datetime | call start | call start time | call started | started | started at | start"
    " | start time | start date | start datetime | timestamp | call timestamp"
    " | dátum és idő | dátum idő | dátum időpont | hívás ideje | hívás időpontja | hívás kezdete"
    " | kezdete | kezdés | kezdés ideje | kezdő időpont | kezdési idő | időpont | hívás dátuma"
    " | indítás ideje",
    "call_day": "дата | день | date | day | dátum | nap | created | created at | дата создания"
    " | создан | létrehozva",
    "call_clock": "время | час | время звонка | время начала | time | clock | start time"
    " | call time | time of day | idő | óra | időpont | hívás ideje | kezdés ideje",
    "call_direction": "направление | направление звонка | направление вызова | тип | тип звонка"
    " | тип вызова | вид звонка | вид вызова | direction | call direction | call type | type"
    " | in out | irány | hívás iránya | hívásirány | hívás típusa | hívástípus | típus",
    "call_operator": "оператор | имя оператора | фио оператора | агент | сотрудник"
    " | имя сотрудника | фио сотрудника | сотрудник фио | менеджер | пользователь"
    " | имя пользователя | ответственный | ответил | принял звонок | кто звонил"
    " | operator | operator name | agent | agent name | user | user name | username"
    " | user full name | full name | employee | employee name"
    " | rep | staff | extension name | answered by"
    " | operátor | operátor neve | ügynök | ügynök neve | kezelő | kezelő neve | ügyintéző"
    " | ügyintéző neve | munkatárs | munkatárs neve | felhasználó | felhasználó neve",
    "call_extension": "внутренний номер | внутренний | вн номер | внутр номер | добавочный"
    " | добавочный номер | доб | номер оператора | номер сотрудника | номер агента"
    " | внутренний номер сотрудника | extension | ext | agent extension | user extension"
    " | agent number | operator number | internal number | extension number"
    " | mellék | mellékszám | mellék száma | belső szám | mellékállomás",
    "call_mail": "email оператора | почта оператора | email сотрудника | почта сотрудника"
    " | email агента | логин оператора | agent email | operator email | user email | employee email"
    " | email | e mail | почта | operátor email | munkatárs email | email cím",
    "call_phone": "номер клиента | телефон клиента | клиент телефон | телефон контакта"
    " | номер контакта | номер абонента | телефон абонента | телефон | номер телефона | номер"
    " | контактный телефон | абонент | внешний номер | customer phone | customer number"
    " | client phone | client number | contact phone | contact number | lead phone"
    " | external number | phone number | phone | number | phone number dialed | dialed number"
    " | dialled number | number dialed | msisdn | remote number"
    " | ügyfél telefonszáma | ügyfél száma | ügyfél telefon | partner telefonszáma | telefonszám"
    " | telefon | szám | külső szám | tárcsázott szám",
    "call_from": "кто звонил | кто | откуда | с номера | звонящий | номер звонящего | вызывающий"
    " | вызывающий абонент | вызывающий номер | номер вызывающего | инициатор | а номер | номер а"
    " | источник | от кого | from | from number | caller | caller number | caller id | src | source"
    " | source number | calling number | calling party | a number | ani | call from"
    " | hívó | hívó fél | hívó szám | hívó száma | hívószám | honnan | hívó telefonszáma",
    "call_to": "кому | кому звонили | куда | на номер | вызываемый | вызываемый абонент"
    " | вызываемый номер | номер вызываемого | набранный номер | б номер | номер б | принимающий"
    " | назначение | to | to number | callee | callee number | called | called number"
    " | called party | dst | destination | destination number | b number | dnis | call to"
    " | hívott | hívott fél | hívott szám | hívott száma | hova | hová | célszám"
    " | hívott telefonszáma",
    "call_talk": "длительность разговора | время разговора | разговор | продолжительность разговора"
    " | чистое время разговора | в разговоре | billsec | talk time | talk | talk duration"
    " | talk seconds | conversation | conversation time | conversation duration | talking"
    " | billable seconds | billed duration | beszélgetés | beszélgetési idő | beszélgetés hossza"
    " | beszélgetés időtartama | beszédidő",
    "call_whole": "длительность | длительность звонка | длительность вызова | продолжительность"
    " | продолжительность звонка | общая длительность | полная длительность | общее время"
    " | длительность общая | duration | call duration | total duration | length | call length"
    " | total time | total | length in sec | duration seconds | call length seconds"
    " | időtartam | hívás időtartama | hívás hossza | hossz | teljes időtartam | tartam",
    "call_wait": "время ожидания | ожидание | ожидание ответа | длительность ожидания"
    " | время дозвона | дозвон | wait | wait time | waiting time | waiting | ring time | ringing"
    " | queue time | queue seconds | várakozás | várakozási idő | csengetés | csengetési idő",
    "call_status": "статус звонка | статус вызова | результат дозвона | статус дозвона"
    " | состояние звонка | call status | call state | disposition | hangup cause | call result"
    " | call outcome | status name | hívás állapota | hívás státusza | hívás eredménye",
    "call_result": "статус | результат | результат звонка | результат вызова | итог | исход"
    " | итог звонка | причина завершения | status | result | outcome | state | term reason"
    " | eredmény | állapot | státusz | kimenetel | lezárás",
    "call_note": "результат | итог | результат разговора | итог разговора | результат сценария"
    " | категория | result | outcome | wrap up | wrap up code | disposition code | tag"
    " | eredmény | kimenetel | lezárás oka | minősítés",
    "call_campaign": "кампания | проект | сценарий | обзвон | очередь | проект обзвона"
    " | campaign | campaign name | campaign id | project | queue | queue name | kampány"
    " | kampány neve | projekt | várólista",
    "call_recording": "запись | запись разговора | запись звонка | ссылка на запись"
    " | ссылка на запись разговора | файл записи | аудио | аудиозапись | recording | record"
    " | recording url | recording link | recordingfile | recording file | record url | audio"
    " | audio url | felvétel | hangfelvétel | felvétel linkje | felvétel url",
    "call_id": "id звонка | идентификатор звонка | id вызова | идентификатор вызова | call id"
    " | callid | call uuid | uuid | unique id | uniqueid | linked id | linkedid | session id"
    " | call session id | sessionid | hívásazonosító | hívás azonosító | hívás azonosítója",
    "call_bare_id": "id | ид | идентификатор | azonosító",
}

# Beginnings of what is said of an end, in the order in which they decide: what was not answered
# holds the word for what was.
ENDS = (
    ("voicemail", "автоответ | голосовая почт | голосов почт | voicemail | voice mail | machine"
     " | hangpost | üzenetrögz"),
    ("missed", "не отве | неотве | нет отве | без отве | не дозв | недозв | пропущ | не состоя"
     " | неуспеш | не успеш | не подн | не взя | недоступ | не доступ | выключ | сброш | сброс"
     " | потер | no answ | noansw | not answ | unansw | missed | abandon | drop | timeout"
     " | time out | unsuccess | not reach | unreach | unavail | cancel | nem fogad"
     " | nem vett | nem vál | nem elér | elmulaszt | sikertelen | megszak | nem sikerült"),
    ("busy", "занят | busy | foglalt"),
    ("failed", "ошиб | неверн | неправильн | не существ | несуществ | заблок | сбой | отклон"
     " | fail | error | invalid | wrong | congest | reject | block | disconnected number"
     " | hibás | hiba | téves | letilt | elutas"),
    ("reached", "отвеч | ответил | успеш | разговор | дозвон | состоя | принят | соедин | answer"
     " | connect | talk | reach | complet | success | human | sale | fogad | siker | létrej"
     " | beszél | felvett | kapcsolt"),
)  # fmt: skip
INSIDE = "внутр | internal | inside | local | belső"  # calls among ourselves
WAYS = (
    ("in", "вход | incom | inbound | bejöv"),
    ("out", "исход | outgo | outbound | kimen | обзвон | автодоз | predict | prediktív | click"),
)
MACHINES = (
    "робот | бот | автообзвон | автодозвон | голосовой робот | система | ivr | robot | bot"
    " | autodialer | auto dialer | outbound auto dial | vdad | system | rendszer | hangrobot"
)
