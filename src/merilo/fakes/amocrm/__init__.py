"""A fake amoCRM, or Kommo."""

from merilo.fakes.amocrm.fake import AmoCRM

__all__ = ["AmoCRM"]
