"""Numpy."""

import numpy as np

a = np.random.rand(400, 400)
np.linalg.inv(a @ a.T + np.eye(400))
np.save("a.npy", a)
np.load("a.npy", mmap_mode="r")
