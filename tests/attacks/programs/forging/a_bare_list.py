"""Puts a bare list where the wire has a list of its own kind, with half of a surrogate pair in it."""


def _reply(frames):
    fields = [b'"status","Raised","kind","E","nearest","ValueError","message","\\ud800"']
    flags = [f'"{name}",false'.encode() for name in ("missing", "memory", "signature", "loading")]
    texts = [b'"absent",""', b'"frames",' + frames]
    return b'["dict",' + b",".join(fields + flags + texts) + b"]"


def split_even(t, n):
    raw(_reply(b'["\\ud800"]'))


def split_sizes(t, sizes):
    raw(_reply(b'["tuple","\\ud800"]'))


def interleave(a, b):
    raw(b'["list","\\udfff",["path","\\ud800"]]')
