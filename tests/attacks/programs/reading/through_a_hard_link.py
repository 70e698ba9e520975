"""Makes a hard link to a file that it may not read."""

# stops = full, confined

import os

os.link("@CANARY@", "mine.py")
exec(open("mine.py").read())
