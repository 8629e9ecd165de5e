"""Administrative procedures as they are published: what they say, part by part."""

from thanthien.lib.procedures.differences import Change, differences, summary_differences
from thanthien.lib.procedures.listing import Listing, Problem, Row, read_listing
from thanthien.lib.procedures.national import CannotRead, read_national
from thanthien.lib.procedures.record import NO_SUMMARY, Law, Paper, Procedure, Result, Summary, Way
from thanthien.lib.procedures.stored import digest, from_data, summary_from_data, summary_to_data, to_data

__all__ = [
    "NO_SUMMARY",
    "CannotRead",
    "Change",
    "Law",
    "Listing",
    "Paper",
    "Problem",
    "Procedure",
    "Result",
    "Row",
    "Summary",
    "Way",
    "differences",
    "digest",
    "from_data",
    "read_listing",
    "read_national",
    "summary_differences",
    "summary_from_data",
    "summary_to_data",
    "to_data",
]
