"""Seed data read from `seed_data/`, and (later) the synthetic country."""
