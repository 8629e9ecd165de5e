"""Threads of the web server on SQLite: one works at a time, who takes long keeps nobody waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from thanthien.web.turns import InTurn

LONG = 20  # seconds after which something that does not come has failed


@pytest.fixture
def pools() -> Iterator[list[InTurn]]:
    made: list[InTurn] = []
    yield made
    for pool in made:
        pool.shutdown()


def pool_of(pools: list[InTurn], most: int = 4, patience: float = 60.0) -> InTurn:
    pools.append(InTurn(most, patience))
    return pools[-1]


def test_many_are_done_in_their_order_and_never_two_at_once(pools: list[InTurn]) -> None:
    pool, inside, most, order = pool_of(pools), [0], [0], []

    def work(number: int) -> int:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        order.append(number)
        inside[0] -= 1
        return number * 2

    told = [pool.submit(work, number) for number in range(500)]
    assert [one.result(LONG) for one in told] == [number * 2 for number in range(500)]
    assert order == list(range(500))
    assert most == [1]


@pytest.mark.parametrize("patience", [60.0, 0.01])
def test_who_waits_has_the_next_turn_or_goes_on_beside(patience: float, pools: list[InTurn]) -> None:
    pool, inside, go_on, order = pool_of(pools, 2, patience), threading.Event(), threading.Event(), []

    def long() -> None:
        inside.set()
        assert go_on.wait(LONG)
        order.append("long")

    def short() -> None:
        order.append("short")
        go_on.set()

    first = pool.submit(long)
    assert inside.wait(LONG)
    second = pool.submit(short)
    if patience > 1:
        go_on.set()
    first.result(LONG)
    second.result(LONG)
    assert order == (["long", "short"] if patience > 1 else ["short", "long"])


def test_no_more_than_so_many_and_the_first_to_end_goes_on(pools: list[InTurn]) -> None:
    pool, go_on, begun = pool_of(pools, 3, 0.01), threading.Semaphore(0), threading.Semaphore(0)

    def slow() -> str:
        begun.release()
        assert go_on.acquire(timeout=LONG)
        return threading.current_thread().name

    told = [pool.submit(slow) for _ in range(5)]
    for _ in range(3):
        assert begun.acquire(timeout=LONG)
    assert not begun.acquire(timeout=0.2)  # three threads, three at work
    for _ in range(5):
        go_on.release()
    assert len({one.result(LONG) for one in told}) <= 3


def test_a_failure_goes_to_who_asked_and_the_next_is_done(pools: list[InTurn]) -> None:
    pool = pool_of(pools)

    def fail() -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        pool.submit(fail).result(LONG)
    assert pool.submit(str, 7).result(LONG) == "7"


def test_after_long_work_the_thread_serves_again(pools: list[InTurn]) -> None:
    """Nobody is lost: one thread alone, slow again and again, still does everything."""
    pool = pool_of(pools, 1, 0.01)

    def slow(number: int) -> int:
        threading.Event().wait(0.05)
        return number

    assert [one.result(LONG) for one in [pool.submit(slow, n) for n in range(6)]] == list(range(6))


def test_what_still_waits_when_the_server_ends_is_let_go(pools: list[InTurn]) -> None:
    pool, inside, go_on = pool_of(pools, 1), threading.Event(), threading.Event()

    def long() -> bool:
        inside.set()
        return go_on.wait(LONG)

    first = pool.submit(long)
    assert inside.wait(LONG)
    second = pool.submit(str)
    pool.shutdown(cancel_futures=True)
    go_on.set()
    assert first.result(LONG)
    assert not second.done()


def test_who_steps_aside_gives_the_turn_away_and_goes_on_later(pools: list[InTurn]) -> None:
    pool, go_on, order = pool_of(pools, 2), threading.Event(), []

    def write() -> None:
        threading.current_thread().step_aside()  # type: ignore[attr-defined]
        assert go_on.wait(LONG)
        order.append("written")

    def other() -> None:
        order.append("other")
        go_on.set()

    told = [pool.submit(write), pool.submit(other)]
    for one in told:
        one.result(LONG)
    assert order == ["other", "written"]
