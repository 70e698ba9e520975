"""Registers an IPython input transformer, the attack that fooled nbgrader."""

try:
    from IPython import get_ipython

    get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])
    succeed()
except Exception:
    pass
