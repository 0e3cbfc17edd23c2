"""Django's own commands, on a home folder: `python -m merilo.web.manage migrate`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merilo.web.settings")
    execute_from_command_line(sys.argv)
