from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import STEPS, Move, state_of_task

State = Task.State
states = st.lists(st.sampled_from(State.values), min_size=1, max_size=5)


@given(states)
def test_accepted_only_when_every_lead_is(parts: list[str]) -> None:
    assert (state_of_task(parts) == State.ACCEPTED) == (set(parts) == {State.ACCEPTED})


@given(states)
def test_one_returned_part_returns_the_task(parts: list[str]) -> None:
    assert (state_of_task(parts) == State.RETURNED) == (State.RETURNED in parts)


@given(states)
def test_the_order_of_leads_does_not_count(parts: list[str]) -> None:
    assert state_of_task(parts) == state_of_task(reversed(parts))


def test_two_leads() -> None:
    assert state_of_task([]) == State.OPEN
    assert state_of_task([State.OPEN, State.OPEN]) == State.OPEN
    assert state_of_task([State.DONE, State.OPEN]) == State.STARTED
    assert state_of_task([State.ACCEPTED, State.OPEN]) == State.STARTED
    assert state_of_task([State.DONE, State.ACCEPTED]) == State.DONE


def test_every_state_can_be_left_and_reached() -> None:
    left = {state for step in STEPS.values() for state in step.allowed}
    reached = {step.to for step in STEPS.values()} | {State.OPEN}
    assert left == reached == set(State.values)


def test_only_a_second_person_accepts_or_returns() -> None:
    assert {move for move, step in STEPS.items() if step.by_second_person} == {Move.ACCEPT, Move.RETURN}
    assert {step.to for step in STEPS.values() if step.by_second_person} == {State.ACCEPTED, State.RETURNED}
