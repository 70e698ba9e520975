"""Reaches outside through /proc/self/root and /proc/self/cwd."""

# stops = full, confined

for _way in ("/proc/self/root@CANARY@", "/proc/self/cwd/../../../../../../..@CANARY@"):
    try:
        exec(open(_way).read())
        break
    except OSError:
        continue
