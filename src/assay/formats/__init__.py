"""Bytes and text to facts, one format a file. Pure: no disk, clock, network or randomness."""
