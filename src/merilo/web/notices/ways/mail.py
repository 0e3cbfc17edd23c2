"""Messages to the address of the account, by the server of the administrator.

The Message-ID is the delivery's: a mail that is sent again after a crash is the same mail, and mail
programs show it once.
"""

from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage

from merilo.web.notices.letter import Letter
from merilo.web.notices.ways.trouble import Trouble

NEVER = range(500, 600)  # what a server answers that will not take it tomorrow either


def send(letter: Letter, said: dict[str, str]) -> None:
    """Send it. Trouble if the server does not take it."""
    if not settings.MAIL:
        raise Trouble("no-mail", final=True)
    message = EmailMessage(
        letter.title, letter.plain, to=[said["address"]],
        headers={"Message-ID": named(letter), "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        code = min(code for code, _said in refused.recipients.values())
        raise Trouble("refused", str(code), final=code in NEVER) from None
    except (SMTPSenderRefused, SMTPDataError) as refused:
        raise Trouble("refused", str(refused.smtp_code)) from None
    except (OSError, SMTPException):
        raise Trouble("silent") from None


def named(letter: Letter) -> str:
    """Its name among all mails of the world."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{letter.id.hex}@{host}>"
