"""One file per check, grouped by family; found by walking this package (see ``contract``)."""
