"""Servers and workers that are killed in the middle of their work, and what was promised until then."""
