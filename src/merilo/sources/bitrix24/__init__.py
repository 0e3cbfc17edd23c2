"""Bitrix24, by the address of an incoming webhook.

https://apidocs.bitrix24.com/
"""

from merilo.sources.bitrix24.connector import Bitrix24

CONNECTOR = Bitrix24()

__all__ = ["CONNECTOR"]
