"""Answers with thousands of paths of thousands of parts."""

# seconds = 4


def interleave(a, b):
    raw(b'["dict","status","Returned","value",["list"' + (b',["path","' + b"a/" * 2040 + b'"]') * 1900 + b'],"devices",["tuple"],"changed",["tuple"]]')
