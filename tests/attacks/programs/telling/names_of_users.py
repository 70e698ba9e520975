"""Reads the names of other accounts of this machine."""

# stops = full

import pwd

if len(pwd.getpwall()) > 1:
    succeed()
