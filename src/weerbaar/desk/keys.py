"""The master keys of the running desk, read once."""

from functools import cache

from django.conf import settings

from weerbaar.desk.secrets import ring as read
from weerbaar.desk.vault import Ring


@cache
def ring() -> Ring:
    """The master keys in force. After a rotation the desk is started again, or `ring.cache_clear()` is called."""
    return read(settings.WEERBAAR_HOME)
