"""Chance that is the same everywhere: numbers made from the seed, a purpose and an id by MD5."""

from hashlib import md5


def roll(seed: int, what: str, which: object) -> int:
    """64 bits that depend on nothing but the three; the SQL macro `roll` gives the same."""
    return int.from_bytes(md5(f"{seed}:{what}:{which}".encode()).digest()[8:], "little")


def die(rolled: int, number: int = 0) -> float:
    """One of the four throws, 0 to 3, in a roll: from 0 up to, but not including, 1."""
    return (rolled >> 16 * number & 0xFFFF) / 0x10000


def macros(seed: int) -> str:
    """`roll` and `die` for SQL. DuckDB's own hash() may change from version to version."""
    return f"""
        create or replace temp macro roll(what, which) as
            (md5_number('{seed}:' || what || ':' || which) >> 64::uhugeint)::ubigint;
        create or replace temp macro die(rolled, number) as
            ((rolled >> (16 * number)::ubigint) & 65535::ubigint) / 65536;
    """
