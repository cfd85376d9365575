"""Facts from commits and tags."""
