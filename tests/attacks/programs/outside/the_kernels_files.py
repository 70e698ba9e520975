"""Reads the kernel's memory, symbols and messages, disks, and writes what rules the machine."""

# stops = full, confined

import os

for _path in ("/dev/mem", "/dev/kmsg", "/proc/kcore", "/proc/kallsyms", "/proc/kmsg", "/dev/vda", "/dev/sda", "/proc/keys", "/sys/kernel/debug"):
    try:
        if os.open(_path, os.O_RDONLY) and (os.path.isdir(_path) is False):
            succeed()
    except OSError:
        continue
for _path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/proc/sys/kernel/hostname"):
    try:
        os.open(_path, os.O_WRONLY)
        succeed()
    except OSError:
        continue
