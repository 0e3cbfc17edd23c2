"""Which page is for whom, by the name of its address. A page that is not here opens to nobody."""

from collections.abc import Mapping

from merilo.web.accounts.models import Role

PUBLIC: frozenset[str] = frozenset({"*"})
EVERYBODY_SIGNED_IN = frozenset(Role.values)
LEADING = frozenset({Role.HEAD, Role.DIRECTOR, Role.ANALYST, Role.ADMINISTRATOR})
LOADING = frozenset({Role.ANALYST, Role.ADMINISTRATOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
PLANNING = frozenset({Role.HEAD, Role.DIRECTOR, Role.ADMINISTRATOR})
MEASURING = frozenset({Role.DIRECTOR, Role.ADMINISTRATOR})
PLANNED = PLANNING | {Role.SELLER, Role.ANALYST}

PAGES: Mapping[str, frozenset[str]] = {
    # the frame
    "health": PUBLIC,
    "metrics": PUBLIC,  # answers this machine alone
    "language": PUBLIC,
    "theme": PUBLIC,
    "home": EVERYBODY_SIGNED_IN,
    # accounts
    "join": PUBLIC,
    "look": PUBLIC,
    "profile": EVERYBODY_SIGNED_IN,
    "end_session": EVERYBODY_SIGNED_IN,
    "accounts": ADMINISTRATOR,
    "account": ADMINISTRATOR,
    "accounts_match": ADMINISTRATOR,
    "account_active": ADMINISTRATOR,
    "account_sessions": ADMINISTRATOR,
    "invite": ADMINISTRATOR,
    "invite_many": ADMINISTRATOR,
    "invitation": ADMINISTRATOR,
    "audit": ADMINISTRATOR,
    # allauth's
    "account_login": PUBLIC,
    "account_signup": PUBLIC,
    "account_logout": PUBLIC,  # also for whoever gives up at the second factor
    "account_inactive": PUBLIC,
    "account_reauthenticate": EVERYBODY_SIGNED_IN,
    "account_change_password": EVERYBODY_SIGNED_IN,
    "account_set_password": EVERYBODY_SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_index": EVERYBODY_SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": EVERYBODY_SIGNED_IN,
    "mfa_activate_totp": EVERYBODY_SIGNED_IN,
    "mfa_deactivate_totp": EVERYBODY_SIGNED_IN,
    "mfa_view_recovery_codes": EVERYBODY_SIGNED_IN,
    "mfa_generate_recovery_codes": EVERYBODY_SIGNED_IN,
    "mfa_download_recovery_codes": EVERYBODY_SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate_webauthn": EVERYBODY_SIGNED_IN,
    "mfa_list_webauthn": EVERYBODY_SIGNED_IN,
    "mfa_add_webauthn": EVERYBODY_SIGNED_IN,
    "mfa_edit_webauthn": EVERYBODY_SIGNED_IN,
    "mfa_remove_webauthn": EVERYBODY_SIGNED_IN,
    "usersessions_list": EVERYBODY_SIGNED_IN,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": PUBLIC,
    # people
    "people": EVERYBODY_SIGNED_IN,
    "filters": EVERYBODY_SIGNED_IN,
    "compare": EVERYBODY_SIGNED_IN,
    "card": EVERYBODY_SIGNED_IN,
    "work": EVERYBODY_SIGNED_IN,
    "feed": EVERYBODY_SIGNED_IN,
    "chart": EVERYBODY_SIGNED_IN,
    # plans
    "plans": PLANNED,
    "plans_history": PLANNED,
    "plans_chances": PLANNED,
    "plans_divide": PLANNING,
    "scorecards": PLANNED,
    "kpis": MEASURING,
    # data
    "imports": LOADING,
    "send": LOADING,
    "upload": LOADING,
    "reread": LOADING,
    "remap": LOADING,
    "let_in": LOADING,
    "discard": LOADING,
    "refused": LOADING,
    "loads": LOADING,
    "load": LOADING,
    "weigh": LOADING,
    "undo": LOADING,
    "run": LOADING,
    "stop": LOADING,
    "quality": LEADING,
    "staff": ADMINISTRATOR,
    "unit": ADMINISTRATOR,
    "posting": ADMINISTRATOR,
    "calendar": ADMINISTRATOR,
    # figures
    "figure": EVERYBODY_SIGNED_IN,
    "rows": EVERYBODY_SIGNED_IN,
    "dictionary": EVERYBODY_SIGNED_IN,
    "definition": EVERYBODY_SIGNED_IN,
}
