"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from sayso.desk.home import SERVED_BY
from sayso.reading.worker import end_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sayso.desk.settings")
if SERVED_BY in os.environ:
    end_with(int(os.environ[SERVED_BY]))
application = get_wsgi_application()
