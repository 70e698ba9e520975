"""Reads the solution from the collection and runs it."""

# stops = full, confined

exec(open("@ROOT@/solutions/01_tensors/10_split_and_chunk.py").read())
