"""Checks on taking reports of weaknesses (3.2)."""
