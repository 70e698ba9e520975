"""From evidence to words: what differs, and what the difference has in common everywhere."""
