"""Servers and workers as processes, under load: killed in the middle of it, searched for what they must not keep."""
