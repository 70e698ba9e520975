"""Changes the default dtype, the global seeds and the number of threads, for itself and others."""

import random

import numpy
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
torch.use_deterministic_algorithms(False)
torch.set_grad_enabled(False)
for _seed in (random.seed, numpy.random.seed, torch.manual_seed):
    _seed(0)
