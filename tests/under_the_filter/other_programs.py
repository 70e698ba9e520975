"""Other programs."""

import subprocess, sys

assert subprocess.run(["echo", "a"], capture_output=True, check=True).stdout == b"a\n"
assert (
    subprocess.run(
        "ls / | wc -l; cp -a /etc/hostname x; date; touch y; mkdir z; cat < x | sort",
        shell=True,
        capture_output=True,
    ).returncode
    == 0
)
assert (
    subprocess.run(
        [sys.executable, "-c", "print(1)"], capture_output=True, start_new_session=True, check=True
    ).stdout
    == b"1\n"
)
