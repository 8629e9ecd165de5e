"""Vietnamese text: one form for storing, keys for finding and ordering, numbers and dates as printed."""

from thanthien.lib.vietnamese.dates import (
    date_vi,
    due_in_words,
    long_date_vi,
    month_vi,
    parse_date_vi,
    span_vi,
    time_ago,
)
from thanthien.lib.vietnamese.finding import excerpt, meant
from thanthien.lib.vietnamese.keys import fold, search_key, sort_key
from thanthien.lib.vietnamese.money import money_vi, parse_money_vi
from thanthien.lib.vietnamese.numbers import (
    from_roman,
    number_in_words,
    number_vi,
    percent_vi,
    roman,
    whole_number,
)
from thanthien.lib.vietnamese.syllables import is_vietnamese_syllable, place_tone_marks
from thanthien.lib.vietnamese.text import line_of_table, nfc, tidy

__all__ = [
    "date_vi",
    "due_in_words",
    "excerpt",
    "fold",
    "from_roman",
    "is_vietnamese_syllable",
    "line_of_table",
    "long_date_vi",
    "meant",
    "money_vi",
    "month_vi",
    "nfc",
    "number_in_words",
    "number_vi",
    "parse_date_vi",
    "parse_money_vi",
    "percent_vi",
    "place_tone_marks",
    "roman",
    "search_key",
    "sort_key",
    "span_vi",
    "tidy",
    "time_ago",
    "whole_number",
]
