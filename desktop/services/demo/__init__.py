"""Demo data: a working Tuesday at the Phoenix front desk. Callers are plants, staff are birds."""
