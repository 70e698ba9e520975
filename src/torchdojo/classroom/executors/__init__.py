"""Where a class is graded, besides the processes of one command: executors and clusters.

A *task* is some programs for one exercise with the files beside them; it is graded in a process
that keeps a warm referee of its own and has the same collection. What comes back is what a local
run says, as plain data.
"""
