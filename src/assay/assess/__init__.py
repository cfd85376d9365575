"""Use cases: assess a repository, compare two assessments; discovery of checks and collectors."""
