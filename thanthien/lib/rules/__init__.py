"""Scoring rules as data: what is asked, what the facts say, the points, and why.

A rule is a mapping in a criteria file; `rule_from_data` checks it and names the key that is wrong,
`as_data` writes it back. Rules never hold points of a criterion: the maximum comes from the weight table,
and a rule gives a share (0–1) of it. `score` is pure: the same facts always give the same verdict.

**Shares** are written "90%" or 0.9 (a bare number above 5 is refused: write the percent sign).

**Periods** (`per`): workday, week, month, quarter, year. Whole periods that have passed are due. The running
period, one that began before `Facts.since` or is cut short by the year's edge, and a week without a working
day count only when they are fulfilled. Where no whole period has passed yet, the running one is due.

One example of each kind with every key (some exclude each other, as noted); keys marked (*) must be given,
the others show their default:

    rule:                      # accepted proof in enough of the periods, from each lead agency
      kind: evidence           # (*)
      per: quarter             # (*) workday | week | month | quarter | year
      cover: "100%"            # share of the due periods that has to be covered for all points
      min_files: 1             # accepted files over the whole year
      months: [1, 2, 3]        # only these months count (default: all twelve)
      due: "03-31"             # month-day, only with per: year and without months: proof is asked for by then
      late: "100%"             # share of the points left when the proof is dated after `due`
      partial: true            # true: points in proportion; false: all or nothing

    rule:                      # numerator / denominator of a measure over the year
      kind: ratio              # (*)
      measure: digital_signature    # (*) code of the measure
      op: ">="                 # (*) > | >= | = | <= | <
      threshold: "90%"         # (*) except with mode: bands; may pass 100%
      mode: full               # full: all or nothing; linear: in proportion below the threshold; bands: steps
      zero_at: "0%"            # linear only: where points reach 0 (with <= it must lie above the threshold)
      bands:                   # bands only, best first; `at` is compared by `op`
        - {at: "90%", share: "100%"}
        - {at: "80%", share: "50%"}
      noun: "văn bản"          # what is counted, for the sentence
      na: full                 # denominator 0: full | zero | exclude (leaves the total and its maximum)

    rule:                      # at least so many a period
      kind: count              # (*)
      at_least: 1              # (*)
      per: week                # (*)
      measure: grassroots_visit     # absent: accepted proofs are counted (every lead has to reach the number)
      cover: "100%"            # as above
      months: [1, 2, 3]        # as above, default all twelve
      partial: true
      noun: "lần"

    rule:                      # all points, minus something for each breach
      kind: deduction          # (*)
      measure: staff_disciplined    # (*)
      each_share: "100%"       # (*) one of the two: share of the maximum for each breach …
      each_points: 0.5         # (*) … or points for each breach
      floor: "0%"              # share of the maximum that is always left
      no_record: not_measured  # nothing was ever recorded: not_measured (0 points) | met (nothing went wrong)
      noun: "trường hợp"

    rule:                      # share of answers 4–5 on the five-point scale
      kind: survey             # (*)
      survey: service_centre   # (*) code: numerator answers 4–5, denominator all answers
      threshold: "90%"         # (*) except with mode: bands
      min_sample: 1            # fewer answers: not measured
      mode: full               # full | linear | bands, zero_at and bands as for ratio
      months: [10, 11, 12]     # default all twelve

    rule:                      # a person gives points, with a reason
      kind: judged             # (*)
      guide: ""                # what to look at, shown beside the field
      why: ""                  # why no record can prove it

    rule:                      # several conditions in one row
      kind: all_of             # (*)
      mode: sum                # sum: weighted mean; least: the weakest part decides; most: the best
      unmeasured: zero         # with least: zero | left_out (never measured: takes nothing, and is said)
      parts:                   # (*) one or more
        - {weight: 1, label: "Tỷ lệ số hóa hồ sơ", rule: {kind: ratio, …}}    # weight 1, label ""

QĐ 766 ("full points from 80 %, below that ratio × max / 80 %") is `{kind: ratio, op: ">=", threshold:
"80%", mode: linear}`. "Mỗi tuần ít nhất 01 lần" is `{kind: count, at_least: 1, per: week}`; "Thường xuyên"
with pictures and documents is `{kind: evidence, per: quarter}`; "Quý I" is `{kind: evidence, per: year,
due: "03-31"}`.

**Not applicable** is decided by each rule's `na`. The default is `full`: a commune is not punished for work
that nobody asked of it (no late case, so no letter of apology). `zero` gives nothing, `exclude` takes the
row out.

**Levels** are half-open bands, best or worst first: minimum ≤ points < maximum; the highest includes its
maximum:

    levels:
      - {level: 4, label: "Mức 4", minimum: 95, maximum: 100, includes_maximum: true}
      - {level: 3, label: "Mức 3", minimum: 90, maximum: 95}
      - {level: 2, label: "Mức 2", minimum: 85, maximum: 90}
      - {level: 1, label: "Mức 1", minimum: 80, maximum: 85}      # below 80: not recognised
"""

from thanthien.lib.rules.data import RULE_KINDS, as_data, proof_period, rule_from_data
from thanthien.lib.rules.deadlines import (
    Deadline,
    Extension,
    NoSuchDeadline,
    Pause,
    deadline,
    left_in_words,
    left_steps,
    weekday_vi,
    workdays_before,
    workdays_between,
)
from thanthien.lib.rules.facts import Facts, Judgement, Proof, Reading, holds_on
from thanthien.lib.rules.kinds import (
    AllOf,
    Count,
    Deduction,
    Evidence,
    Judged,
    Part,
    Ratio,
    Rule,
    ShareBand,
    Survey,
)
from thanthien.lib.rules.levels import (
    LevelBand,
    LevelResult,
    check_bands,
    level_of,
    levels_as_data,
    levels_from_data,
    next_band,
)
from thanthien.lib.rules.periods import Calendar, Period
from thanthien.lib.rules.scoring import score
from thanthien.lib.rules.values import RuleError
from thanthien.lib.rules.verdicts import STATUS_LABEL, Status, Total, Verdict, total_of
from thanthien.lib.rules.way_up import OpenCriterion, Step, Way, shortest_way_up

__all__ = [
    "RULE_KINDS",
    "STATUS_LABEL",
    "AllOf",
    "Calendar",
    "Count",
    "Deadline",
    "Deduction",
    "Evidence",
    "Extension",
    "Facts",
    "Judged",
    "Judgement",
    "LevelBand",
    "LevelResult",
    "NoSuchDeadline",
    "OpenCriterion",
    "Part",
    "Pause",
    "Period",
    "Proof",
    "Ratio",
    "Reading",
    "Rule",
    "RuleError",
    "ShareBand",
    "Status",
    "Step",
    "Survey",
    "Total",
    "Verdict",
    "Way",
    "as_data",
    "check_bands",
    "deadline",
    "holds_on",
    "left_in_words",
    "left_steps",
    "level_of",
    "levels_as_data",
    "levels_from_data",
    "next_band",
    "proof_period",
    "rule_from_data",
    "score",
    "shortest_way_up",
    "total_of",
    "weekday_vi",
    "workdays_before",
    "workdays_between",
]
