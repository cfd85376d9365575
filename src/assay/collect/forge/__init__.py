"""Asks a platform, for ``assay snapshot`` alone. No assessment calls this, so nothing in a repository can make it ask."""
