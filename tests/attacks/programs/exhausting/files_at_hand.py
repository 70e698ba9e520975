"""Opens files until no descriptor is left."""

_open = []
try:
    while True:
        _open.append(open("/dev/null"))
except OSError:
    pass
