"""KetWell Desk: the front-desk program of the clinic group behind 855-KET-WELL."""

__version__ = "0.1.0"
