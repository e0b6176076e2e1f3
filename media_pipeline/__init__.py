"""The school's recordings, from a dropped folder to a showcase site and podcast feeds."""

__version__ = "0.1.0"
