"""Checks that hold what the owner states and cites against the documents and the repository."""
