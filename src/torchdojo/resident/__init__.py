"""The warm referee: a process that has imported everything and forks itself for each run."""
