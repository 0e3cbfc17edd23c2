"""The settings of the tests: the real ones, over a home folder that is thrown away.

`MERILO_TEST_DATABASE=postgres://...` runs the same tests on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

HOMES = Path(tempfile.mkdtemp(prefix="merilo-tests-"))  # one for each process of the run
os.environ["MERILO_HOME"] = str(HOMES)
os.environ["MERILO_DEMO_DOOR"] = "true"
if server := os.environ.get("MERILO_TEST_DATABASE"):
    os.environ["DATABASE_URL"] = server
else:
    os.environ.pop("DATABASE_URL", None)

from merilo.web.settings import *  # noqa: E402, F403
from merilo.web.settings import DATABASES, HUEY, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
HUEY["immediate"] = True
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(HOMES / "test.sqlite3")}
