"""Seed data read from `seed_data/`, and the synthetic country for trials at the size of a nation."""
