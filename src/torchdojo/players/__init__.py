"""Running untrusted code: a warm host, the players forked from it, and the wire between."""
