"""Tests of sipp, one folder per layer; tests/house tests the house itself."""
