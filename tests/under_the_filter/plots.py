"""Plots."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.title("t")
plt.savefig("a.png")
plt.savefig("a.pdf")
