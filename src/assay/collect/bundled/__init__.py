"""Facts that came with Assay itself, reviewed and dated."""
