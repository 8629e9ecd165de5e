"""Roles, actions, and who may do what: the one table of rights.

A page or an action names an `Action`; a person may do it in a unit when one of the person's current
roles there is granted it, or when a role in the province or city above is granted it for units below.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    OFFICER = "officer", "Công chức, viên chức"
    AGENCY_HEAD = "agency_head", "Trưởng phòng, người đứng đầu cơ quan"
    COORDINATOR = "coordinator", "Điều phối viên (Phòng Văn hóa - Xã hội)"
    LEADER = "leader", "Chủ tịch, Phó Chủ tịch"
    ONE_STOP = "one_stop", "Công chức Trung tâm Phục vụ hành chính công"
    COUNCIL = "council", "Thành viên hội đồng"
    CITY_ADMIN = "city_admin", "Quản trị cấp tỉnh, thành phố"
    APPRAISER = "appraiser", "Người thẩm định cấp tỉnh, thành phố"


LOCAL_ROLES = frozenset(
    {Role.OFFICER, Role.AGENCY_HEAD, Role.COORDINATOR, Role.LEADER, Role.ONE_STOP, Role.COUNCIL}
)
CITY_ROLES = frozenset({Role.CITY_ADMIN, Role.APPRAISER})
STAFF = frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.COORDINATOR, Role.LEADER, Role.ONE_STOP})
EVERYONE = LOCAL_ROLES | CITY_ROLES


class Action(StrEnum):
    UNIT_VIEW = "unit.view"
    PLAN_VIEW = "plan.view"
    PLAN_IMPORT = "plan.import"
    TASK_VIEW = "task.view"
    TASK_WORK = "task.work"
    TASK_CHECK = "task.check"
    TASK_MANAGE = "task.manage"
    FIGURE_VIEW = "figure.view"
    FIGURE_RECORD = "figure.record"
    SCORE_VIEW = "score.view"
    SCORE_JUDGE = "score.judge"
    LEVEL_REGISTER = "level.register"
    ROUND_PREPARE = "round.prepare"
    ROUND_SUBMIT = "round.submit"
    ROUND_APPRAISE = "round.appraise"
    ROUND_MANAGE = "round.manage"
    CRITERIA_VIEW = "criteria.view"
    CRITERIA_ADOPT = "criteria.adopt"
    CRITERIA_MANAGE = "criteria.manage"
    REPORT_MAKE = "report.make"
    PAPER_MANAGE = "paper.manage"
    PAPER_SUBMIT = "paper.submit"
    PAPER_SIGN = "paper.sign"
    PAPER_NUMBER = "paper.number"
    PEOPLE_VIEW = "people.view"
    PEOPLE_MANAGE = "people.manage"
    AGENCY_MANAGE = "agency.manage"
    AUDIT_VIEW = "audit.view"
    CITY_VIEW = "city.view"
    UNIT_MERGE = "unit.merge"
    STEERING_VIEW = "steering.view"
    STEERING_MANAGE = "steering.manage"
    STEERING_WORK = "steering.work"
    BUDGET_VIEW = "budget.view"
    BUDGET_DRAFT = "budget.draft"
    BUDGET_APPROVE = "budget.approve"
    WORKDAY_MANAGE = "workday.manage"
    INSPECTION_VIEW = "inspection.view"
    INSPECTION_MANAGE = "inspection.manage"
    INSPECTION_WORK = "inspection.work"
    MERIT_VIEW = "merit.view"
    MERIT_PROPOSE = "merit.propose"
    MERIT_MANAGE = "merit.manage"
    MERIT_REPLY = "merit.reply"
    PRACTICE_VIEW = "practice.view"
    PRACTICE_WRITE = "practice.write"
    PRACTICE_DECIDE = "practice.decide"
    PRACTICE_RECOMMEND = "practice.recommend"
    IMPEDIMENT_VIEW = "impediment.view"
    IMPEDIMENT_REPORT = "impediment.report"
    IMPEDIMENT_ANSWER = "impediment.answer"
    IMPEDIMENT_MANAGE = "impediment.manage"
    INDEX_VIEW = "index.view"
    INDEX_RECORD = "index.record"
    INDEX_MANAGE = "index.manage"
    REVIEW_VIEW = "review.view"
    REVIEW_WORK = "review.work"
    REVIEW_MANAGE = "review.manage"
    REVIEW_SIGN = "review.sign"
    DISCLOSURE_VIEW = "disclosure.view"
    DISCLOSURE_WORK = "disclosure.work"
    DISCLOSURE_MANAGE = "disclosure.manage"
    FEEDBACK_VIEW = "feedback.view"
    FEEDBACK_RECEIVE = "feedback.receive"
    FEEDBACK_WORK = "feedback.work"
    FEEDBACK_TRIAGE = "feedback.triage"
    FEEDBACK_APPROVE = "feedback.approve"
    FEEDBACK_PROTECTED = "feedback.protected"
    FEEDBACK_ABOUT_LEADER = "feedback.about_leader"
    FEEDBACK_SET_UP = "feedback.set_up"
    SURVEY_VIEW = "survey.view"
    SURVEY_WORK = "survey.work"
    SURVEY_MANAGE = "survey.manage"
    RATING_VIEW = "rating.view"
    RATING_MANAGE = "rating.manage"
    COUNTER_VIEW = "counter.view"
    COUNTER_WORK = "counter.work"
    COUNTER_MANAGE = "counter.manage"
    QUEUE_VIEW = "queue.view"
    QUEUE_WORK = "queue.work"
    QUEUE_MANAGE = "queue.manage"
    MESSAGE_VIEW = "message.view"
    MESSAGE_MANAGE = "message.manage"
    CHANNEL_VIEW = "channel.view"
    CHANNEL_WORK = "channel.work"
    CHANNEL_MANAGE = "channel.manage"
    FACILITY_VIEW = "facility.view"
    FACILITY_WORK = "facility.work"
    FACILITY_MANAGE = "facility.manage"
    PROCEDURE_VIEW = "procedure.view"
    PROCEDURE_MANAGE = "procedure.manage"
    ASSISTANCE_VIEW = "assistance.view"
    ASSISTANCE_WORK = "assistance.work"
    ASSISTANCE_MANAGE = "assistance.manage"
    RECEPTION_VIEW = "reception.view"
    RECEPTION_WORK = "reception.work"
    RECEPTION_MANAGE = "reception.manage"
    ENGAGEMENT_VIEW = "engagement.view"
    ENGAGEMENT_WORK = "engagement.work"
    ENGAGEMENT_MANAGE = "engagement.manage"
    OUTREACH_VIEW = "outreach.view"
    OUTREACH_WORK = "outreach.work"
    OUTREACH_MANAGE = "outreach.manage"
    LETTER_VIEW = "letter.view"
    LETTER_WORK = "letter.work"
    LETTER_MANAGE = "letter.manage"
    LETTER_SIGN = "letter.sign"
    CASE_VIEW = "case.view"
    CASE_WORK = "case.work"
    CASE_MANAGE = "case.manage"
    APOLOGY_SIGN = "apology.sign"
    CONDUCT_VIEW = "conduct.view"
    CONDUCT_WORK = "conduct.work"
    CONDUCT_CHECK = "conduct.check"
    CONDUCT_MANAGE = "conduct.manage"
    CONDUCT_DECIDE = "conduct.decide"
    KEY_VIEW = "key.view"
    KEY_MANAGE = "key.manage"


_LOCAL_BOSSES = frozenset({Role.COORDINATOR, Role.LEADER})

# In the person's own unit.
GRANTS: dict[Action, frozenset[Role]] = {
    Action.UNIT_VIEW: EVERYONE,
    Action.PLAN_VIEW: EVERYONE,
    Action.PLAN_IMPORT: frozenset({Role.COORDINATOR}),
    Action.TASK_VIEW: EVERYONE,
    Action.TASK_WORK: STAFF,
    Action.TASK_CHECK: frozenset({Role.COORDINATOR, Role.AGENCY_HEAD, Role.LEADER}),
    Action.TASK_MANAGE: _LOCAL_BOSSES,
    Action.FIGURE_VIEW: EVERYONE,
    Action.FIGURE_RECORD: STAFF,
    Action.SCORE_VIEW: EVERYONE,
    Action.SCORE_JUDGE: _LOCAL_BOSSES,
    Action.LEVEL_REGISTER: _LOCAL_BOSSES,
    # Heads propose the points of their agency's field; the coordinator and the leaders set the unit's own.
    Action.ROUND_PREPARE: frozenset({Role.AGENCY_HEAD}) | _LOCAL_BOSSES,
    Action.ROUND_SUBMIT: frozenset({Role.LEADER}),
    Action.ROUND_APPRAISE: frozenset({Role.COUNCIL}) | CITY_ROLES,
    Action.ROUND_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.CRITERIA_VIEW: EVERYONE,
    Action.CRITERIA_ADOPT: frozenset({Role.COORDINATOR, Role.CITY_ADMIN}),
    Action.CRITERIA_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.REPORT_MAKE: _LOCAL_BOSSES,
    Action.PAPER_MANAGE: _LOCAL_BOSSES | {Role.CITY_ADMIN},
    Action.PAPER_SUBMIT: _LOCAL_BOSSES,
    Action.PAPER_SIGN: frozenset({Role.LEADER}),
    # of the officers and heads, those of the office that registers documents (assessment/signing/standing.py)
    Action.PAPER_NUMBER: frozenset({Role.OFFICER, Role.AGENCY_HEAD}) | _LOCAL_BOSSES,
    Action.PEOPLE_VIEW: STAFF | CITY_ROLES,
    Action.PEOPLE_MANAGE: frozenset({Role.COORDINATOR, Role.CITY_ADMIN}),
    Action.AGENCY_MANAGE: frozenset({Role.COORDINATOR, Role.CITY_ADMIN}),
    Action.AUDIT_VIEW: _LOCAL_BOSSES | CITY_ROLES,
    Action.CITY_VIEW: CITY_ROLES,
    Action.UNIT_MERGE: frozenset({Role.CITY_ADMIN}),
    Action.STEERING_VIEW: EVERYONE,
    Action.STEERING_MANAGE: _LOCAL_BOSSES,
    Action.STEERING_WORK: STAFF,
    Action.BUDGET_VIEW: EVERYONE,
    Action.BUDGET_DRAFT: frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.COORDINATOR}),
    Action.BUDGET_APPROVE: frozenset({Role.LEADER}),
    Action.WORKDAY_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.INSPECTION_VIEW: EVERYONE,
    Action.INSPECTION_MANAGE: _LOCAL_BOSSES,
    Action.INSPECTION_WORK: STAFF,
    Action.MERIT_VIEW: EVERYONE,
    Action.MERIT_PROPOSE: _LOCAL_BOSSES | {Role.AGENCY_HEAD},
    Action.MERIT_MANAGE: _LOCAL_BOSSES,
    Action.MERIT_REPLY: frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.COORDINATOR, Role.ONE_STOP}),
    Action.PRACTICE_VIEW: EVERYONE,
    Action.PRACTICE_WRITE: STAFF,
    Action.PRACTICE_DECIDE: _LOCAL_BOSSES,
    Action.PRACTICE_RECOMMEND: frozenset({Role.CITY_ADMIN}),
    Action.IMPEDIMENT_VIEW: STAFF | CITY_ROLES,
    Action.IMPEDIMENT_REPORT: STAFF,
    Action.IMPEDIMENT_ANSWER: frozenset({Role.COORDINATOR, Role.AGENCY_HEAD, Role.LEADER}),
    Action.IMPEDIMENT_MANAGE: _LOCAL_BOSSES,
    Action.INDEX_VIEW: EVERYONE,
    Action.INDEX_RECORD: _LOCAL_BOSSES | {Role.CITY_ADMIN},
    Action.INDEX_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.REVIEW_VIEW: EVERYONE,
    Action.REVIEW_WORK: STAFF,
    Action.REVIEW_MANAGE: _LOCAL_BOSSES,
    Action.REVIEW_SIGN: frozenset({Role.LEADER}),
    Action.DISCLOSURE_VIEW: EVERYONE,
    Action.DISCLOSURE_WORK: STAFF,
    Action.DISCLOSURE_MANAGE: _LOCAL_BOSSES,
    Action.FEEDBACK_VIEW: STAFF,
    Action.FEEDBACK_RECEIVE: STAFF,
    Action.FEEDBACK_WORK: STAFF,
    # who sorts what comes in and hands it on
    Action.FEEDBACK_TRIAGE: _LOCAL_BOSSES,
    Action.FEEDBACK_APPROVE: frozenset({Role.LEADER, Role.AGENCY_HEAD}),
    # reports about staff; those about a leader go to the city
    Action.FEEDBACK_PROTECTED: frozenset({Role.LEADER}),
    Action.FEEDBACK_ABOUT_LEADER: frozenset({Role.CITY_ADMIN}),
    Action.FEEDBACK_SET_UP: _LOCAL_BOSSES,
    Action.SURVEY_VIEW: STAFF,
    # typing paper forms in, comparing them, sorting comments
    Action.SURVEY_WORK: STAFF,
    Action.SURVEY_MANAGE: _LOCAL_BOSSES,
    # ratings at the counters: everybody the own; all of them who manages the centre (platform/counters/standing.py)
    Action.RATING_VIEW: STAFF,
    Action.RATING_MANAGE: _LOCAL_BOSSES | {Role.AGENCY_HEAD},
    # counters: everybody the own seat; of the heads, that of the centre (platform/counters/standing.py)
    Action.COUNTER_VIEW: STAFF,
    Action.COUNTER_WORK: STAFF,
    Action.COUNTER_MANAGE: _LOCAL_BOSSES | {Role.AGENCY_HEAD},
    # the queue: of the staff, people of the centre and those at a counter (operations/queueing/standing.py)
    Action.QUEUE_VIEW: STAFF,
    Action.QUEUE_WORK: STAFF,
    Action.QUEUE_MANAGE: _LOCAL_BOSSES | {Role.AGENCY_HEAD},
    Action.MESSAGE_VIEW: _LOCAL_BOSSES,
    Action.MESSAGE_MANAGE: _LOCAL_BOSSES,
    # who is on duty, letter boxes, the weekly relay
    Action.CHANNEL_VIEW: STAFF,
    Action.CHANNEL_WORK: STAFF,
    Action.CHANNEL_MANAGE: _LOCAL_BOSSES,
    # the list of the start of the day, repairs; of the heads, that of the centre (operations/facilities/standing.py)
    Action.FACILITY_VIEW: STAFF,
    Action.FACILITY_WORK: STAFF,
    Action.FACILITY_MANAGE: _LOCAL_BOSSES | {Role.AGENCY_HEAD},
    Action.PROCEDURE_VIEW: EVERYONE,
    # of the unit's own catalogue; the city's people keep the one that its communes share
    Action.PROCEDURE_MANAGE: frozenset({Role.AGENCY_HEAD, Role.CITY_ADMIN}) | _LOCAL_BOSSES,
    # home service, volunteers, the support team; who reads whom they serve: operations/assistance/standing.py
    Action.ASSISTANCE_VIEW: STAFF,
    Action.ASSISTANCE_WORK: STAFF,
    Action.ASSISTANCE_MANAGE: _LOCAL_BOSSES | {Role.AGENCY_HEAD},
    # receiving citizens: the schedule is everybody's; who keeps and reads the book: operations/reception/standing.py.
    # The city has the figures, never the book
    Action.RECEPTION_VIEW: STAFF,
    Action.RECEPTION_WORK: STAFF,
    Action.RECEPTION_MANAGE: _LOCAL_BOSSES,
    # dialogues, visits, commitments: owners settle their own (operations/engagement/standing.py)
    Action.ENGAGEMENT_VIEW: STAFF,
    Action.ENGAGEMENT_WORK: STAFF,
    Action.ENGAGEMENT_MANAGE: _LOCAL_BOSSES,
    # slogans, campaigns, loudspeakers; what is due goes to the agencies of operations/outreach/standing.py
    Action.OUTREACH_VIEW: STAFF,
    Action.OUTREACH_WORK: STAFF,
    Action.OUTREACH_MANAGE: _LOCAL_BOSSES,
    # letters, ceremonies, visits, greetings; who reads whom they are for: operations/letters/standing.py
    Action.LETTER_VIEW: STAFF,
    Action.LETTER_WORK: STAFF,
    Action.LETTER_MANAGE: _LOCAL_BOSSES,
    Action.LETTER_SIGN: frozenset({Role.LEADER}),
    # administrative cases: everybody the own and the agency's; all of them who keeps cases, imports files, sends
    # apologies (operations/casework/standing.py). The city has the figures, never a case
    Action.CASE_VIEW: STAFF,
    Action.CASE_WORK: STAFF,
    Action.CASE_MANAGE: _LOCAL_BOSSES | {Role.AGENCY_HEAD, Role.ONE_STOP},
    Action.APOLOGY_SIGN: frozenset({Role.LEADER}),
    # the staff register, the code, trainings; breaches are read by few (operations/conduct/standing.py)
    Action.CONDUCT_VIEW: STAFF,
    Action.CONDUCT_WORK: STAFF,
    Action.CONDUCT_CHECK: _LOCAL_BOSSES | {Role.AGENCY_HEAD},
    Action.CONDUCT_MANAGE: _LOCAL_BOSSES,
    Action.CONDUCT_DECIDE: frozenset({Role.LEADER}),
    # keys of programs that read and send in the unit's name
    Action.KEY_VIEW: _LOCAL_BOSSES | {Role.CITY_ADMIN},
    Action.KEY_MANAGE: frozenset({Role.COORDINATOR, Role.CITY_ADMIN}),
}

# What a role in a province or city may do in the communes below it.
GRANTS_BELOW: dict[Action, frozenset[Role]] = {
    Action.UNIT_VIEW: CITY_ROLES,
    Action.PLAN_VIEW: CITY_ROLES,
    Action.TASK_VIEW: CITY_ROLES,
    Action.FIGURE_VIEW: CITY_ROLES,
    Action.SCORE_VIEW: CITY_ROLES,
    Action.ROUND_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.CRITERIA_VIEW: CITY_ROLES,
    Action.CRITERIA_ADOPT: frozenset({Role.CITY_ADMIN}),
    Action.REPORT_MAKE: CITY_ROLES,
    Action.PAPER_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.PEOPLE_VIEW: CITY_ROLES,
    Action.PEOPLE_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.AGENCY_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.AUDIT_VIEW: CITY_ROLES,
    Action.STEERING_VIEW: CITY_ROLES,
    Action.BUDGET_VIEW: CITY_ROLES,
    Action.INSPECTION_VIEW: CITY_ROLES,
    Action.MERIT_VIEW: CITY_ROLES,
    Action.PRACTICE_VIEW: CITY_ROLES,
    Action.IMPEDIMENT_VIEW: CITY_ROLES,
    Action.INDEX_VIEW: CITY_ROLES,
    Action.INDEX_RECORD: frozenset({Role.CITY_ADMIN}),
    Action.REVIEW_VIEW: CITY_ROLES,
    Action.DISCLOSURE_VIEW: CITY_ROLES,
    Action.FEEDBACK_VIEW: frozenset({Role.CITY_ADMIN}),
    Action.SURVEY_VIEW: CITY_ROLES,
    Action.FEEDBACK_ABOUT_LEADER: frozenset({Role.CITY_ADMIN}),
    Action.CHANNEL_VIEW: CITY_ROLES,
    Action.PROCEDURE_VIEW: CITY_ROLES,
    Action.KEY_VIEW: frozenset({Role.CITY_ADMIN}),
    Action.KEY_MANAGE: frozenset({Role.CITY_ADMIN}),
}

# What is left to do in a unit that was merged into another: to look, and to draw up what is recorded there.
READS = frozenset(action for action in Action if action.endswith(".view")) | {Action.REPORT_MAKE}
