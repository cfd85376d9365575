"""Checks on testing before release (1.3)."""
