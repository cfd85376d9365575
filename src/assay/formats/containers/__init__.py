"""Reads Dockerfiles and compose files."""

from assay.formats.containers.compose_files import compose, is_compose
from assay.formats.containers.dockerfiles import dockerfile, is_dockerfile
from assay.formats.containers.errors import ContainerError
from assay.formats.containers.released import with_released

__all__ = ["ContainerError", "compose", "dockerfile", "is_compose", "is_dockerfile", "with_released"]
