"""Leaves with SystemExit(0), as a finished program would."""

import sys

sys.exit(0)
