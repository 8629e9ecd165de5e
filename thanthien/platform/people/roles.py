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
    CRITERIA_VIEW = "criteria.view"
    CRITERIA_ADOPT = "criteria.adopt"
    CRITERIA_MANAGE = "criteria.manage"
    REPORT_MAKE = "report.make"
    PEOPLE_VIEW = "people.view"
    PEOPLE_MANAGE = "people.manage"
    AGENCY_MANAGE = "agency.manage"
    AUDIT_VIEW = "audit.view"
    CITY_VIEW = "city.view"


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
    Action.CRITERIA_VIEW: EVERYONE,
    Action.CRITERIA_ADOPT: frozenset({Role.COORDINATOR, Role.CITY_ADMIN}),
    Action.CRITERIA_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.REPORT_MAKE: _LOCAL_BOSSES,
    Action.PEOPLE_VIEW: STAFF | CITY_ROLES,
    Action.PEOPLE_MANAGE: frozenset({Role.COORDINATOR, Role.CITY_ADMIN}),
    Action.AGENCY_MANAGE: frozenset({Role.COORDINATOR, Role.CITY_ADMIN}),
    Action.AUDIT_VIEW: _LOCAL_BOSSES | CITY_ROLES,
    Action.CITY_VIEW: CITY_ROLES,
}

# What a role in a province or city may do in the communes below it.
GRANTS_BELOW: dict[Action, frozenset[Role]] = {
    Action.UNIT_VIEW: CITY_ROLES,
    Action.PLAN_VIEW: CITY_ROLES,
    Action.TASK_VIEW: CITY_ROLES,
    Action.FIGURE_VIEW: CITY_ROLES,
    Action.SCORE_VIEW: CITY_ROLES,
    Action.CRITERIA_VIEW: CITY_ROLES,
    Action.CRITERIA_ADOPT: frozenset({Role.CITY_ADMIN}),
    Action.REPORT_MAKE: CITY_ROLES,
    Action.PEOPLE_VIEW: CITY_ROLES,
    Action.PEOPLE_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.AGENCY_MANAGE: frozenset({Role.CITY_ADMIN}),
    Action.AUDIT_VIEW: CITY_ROLES,
}
