"""Printing: documents as PDF."""
