"""Tests of the bench: that it runs, and that its figures are what they say."""
