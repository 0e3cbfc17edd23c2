"""What is odd about some rows when it is switched on."""

from collections.abc import Mapping

ODDITIES: Mapping[str, str] = {
    "zeros": "0 where null belongs",
    "cents": "amounts have cents",
    "young_history": "the history of stages begins in the middle of the time",
    "empty_error": "the code of an error is an empty string",
    "zero_error": "the code of an error is the number 0",
    "mute_reset": "nobody says when a method that is shut goes on",
    "odd_users": "customers and robots are among the users; `TIMESTAMP_X` is an empty map",
    "unknown_activities": "activities of a provider nobody knows",
}
