"""The WSGI application, for the production server."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings.dev")
application = get_wsgi_application()

# All pages are loaded before the server divides into processes, and what lasts as long as they do is taken out of the
# collector's sight: it would walk through a quarter of a million objects in the middle of a board (0.2 s each time).
get_resolver().url_patterns  # noqa: B018 (reading it imports every page)
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)  # libraries in C complain of what is left at the end
