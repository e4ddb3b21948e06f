"""Tests of the rules: tables, every cell, and properties against independent oracles."""
