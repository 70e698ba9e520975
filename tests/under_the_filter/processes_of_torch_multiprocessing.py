"""Processes of torch.multiprocessing."""

import torch, torch.multiprocessing as mp


def work(rank):
    assert torch.ones(3).sum() == 3


mp.start_processes(work, nprocs=2, start_method="fork")
