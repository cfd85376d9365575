"""Facts from the files of the revision."""
