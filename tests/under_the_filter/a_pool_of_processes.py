"""A pool of processes, whose workers end by themselves."""

import multiprocessing, os
from concurrent.futures import ProcessPoolExecutor

context = multiprocessing.get_context("fork")
pool = context.Pool(2)
assert pool.map(abs, range(-4, 4)) == [4, 3, 2, 1, 0, 1, 2, 3]
pool.close()
pool.join()
with ProcessPoolExecutor(2, mp_context=context) as pool:
    assert list(pool.map(abs, [-1])) == [1]
