"""How the product is designed and its source kept (themes 1.1 and 1.4)."""
