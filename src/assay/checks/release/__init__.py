"""Checks on delivery (3.1)."""
