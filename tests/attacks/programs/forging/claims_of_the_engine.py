"""Speaks as the engine and as the referee: it is ready again, at fault, late, unrecorded, judged."""


def split_even(t, n):
    forge({"status": "Broken", "message": "the grader is broken"})


def split_sizes(t, sizes):
    for status in ("Ready", "Loaded", "Unrecorded", "TimedOut", "Crashed"):
        forge({"status": status})


def interleave(a, b):
    judged = {"accepted": (), "whys": (), "calls": (), "fingerprint": ""}
    forge({"status": "Judged"} | judged)
    forge({"status": "passed", "score": 10})
