"""Pipeline definitions of five systems into the one model of ``assay.facts.ci``."""
