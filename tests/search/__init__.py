"""Tests of the search machine."""
