"""amoCRM, called Kommo abroad: API version 4.

https://www.amocrm.ru/developers/content/crm_platform/api-reference
"""

from merilo.sources.amocrm.connector import AmoCRM

CONNECTOR = AmoCRM()

__all__ = ["CONNECTOR"]
