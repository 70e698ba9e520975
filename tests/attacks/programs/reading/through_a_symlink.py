"""Makes a symbolic link to the solution in its own folder and reads that."""

# stops = full, confined

import os

os.symlink("@ROOT@/solutions", "mine")
exec(open("mine/01_tensors/10_split_and_chunk.py").read())
