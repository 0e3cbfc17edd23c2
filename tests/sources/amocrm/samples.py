"""Answers of the service as its documents have them, with invented values."""

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from merilo.sources.sync.protocol import Account, Ground, Record, Row

MOSCOW = Account(
    "Demo", "Europe/Moscow", "RUB", datetime(2023, 11, 14, tzinfo=UTC), country="RU"
)  # fmt: skip

ACCOUNT: Record = {
    "id": 31000000, "name": "Demo", "subdomain": "demo", "created_at": 1700000000,
    "created_by": 0, "updated_at": 1700000000, "updated_by": 0, "current_user_id": 501,
    "country": "RU", "currency": "RUB", "currency_symbol": "₽", "is_api_filter_enabled": True,
    "_embedded": {
        "users_groups": [{"id": 0, "name": "Отдел продаж", "uuid": None},
                         {"id": 9001, "name": "B2B", "uuid": None}],
        "task_types": [{"id": 1, "name": "Связаться", "code": "FOLLOW_UP"},
                       {"id": 2, "name": "Встреча", "code": "MEETING"}],
        "datetime_settings": {"timezone": "Europe/Moscow", "timezone_offset": "+03:00"},
    },
}  # fmt: skip

LEAD: Record = {
    "id": 1001, "name": "Заявка с сайта", "price": 120000, "responsible_user_id": 501,
    "group_id": 9001, "status_id": 40002, "pipeline_id": 7001, "loss_reason_id": None,
    "source_id": None, "created_by": 0, "updated_by": 501, "created_at": 1762000000,
    "updated_at": 1762100000, "closed_at": None, "closest_task_at": 1762200000,
    "is_deleted": False,
    "custom_fields_values": [
        {"field_id": 88001, "field_name": "Канал", "field_code": None, "field_type": "select",
         "values": [{"value": "Сайт", "enum_id": 55, "enum_code": None}]},
        {"field_id": 88002, "field_name": "Дата отгрузки", "field_code": None,
         "field_type": "date", "values": [{"value": 1762300800}]},
    ],
    "score": None, "account_id": 31000000, "labor_cost": None,
    "is_price_modified_by_robot": False,
    "_embedded": {
        "tags": [{"id": 11, "name": "VIP", "color": None}],
        "companies": [{"id": 3001}],
        "contacts": [{"id": 2002, "is_main": False}, {"id": 2001, "is_main": True}],
        "loss_reason": [],
        "catalog_elements": [
            {"id": 6001, "metadata": {"quantity": 2, "catalog_id": 4001, "price_id": 88100}}],
        "source": {"id": 77, "name": "Форма сайта"},
    },
}  # fmt: skip

PIPELINE: Record = {
    "id": 7001, "name": "Продажи", "sort": 1, "is_main": True, "is_unsorted_on": True,
    "is_archive": False,
    "_embedded": {"statuses": [
        {"id": 40001, "name": "Неразобранное", "sort": 10, "pipeline_id": 7001, "type": 1},
        {"id": 40002, "name": "Первичный контакт", "sort": 20, "pipeline_id": 7001, "type": 0},
        {"id": 142, "name": "Ура", "sort": 10000, "pipeline_id": 7001, "type": 0},
        {"id": 143, "name": "Увы", "sort": 11000, "pipeline_id": 7001, "type": 0},
    ]},
}  # fmt: skip

CONTACT: Record = {
    "id": 2001, "name": "Иван Петров", "first_name": "Иван", "last_name": "Петров",
    "responsible_user_id": 501, "group_id": 9001, "created_by": 501, "updated_by": 501,
    "created_at": 1762000000, "updated_at": 1762000000, "closest_task_at": None,
    "is_deleted": False, "is_unsorted": False,
    "custom_fields_values": [
        {"field_id": 111, "field_name": "Телефон", "field_code": "PHONE",
         "field_type": "multitext",
         "values": [{"value": "+79990000001", "enum_id": 1, "enum_code": "WORK"}]},
        {"field_id": 112, "field_name": "Email", "field_code": "EMAIL",
         "field_type": "multitext",
         "values": [{"value": "a@example.org", "enum_id": 3, "enum_code": "WORK"}]},
    ],
    "_embedded": {"tags": [], "companies": [{"id": 3001}], "leads": [{"id": 1001}]},
}  # fmt: skip

USER: Record = {
    "id": 501, "name": "Анна", "email": "anna@example.org", "lang": "ru",
    "rights": {"leads": {"view": "A"}, "is_admin": False, "is_free": False, "is_active": True,
               "group_id": 9001, "role_id": None},
    "_embedded": {"roles": [], "groups": [{"id": 9001, "name": "B2B"}]},
}  # fmt: skip

TASK: Record = {
    "id": 8001, "created_by": 501, "updated_by": 501, "created_at": 1762000000,
    "updated_at": 1762090000, "responsible_user_id": 501, "group_id": 9001, "entity_id": 1001,
    "entity_type": "leads", "duration": 0, "is_completed": True, "task_type_id": 1,
    "text": "Перезвонить", "result": {"text": "Договорились"}, "complete_till": 1762086399,
}  # fmt: skip

CALL: Record = {
    "id": 42001, "entity_id": 2001, "created_by": 501, "updated_by": 501,
    "created_at": 1762010000, "updated_at": 1762010000, "responsible_user_id": 501,
    "group_id": 9001, "note_type": "call_out",
    "params": {"uniq": "8f52c7", "duration": 154, "source": "mango",
               "link": "https://pbx.example/rec/1.mp3", "phone": "79990000001",
               "call_result": "Разговор состоялся", "call_status": 4,
               "call_responsible": "Анна"},
}  # fmt: skip

EVENT: Record = {
    "id": "01pz58t6p04ymgsgfbmfyfy1mf", "type": "lead_status_changed", "entity_id": 1001,
    "entity_type": "lead", "created_by": 501, "created_at": 1762050000,
    "value_after": [{"lead_status": {"id": 40003, "pipeline_id": 7001}}],
    "value_before": [{"lead_status": {"id": 40002, "pipeline_id": 7001}}],
}  # fmt: skip

ELEMENT: Record = {
    "id": 6001, "catalog_id": 4001, "name": "Станок", "is_deleted": False,
    "custom_fields_values": [
        {"field_id": 88100, "field_name": "Цена", "field_code": "PRICE",
         "values": [{"value": "1500.50"}]},
        {"field_id": 88101, "field_name": "Группа", "field_code": "GROUP",
         "values": [{"value": "Станки"}]},
        {"field_id": 88102, "field_name": "Закупка", "field_code": None,
         "values": [{"value": "1000"}]},
    ],
}  # fmt: skip


def but(sample: Record, **said: Any) -> Record:
    """The same record, other in what is said."""
    return {**copy.deepcopy(sample), **said}


def embedding(sample: Record, **said: Any) -> Record:
    """The same record, other in what is embedded."""
    return but(sample, _embedded={**copy.deepcopy(sample["_embedded"]), **said})


def field(id: int, value: Any, type: str = "text", code: str | None = None) -> Record:
    """A custom field with one value."""
    return {"field_id": id, "field_name": f"f{id}", "field_code": code, "field_type": type,
            "values": [{"value": value}]}  # fmt: skip


def ground(settings: Mapping[str, Any] | None = None) -> Ground:
    """An account in Moscow; digests that can be read."""
    return Ground(settings or {}, MOSCOW, lambda said: f"<{said[-4:]}>")


def rows(stream: Any, record: Record, settings: Mapping[str, Any] | None = None) -> list[Row]:
    """What a stream makes of a record."""
    return [*stream.rows(record, ground(settings))]


def only(stream: Any, record: Record, settings: Mapping[str, Any] | None = None) -> Row:
    """Its only row."""
    (row,) = rows(stream, record, settings)
    return row
