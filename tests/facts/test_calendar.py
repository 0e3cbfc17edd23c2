"""The calendar of the company's settings, put again only when they make another one."""

from datetime import date

HOLIDAY = date(2018, 1, 16)
