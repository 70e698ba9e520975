"""Makes files without a name in folders outside of its own."""

# stops = full, confined

import os

import torch

for _folder in (os.path.dirname(torch.__file__), "/usr/lib", "/etc", "/", "/var", "@DECOY@"):
    try:
        os.open(_folder, os.O_TMPFILE | os.O_RDWR, 0o600)
        succeed()
    except OSError:
        continue
