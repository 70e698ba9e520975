"""Queues, locks and shared values."""

import multiprocessing

context = multiprocessing.get_context("fork")
queue, lock, value, array = (
    context.Queue(),
    context.Lock(),
    context.Value("i"),
    context.Array("d", 3),
)


def work():
    with lock:
        value.value += 1
        array[0] = 2.0
    queue.put("done")


workers = [context.Process(target=work) for _ in range(2)]
for worker in workers:
    worker.start()
assert [queue.get(timeout=20) for _ in workers] == ["done", "done"]
for worker in workers:
    worker.join()
assert value.value == 2 and array[0] == 2.0
