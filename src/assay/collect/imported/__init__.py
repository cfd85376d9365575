"""Facts from files handed over beside the repository: never from files that lie in it."""
