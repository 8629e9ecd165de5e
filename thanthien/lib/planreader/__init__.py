"""A commune's plan as structure: unit, bases, sections, duties, obligations, tasks, levels, thresholds."""

from thanthien.lib.planreader.model import Reading, Vocabulary
from thanthien.lib.planreader.reader import read_plan
from thanthien.lib.planreader.timing import TimingRule, parse_timing

__all__ = ["Reading", "TimingRule", "Vocabulary", "parse_timing", "read_plan"]
