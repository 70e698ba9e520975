"""Lists the processes of the machine and reads their environments."""

# stops = full, confined

import glob
import os

for _path in glob.glob("/proc/[0-9]*/environ") + [f"/proc/{os.getppid()}/environ"]:
    try:
        _own = os.path.realpath("/proc/self") == os.path.realpath(os.path.dirname(_path))
        if not _own and open(_path, "rb").read():
            succeed()
    except OSError:
        continue
