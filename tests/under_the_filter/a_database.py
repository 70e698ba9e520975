"""A database."""

import sqlite3

with sqlite3.connect("a.db") as base:
    base.execute("create table t (x)")
    base.execute("insert into t values (1)")
base.execute("pragma journal_mode=wal")
assert base.execute("select * from t").fetchall() == [(1,)]
