"""The desk for a web server: `uvicorn weerbaar.desk.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weerbaar.desk.configuration")
application = get_asgi_application()
