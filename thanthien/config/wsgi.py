"""The web server's door."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thanthien.config.settings")

application = get_wsgi_application()

# What is loaded by now (every page, every library) stays for good. The collector need not walk it again: a walk
# takes a tenth of a second, and would fall on whoever opens a page with many rows.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
