"""Takes most of its time limit at each of many runs, to hold up everybody else."""

# on = judge
# seconds = 2

import time


def test_softmax(softmax):
    time.sleep(0.1)
    for number in range(50):
        softmax(torch.arange(3.0) + number, 0)
