"""Workers and children that are ended by a signal, as a pool does at the end of its block."""

import multiprocessing, time

context = multiprocessing.get_context("fork")
with context.Pool(2) as pool:
    assert pool.map(abs, range(-4, 4)) == [4, 3, 2, 1, 0, 1, 2, 3]
child = context.Process(target=time.sleep, args=(1000,))
child.start()
child.terminate()
child.join()
assert child.exitcode == -15
