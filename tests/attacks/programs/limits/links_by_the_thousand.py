"""Makes more names than a folder of its own may hold, all of one file."""

# stops = full
# seconds = 6

import os

open("one", "w").close()
try:
    for _number in range(25_000):
        os.link("one", f"link{_number}")
    succeed()
except OSError:
    pass
