"""Copies the work of a fellow student, which lies beside its own."""

# stops = full, confined

exec(open("@CANARY@").read())
