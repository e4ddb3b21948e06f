"""Measures the search of sipp beside its peers, side by side in one run; started by `make bench`."""
