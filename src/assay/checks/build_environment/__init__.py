"""Checks on the build environment (2.1 and 2.2)."""
