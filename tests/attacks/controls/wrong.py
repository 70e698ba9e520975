"""The wrong code under every attack, alone."""
