"""Codes and sealing."""
