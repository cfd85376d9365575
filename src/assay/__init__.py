"""Assay: what a repository can prove about the UK Software Security Code of Practice."""

__version__ = "0.1.0"
