"""The trusted process: checks, inputs, comparison, feedback, score."""
