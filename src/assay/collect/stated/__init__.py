"""What the owner or an assessor states: collected as statements, never as observations."""
