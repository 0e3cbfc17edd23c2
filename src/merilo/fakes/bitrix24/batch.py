"""Many commands in one request; each may name what came of those before."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from merilo.fakes.bitrix24.lists import Said, Wrong
from merilo.fakes.server import tree

if TYPE_CHECKING:
    from merilo.fakes.bitrix24.fake import Bitrix24

MOST = 50
REFERENCE = re.compile(r"\$result((?:\[[^\]]*\])+)")
PARTS = ("result", "result_error", "result_total", "result_next", "result_time")


def batch(b24: "Bitrix24", params: Mapping[str, Any]) -> Said:
    """The request itself is good, also if every command failed. Empty maps are lists."""
    commands = params.get("cmd") or {}
    if isinstance(commands, list):
        commands = {str(n): one for n, one in enumerate(commands)}
    if not isinstance(commands, Mapping):
        raise Wrong("INVALID_ARG_VALUE", "cmd")
    if len(commands) > MOST:
        raise Wrong("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    said: dict[str, Said] = {part: {} for part in PARTS}
    for name, command in commands.items():
        run(b24, said, str(name), str(command))
        if said["result_error"] and str(params.get("halt", 0)) not in ("0", "false", "False"):
            break
    return {part: found or [] for part, found in said.items()}


def run(b24: "Bitrix24", said: dict[str, Said], name: str, command: str) -> None:
    """One command."""
    method, _, query = command.partition("?")
    method = method.removesuffix(".json")
    try:
        if method == "batch":
            raise Wrong("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage")
        pairs = [(part, filled(value, said["result"]))
                 for part, value in parse_qsl(query, keep_blank_values=True)]  # fmt: skip
        answer = b24.called(method, {key: rows(value) for key, value in tree(pairs).items()})
    except Wrong as wrong:
        said["result_error"][name] = {"error": wrong.code, "error_description": wrong.words,
                                      **wrong.more}  # fmt: skip
        return
    said["result"][name] = answer["result"]
    said["result_time"][name] = b24.time(method)
    for part in ("total", "next"):
        if part in answer:
            said[f"result_{part}"][name] = answer[part]


def filled(text: str, results: Said) -> str:
    """With what came of earlier commands in place of `$result[a][0][ID]`."""

    def value(match: re.Match[str]) -> str:
        found: Any = results
        for step in re.findall(r"\[([^\]]*)\]", match[1]):
            try:
                found = found[int(step)] if isinstance(found, list) else found[unquote(step)]
            except (KeyError, IndexError, ValueError, TypeError):
                return ""
        return str(found)

    return REFERENCE.sub(value, text)


def rows(node: Any) -> Any:
    """A tree of a form; places are a list."""
    if not isinstance(node, dict):
        return node
    if node and all(name.isdigit() for name in node):
        return [rows(one) for one in node.values()]
    return {name: rows(one) for name, one in node.items()}
