"""Facts from the world. One collector per fact: a module with ``collect(...) -> Fact``.

The return annotation says which fact it gathers; annotated parameters say what it needs: ``Repository`` (the only way
to read the assessed revision), ``Memory`` (results kept by object id), ``Settings``, or other facts.
Nothing here runs, checks out or fetches anything on behalf of the repository.
"""
