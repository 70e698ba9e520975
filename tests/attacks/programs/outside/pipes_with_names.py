"""Makes a pipe with a name where another player, or the grader, would open and wait for it."""

# stops = full, confined

import os

for _folder in ("/tmp", "/var/tmp", "@DECOY@", "/usr/lib", "/etc"):
    try:
        os.mkfifo(f"{_folder}/@MARK@")
        if os.path.realpath(_folder) not in ("/player/tmp",):
            succeed()
    except OSError:
        continue
