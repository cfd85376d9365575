"""Signing and verifying: one way of doing it per file. Nothing here is written by hand that a library of cryptography does."""
