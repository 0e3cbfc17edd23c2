"""A fake Bitrix24."""

from merilo.fakes.bitrix24.fake import Bitrix24

__all__ = ["Bitrix24"]
