"""Checks on what the product is made of (1.2)."""
