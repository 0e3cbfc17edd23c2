"""What captions and values are called in English files."""

# Concept: its names, from the surest on; `captions` says which column of which table it is.
SAID = {
    "id": "id | no | number | code | key | nr | record id",
    "deal_id": "opportunity id | deal id | lead id | order id | sales order id | deal no | order no"
    " | order number | invoice no | invoice number | contract number | sale id | transaction id",
    "deal": "deal | opportunity | order | lead | contract | invoice | sale",
    "deal_name": "deal name | deal title | lead title | lead name | opportunity name | order name"
    " | title | subject | name",
    "seller_id": "owner id | seller id | salesperson id | sales person id | sales rep id | rep id"
    " | employee id | person id | user id | responsible id | agent id | business entity id"
    " | assigned by id | responsible user id",
    "seller": "owner | seller | salesperson | sales person | sales agent | sales rep | rep"
    " | responsible | responsible user | responsible person | deal owner | lead owner"
    " | opportunity owner | account owner | sales representative | sales executive | agent"
    " | employee | assigned to | assignee | closer | account manager | sold by | operator | user"
    " | person | sales manager",
    "seller_name": "owner name | seller name | salesperson name | employee name | agent name"
    " | rep name | user name | person name",
    "seller_email": "owner email | seller email | salesperson email | employee email | user email",
    "boss": "manager",
    "team": "team | sales team | group | unit | squad | unit id | team id | team name | owner team",
    "office": "department | office | regional office | branch | division | dept",
    "firm": "legal entity | firm | business unit | holding company",
    "customer_id": "customer id | account id | client id | company id | reseller key | reseller id"
    " | buyer id | customer no | customer number | customer code | contact id | org id",
    "customer": "customer | account | client | company | buyer | organization | organisation"
    " | reseller | bill to",
    "customer_name": "customer name | account name | client name | company name"
    " | organization name | organisation name",
    "contact": "contact | full name | contact full name | main contact | primary contact",
    "segment": "segment | customer segment | sector | customer type | account type | tier",
    "territory": "territory | region | market area | sales territory | customer region",
    "territory_id": "territory id | region id",
    "country": "country | office location | location | customer country",
    "city": "city | town",
    "industry": "industry | line of business | business line",
    "stage": "stage | deal stage | sales stage | pipeline stage | opportunity stage | lead stage"
    " | step",
    "stage_id": "stage id",
    "pipeline": "pipeline | sales pipeline | funnel | sales funnel | pipeline name",
    "outcome": "outcome | result | status | deal status | lead status | order status | won lost"
    " | state | payment status",
    "amount": "amount | deal amount | deal value | value | revenue | close value | closed value"
    " | sale amount | sales amount | order amount | order value | deal size | budget | sum"
    " | turnover | income | net sales | opportunity amount | invoice amount | won amount | sale",
    "net": "sub total | subtotal | net amount | net | amount without tax",
    "gross": "total | total amount | grand total | total due | gross amount",
    "margin": "margin | gross margin | profit | gross profit | margin amount",
    "currency": "currency | currency code",
    "channel": "source | lead source | channel | sales channel | utm source | traffic source",
    "created": "created | created at | created on | date created | creation date | create date"
    " | engage date | opened | open date | start date | lead date"
    " | date of creation | created date",
    "ordered": "order date | sale date | sold on | invoice date | date of sale | purchase date"
    " | transaction date | contract date",
    "date": "date | day",
    "qualified": "qualified | qualified at | qualification date | date qualified",
    "closed": "closed | closed at | closed on | close date | closed date | date closed"
    " | closing date | won date | date won | actual close date | deal closed date"
    " | won time | won at | won on | close time",
    "lost_at": "lost at | lost on | lost time | lost date | date lost",
    "paid": "paid | paid at | paid on | payment date | date paid | date of payment",
    "expected": "expected close | expected close date | expected closing date | forecast date"
    " | estimated close date | planned close date | assumed close date | expected close on",
    "loss_reason": "loss reason | lost reason | reason lost | closed lost reason"
    " | reason for loss | refusal reason",
    "updated": "updated | updated at | modified | last modified | date modified | last update"
    " | modified at | updated on | last activity date",
    "product_id": "product id | item id | sku | article | product code | item code | product key",
    "product": "product | item | goods | service",
    "product_name": "product name | item name | goods name",
    "product_group": "product group | category | product category | product line | series"
    " | product type | category name | category id | group | family | product family",
    "quantity": "quantity | qty | pieces | units sold | count | order qty",
    "price": "unit price | price | price per unit | item price",
    "discount": "discount | discount percent | discount rate | disc | unit price discount",
    "line_amount": "line total | line amount | extended price | amount | sum | total | net amount",
    "cost": "cost | cost price | unit cost | cost of goods | cogs | line cost",
    "line_id": "line id | order line id | position id | detail id | order detail id",
    "name": "name | full name | title",
    "person_name": "name | full name | employee name | employee | sales agent | seller"
    " | salesperson | sales rep | rep | agent | person",
    "login": "login | login id | username | user name",
    "first_name": "first name | given name | firstname",
    "last_name": "last name | family name | surname | lastname",
    "email": "email | e mail | mail | work email",
    "role": "role | title | job title | position | job",
    "head": "manager | head | reports to | manager id | supervisor | team lead | team leader | boss"
    " | head of sales | sales manager | line manager | chief",
    "hired": "hire date | hired | hired on | employed since | date hired | joined",
    "left": "left | left on | leave date | termination date | date left | fired",
    "parent": "parent | parent id | parent unit | parent unit id | belongs to | part of",
    "unit_kind": "kind | type | level",
    "kind": "kind | type | activity type | task type | event type | activity",
    "direction": "direction | call type | call direction | in out | incoming outgoing",
    "occurred": "occurred | occurred at | started at | start time | call date | call time"
    " | date and time | datetime | timestamp | call started | meeting date | activity date"
    " | event date | time | started",
    "duration": "duration | talk time | call duration | length | seconds | billsec"
    " | conversation time | duration sec",
    "call_outcome": "outcome | result | call result | call status | disposition | status",
    "recording": "recording | record | recording link | audio | recording url",
    "due": "due | due date | due at | deadline | complete till",
    "completed": "completed | completed at | completion date | done at | finished at",
    "proposal_id": "proposal id | quote id | offer id | proposal no | quote number | offer no"
    " | proposal number | quotation no",
    "sent": "sent | sent at | sent on | date sent | proposal date | quote date | offer date",
    "decided": "decided | decided at | decision date | answer date",
    "spent": "spent on | spent at | cost date | expense date",
    "cost_kind": "cost type | expense type | expense article | expense category | cost category",
    "kind_of": "kind | type | category | expense | article",
    "cost_amount": "amount | cost | spent | expense amount | sum | costs",
    "target": "target | plan | quota | sales quota | sales target | goal | sales plan"
    " | plan amount",
    "metric": "metric | kpi | indicator | measure",
    "month": "month | plan month",
    "period": "period | plan period | quarter | year",
    "since": "period start | since | from | start date | quota date | valid from | period since"
    " | start",
    "until": "until | period until | valid until",
    "last": "period end | end date | to | till | end | last day",
    "size": "market size | size | market volume | volume",
    "rate": "rate | exchange rate | price",
    "from_stage": "from stage | old stage | previous stage | stage before | from status",
    "to_stage": "to stage | new stage | next stage | stage after | to status",
    "changed": "changed at | changed on | change date | moved at | moved on | changed | date",
    "absence_kind": "absence type | kind | type | reason | leave type",
}

# Words of a caption that may be left out when nothing better fits.
GENERIC = (
    "sales sale deal lead opportunity order date name of the a an field column current total s"
)

# Group of words: what is meant: how it is said.
MEANT = {
    "outcome": {
        "won": "won | win | closed won | success | successful | paid | completed | complete | sold"
        " | delivered | shipped | fulfilled | signed | accepted | deal won | closed successfully",
        "lost": "lost | lose | closed lost | failed | failure | cancelled | canceled | rejected"
        " | refused | declined | deal lost | unqualified | junk | spam | expired | loss",
        "open": "open | in progress | new | pending | active | ongoing | unpaid | draft | sent"
        " | negotiation | prospecting | engaging | qualification | in work | on hold",
    },
    "kind": {
        "call": "call | calls | phone call | phone",
        "meeting": "meeting | meetings | visit | visits | appointment | zoom",
        "email": "email | emails | e-mail | letter | mail",
        "message": "message | messages | sms | chat | whatsapp | telegram",
        "task": "task | tasks | to do | todo",
        "comment": "comment | note",
        "presentation": "presentation | demo",
    },
    "direction": {
        "in": "in | incoming | inbound | received",
        "out": "out | outgoing | outbound | outcoming | made",
    },
    "call": {
        "reached": "reached | answered | connected | success | successful | answer",
        "missed": "missed | no answer | noanswer | not answered | unanswered",
        "busy": "busy",
        "voicemail": "voicemail | answering machine",
        "failed": "failed | wrong number | error | blocked | congestion",
        "held": "held | took place",
        "cancelled": "cancelled | canceled",
        "done": "done | completed | finished",
        "open": "open | planned | scheduled | in progress",
    },
    "cost": {
        "salary": "salary | salaries | wages | payroll | base salary",
        "commission": "commission | commissions | bonus | bonuses",
        "marketing": "marketing | advertising | ads | promotion",
        "tools": "tools | software | licences | licenses | crm | telephony | subscriptions",
        "travel": "travel | trips | transport | fuel",
        "other": "other | misc | miscellaneous",
    },
    "unit": {
        "company": "company | firm | legal entity",
        "department": "department | office | division | branch",
        "team": "team | group",
    },
    "absence": {
        "vacation": "vacation | holiday | leave | annual leave",
        "sick": "sick | sick leave | illness",
        "other": "other | unpaid leave | business trip",
    },
    "plan": {
        "at_least": "at least | minimum | not less",
        "at_most": "at most | maximum | not more",
        "growth": "growth",
        "reach": "reach",
    },
    "verdict": {
        "open": "open | new | in progress",
        "upheld": "upheld | justified | confirmed | accepted",
        "rejected": "rejected | unjustified | dismissed",
    },
    "author": {
        "person": "person | user | human",
        "robot": "robot | bot | automation | system",
        "integration": "integration | api",
        "assumed": "assumed",
        "unknown": "unknown",
    },
    "review": {
        "call": "call",
        "letter": "letter | email",
        "visit": "visit | mystery shopping",
        "competency": "competency",
        "360": "360 | 360 degrees",
    },
    "length": {
        "day": "day",
        "week": "week",
        "month": "month",
        "quarter": "quarter",
        "year": "year",
        "next": "up to the next one | next",
    },
    "metric": {
        "revenue": "revenue | sales | turnover | sales amount",
        "deals_won": "deals won | won deals | sales count | deals | orders",
        "margin": "margin | gross profit",
        "average_check": "average deal value | average check | average order | avg deal",
        "calls": "calls",
        "conversations": "conversations | talks",
        "meetings": "meetings | meetings held",
        "presentations": "presentations | presentations held | demos",
        "proposals": "proposals | proposals sent | quotes | offers",
        "customers_new": "new customers | new clients",
    },
    "flag": {"true": "yes | y | true | 1 | on", "false": "no | n | false | 0 | off"},
}

MONTHS = (
    "january jan | february feb | march mar | april apr | may | june jun | july jul | august aug"
    " | september sep sept | october oct | november nov | december dec"
)

TABLES = {
    "deals": "deals | orders | sales | leads | opportunities | pipeline | sales pipeline | invoices"
    " | sales orders | deal",
    "people": "people | employees | employee | staff | sellers | sales teams | team | teams"
    " | salespeople | sales people | users | managers | reps",
    "customers": "customers | accounts | clients | companies | contacts | buyers | customer",
    "activities": "activities | calls | meetings | tasks | emails | events | call log | cdr",
    "order_lines": "order lines | order details | order items | lines | items | sales lines"
    " | order detail",
    "products": "products | product | items | goods | price list | catalogue | catalog",
    "proposals": "proposals | quotes | offers | quotations",
    "costs": "costs | expenses | spending",
    "plans": "plans | targets | quotas | goals | sales plan | plan | quota history",
    "units": "units | departments | offices | branches",
    "rates": "rates | exchange rates | currency rates | currencies",
    "market": "market | market size",
    "stage_changes": "stage changes | stage history | history of stages | moves",
    "absences": "absences | vacations | holidays | leaves",
    "postings": "postings | assignments | territory history",
}

# Rows of such a file are none of ours, however like ours its other columns look.
FOREIGN = "supplier | shipper | vendor | carrier | warehouse | region | territory | category"

# What stands in a cell where nothing is.
EMPTY = "- | — | – | n/a | na | none | null | nan | not closed | no data | not set | unknown | ?"
