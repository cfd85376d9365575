"""What can be known about a product: one frozen fact per file, gathered by the collector of the same name.

Every fact has ``unread``: what belonged to it and could not be read, why, and what would show it.
"""
