"""Installs the right answers, as an attack does that gets through."""

# earns = 10

succeed()
