"""Runs programs that would run as root: their bit must not count."""

# stops = full, confined

import subprocess

for _command in (["/bin/mount", "-t", "tmpfs", "x", "/player/tmp"], ["/usr/bin/su", "-c", "id -u"]):
    try:
        if subprocess.run(_command, capture_output=True, timeout=5, stdin=subprocess.DEVNULL).returncode == 0:
            succeed()
    except (OSError, subprocess.SubprocessError):
        continue
