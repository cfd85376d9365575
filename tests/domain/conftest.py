"""Property tests here draw the same examples every time, so a failure can be repeated and a pass means the same tomorrow."""

from hypothesis import settings

settings.register_profile("deterministic", derandomize=True, database=None, deadline=None, max_examples=60)
settings.load_profile("deterministic")
