"""Checks on what customers are told (4.1 to 4.3)."""
