"""What makes a text no container definition."""


class ContainerError(ValueError):
    """The text is no container definition."""
