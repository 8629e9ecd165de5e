"""The product's own settings, with what makes tests fast and apart from the person's data."""

import os
import tempfile
import zlib
from pathlib import Path

# One place for each person, checkout and worker: two runs at once never meet.
_CHECKOUT = zlib.crc32(str(Path(__file__).resolve()).encode())
_DATA = Path(tempfile.gettempdir()) / f"thanthien-tests-{os.getuid()}-{_CHECKOUT:08x}"
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["THANTHIEN_DATA"] = str(_DATA / _WORKER)
os.environ.setdefault("SECRET_KEY", "only-for-tests")
# Playwright keeps an event loop in the worker's thread, and Django takes every later test there for asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
if url := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url
else:
    os.environ.pop("DATABASE_URL", None)

from thanthien.config.settings import *  # noqa: E402, F403
from thanthien.config.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

DATA_DIR.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# WhiteNoise lists all static files when a handler is made, and every test client makes one: half the suite's time.
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: tests with two people at once open two connections.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    # Tests outlive no power cut; what they commit need not be on the disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
# As a new installation gets them: at once; tests/cli/test_schema.py goes the way of the migrations.
DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False
