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
LOGGING = frozenset({Role.SELLER, Role.HEAD})
PLANNED = PLANNING | {Role.SELLER, Role.ANALYST}

PAGES: Mapping[str, frozenset[str]] = {
    # the frame
    "health": PUBLIC,
    "metrics": PUBLIC,  # answers this machine alone
    "language": PUBLIC,
    "theme": PUBLIC,
    "home": EVERYBODY_SIGNED_IN,
    "hook": PUBLIC,  # whoever has the secret
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
    "score": EVERYBODY_SIGNED_IN,
    "feed": EVERYBODY_SIGNED_IN,
    "chart": EVERYBODY_SIGNED_IN,
    # plans
    "plans": PLANNED,
    "plans_history": PLANNED,
    "plans_chances": PLANNED,
    "plans_divide": PLANNING,
    "plans_prorate": PLANNING,
    "plans_file": PLANNING,
    "plans_approvals": PLANNING,
    "plans_approving": MEASURING,
    "scorecards": PLANNED,
    "score_trends": PLANNED,
    "kpis": MEASURING,
    # tasks and the own day
    "tasks": EVERYBODY_SIGNED_IN,
    "tasks_heard": EVERYBODY_SIGNED_IN,
    "task_new": EVERYBODY_SIGNED_IN,
    "task": EVERYBODY_SIGNED_IN,
    "task_edit": EVERYBODY_SIGNED_IN,
    "task_act": EVERYBODY_SIGNED_IN,
    "tasks_secret": EVERYBODY_SIGNED_IN,
    "tasks_feed": PUBLIC,  # whoever has the secret
    "day": EVERYBODY_SIGNED_IN,
    "day_board": EVERYBODY_SIGNED_IN,
    # today
    "today": PLANNING,
    "matters": PLANNING,
    "respond": PLANNING,
    "take_back": PLANNING,
    # notices
    "notices": EVERYBODY_SIGNED_IN,
    "notice": EVERYBODY_SIGNED_IN,
    "notices_read": EVERYBODY_SIGNED_IN,
    "bell": EVERYBODY_SIGNED_IN,
    "channels": EVERYBODY_SIGNED_IN,
    "channel": EVERYBODY_SIGNED_IN,
    "channel_off": EVERYBODY_SIGNED_IN,
    "channel_key": EVERYBODY_SIGNED_IN,
    "channel_test": EVERYBODY_SIGNED_IN,
    "channel_state": EVERYBODY_SIGNED_IN,
    "deliveries": ADMINISTRATOR,
    # daily reports
    "report": EVERYBODY_SIGNED_IN,
    "report_forms": MEASURING,
    "filed": LEADING,
    "filed_one": LEADING,
    "log": LOGGING,
    "log_customers": LOGGING,
    "worker": PUBLIC,  # a script, and
    "manifest": PUBLIC,  # a name and a picture
    # alerts
    "alerts": EVERYBODY_SIGNED_IN,
    "alarm": EVERYBODY_SIGNED_IN,
    "alarm_answer": PLANNING,
    "alert_rules": PLANNING,
    "alert_rule_new": PLANNING,
    "alert_rule": PLANNING,
    "alert_try": PLANNING,
    "alert_offer": PLANNING,
    "alert_change": PLANNING,
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
    # connections
    "connections": ADMINISTRATOR,
    "connections_live": ADMINISTRATOR,
    "connection_new": ADMINISTRATOR,
    "connection_add": ADMINISTRATOR,
    "connection_back": ADMINISTRATOR,
    "connection": ADMINISTRATOR,
    "connection_state": ADMINISTRATOR,
    "connection_act": ADMINISTRATOR,
    "connection_choices": ADMINISTRATOR,
    "connection_people": ADMINISTRATOR,
    "connection_fields": ADMINISTRATOR,
    "connection_sign_in": ADMINISTRATOR,
    "connection_disconnect": ADMINISTRATOR,
    # figures
    "figure": EVERYBODY_SIGNED_IN,
    "rows": EVERYBODY_SIGNED_IN,
    "dictionary": EVERYBODY_SIGNED_IN,
    "definition": EVERYBODY_SIGNED_IN,
}
