"""The daily report, and the quick log of those without a CRM."""
