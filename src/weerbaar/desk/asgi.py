"""The desk for a web server: `uvicorn weerbaar.desk.asgi:application`."""

import os
from typing import cast

from django.conf import settings
from django.core.asgi import get_asgi_application

from weerbaar.desk.access.body import App, Bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weerbaar.desk.configuration")
application = Bodies(cast(App, get_asgi_application()), settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
