"""Facts from outside tools run on the files, without any setting of the repository."""
