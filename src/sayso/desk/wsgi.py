"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from sayso.reading.worker import end_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sayso.desk.settings")
if os.environ.get("SAYSO_DESK_SERVED"):
    end_with(os.getppid())
application = get_wsgi_application()
