"""`python -m weerbaar.cli`, where the script `weerbaar` is not on the path."""

import sys

from weerbaar.cli import main

sys.exit(main())
