"""Phone links: which program the system opens for ``ketwell:`` and ``tel:``."""
