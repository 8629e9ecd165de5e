"""Administrative procedures as they are published: what they say, part by part."""

from thanthien.lib.procedures.national import CannotRead, read_national
from thanthien.lib.procedures.record import Law, Paper, Procedure, Result, Way

__all__ = ["CannotRead", "Law", "Paper", "Procedure", "Result", "Way", "read_national"]
