"""Builders for tests of Assay and of checks written outside it."""
