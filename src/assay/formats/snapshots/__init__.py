"""Snapshots of a platform: what is asked, how its answers are read, how the file is written. Nothing here opens a connection."""
