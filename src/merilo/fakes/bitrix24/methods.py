"""What each method answers."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from merilo.fakes.bitrix24 import cards, directory, hooks, ids
from merilo.fakes.bitrix24.lists import PAGE, Kind, Said, Wrong, mapped, page, prefixed, whole

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

Params = Mapping[str, Any]
SCOPES = {"crm": "crm", "user": "user", "department": "department", "voximplant": "telephony",
          "tasks": "task"}  # fmt: skip


def listed(kind: str, under: str = "") -> Callable[["Bitrix24", Params], Said]:
    """A list, its rows under a name or not."""

    def answer(b24: "Bitrix24", params: Params) -> Said:
        return enveloped(b24, b24.kinds[kind], params, under)

    return answer


def enveloped(b24: "Bitrix24", kind: Kind, params: Params, under: str) -> Said:
    """A page of a list in its envelope."""
    rows, beside = page(b24, kind, params)
    return {"result": {under: rows} if under else rows, **beside}


def items(b24: "Bitrix24", params: Params) -> Said:
    """Cards, by their type."""
    types = {str(id): name for name, id in ids.TYPES.items()}
    name = types.get(str(params.get("entityTypeId")))
    if name is None:
        raise Wrong("NOT_FOUND", "Смарт-процесс не найден")
    return enveloped(b24, b24.kinds[name], params, "items")


def history(b24: "Bitrix24", params: Params) -> Said:
    """Of deals, or of leads."""
    kind = {"1": "lead move", "2": "move"}.get(str(params.get("entityTypeId")))
    if kind is None:
        return {"result": {"items": []}, "total": 0}
    return enveloped(b24, b24.kinds[kind], params, "items")


def calls(b24: "Bitrix24", params: Params) -> Said:
    """Parameters in capitals, and an order of its own."""
    order = {str(params["SORT"]): params.get("ORDER", "ASC")} if params.get("SORT") else {}
    wanted = {"filter": params.get("FILTER"), "order": order, "start": params.get("start", 0)}
    return enveloped(b24, b24.kinds["call"], wanted, "")


def lines(b24: "Bitrix24", params: Params) -> Said:
    """Of which card must be said in full."""
    said = mapped(params.get("filter"))
    owners, type = said.get("=ownerId"), said.get("=ownerType")
    if not owners or type not in ("D", "Q"):
        raise Wrong("INVALID_ARG_VALUE", "Invalid value for filter: ownerType and ownerId")
    wanted = {int(one) for one in (owners if isinstance(owners, list) else [owners])}
    base, deals = ids.DEAL if type == "D" else ids.QUOTE, b24.world.deals
    rows = [line for id in sorted(wanted) if 0 <= id - base < len(deals)
            for line in cards.lines(b24, deals[id - base], type)]  # fmt: skip
    return cut(rows, params, "productRows")


def cut(rows: list[Said], params: Params, under: str = "") -> Said:
    """Some of a short list."""
    start = whole(params.get("start", 0))
    some = rows[max(start, 0) :][:PAGE]
    said: Said = {"result": {under: some} if under else some, "total": len(rows)}
    if start >= 0 and start + PAGE < len(rows):
        said["next"] = start + PAGE
    return said


def sifted(rows: list[Said], params: Params) -> list[Said]:
    """Those of a short list that match: by being equal, or by a greater ID."""
    for said, value in mapped(params.get("filter")).items():
        prefix, name = prefixed(str(said))
        if prefix == ">":
            rows = [row for row in rows if int(row[name]) > int(value)]
        else:
            rows = [row for row in rows if str(row.get(name)) == str(value)]
    return rows


def users(b24: "Bitrix24", params: Params) -> Said:
    """Filters stand among the other parameters."""
    rows = directory.users(b24)
    if "ID" in params:
        rows = [row for row in rows if row["ID"] == str(params["ID"])]
    return cut(rows, params)


def departments(b24: "Bitrix24", params: Params) -> Said:
    """The tree."""
    rows = directory.departments(b24)
    if "ID" in params:
        rows = [row for row in rows if row["ID"] == str(params["ID"])]
    return cut(rows, params)


def profile(b24: "Bitrix24", params: Params) -> Said:
    """Whose webhook it is."""
    return {"result": {"ID": "1", "ADMIN": b24.admin, "NAME": "Админ", "LAST_NAME": "Портала",
                       "PERSONAL_GENDER": "", "TIME_ZONE": "Europe/Moscow",
                       "TIME_ZONE_OFFSET": 0}}  # fmt: skip


def sections(b24: "Bitrix24", params: Params) -> Said:
    """Groups of products."""
    rows = [{"ID": str(ids.SECTION + n), "NAME": name}
            for n, name in enumerate(directory.sections(b24))]  # fmt: skip
    return cut(rows, params)


METHODS: dict[str, Callable[["Bitrix24", Params], Said]] = {
    "crm.item.list": items, "crm.deal.list": listed("deal old"), "crm.stagehistory.list": history,
    "crm.activity.list": listed("activity"), "tasks.task.list": listed("task", "tasks"),
    "voximplant.statistic.get": calls, "crm.item.productrow.list": lines, "user.get": users,
    "department.get": departments, "profile": profile, "crm.productsection.list": sections,
    "crm.item.fields": lambda b24, params: {
        "result": {"fields": directory.fields(b24, whole(params.get("entityTypeId")))}},
    "crm.category.list": lambda b24, params: {
        "result": {"categories": directory.categories(b24)},
        "total": len(b24.world.pipelines)},
    "crm.status.list": lambda b24, params: {
        "result": sifted(directory.statuses(b24), params), "total": 0},
    "crm.product.list": lambda b24, params: cut(sifted(directory.products(b24), params), params),
    "crm.enum.ownertype": lambda b24, params: {"result": directory.types()},
    "crm.currency.base.get": lambda b24, params: {"result": b24.world.currency},
    "scope": lambda b24, params: {"result": sorted(b24.scopes)},
    "server.time": lambda b24, params: {"result": ids.iso(b24.clock.now())},
    "event.offline.get": lambda b24, params: {"result": hooks.offline(b24)},
}  # fmt: skip
