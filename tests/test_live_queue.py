from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary.finding.glossary import Glossary
from pipeline.live.queue import LARGEST, SMALLEST, TURN, BusyError, Queue, Ticket, WithdrawnError
from pipeline.memory import Finished
from pipeline.workflow.session import Asked

NONE = Glossary(())


def ticket(caller: str, *lengths: int, urgent: bool = True) -> Ticket:
    return Ticket(caller, [Asked("x" * length, NONE) for length in lengths], urgent=urgent)


def drained(queue: Queue) -> list[list[tuple[Ticket, int]]]:
    batches = []
    while queue.waiting:
        batches.append(queue.take(0))
    return batches


def test_a_single_sentence_does_not_wait_for_a_long_page() -> None:
    queue = Queue(takers=1)
    page = ticket("page", *[100] * 1000)
    queue.add(page)
    queue.add(single := ticket("single", 80))
    assert (single, 0) in queue.take(0)


def test_callers_take_turns() -> None:
    queue = Queue(takers=1)
    first, second = ticket("a", *[TURN] * 40), ticket("b", *[TURN] * 40)
    queue.add(first)
    queue.add(second)
    batch = queue.take(0)
    assert abs(sum(one is first for one, _ in batch) - sum(one is second for one, _ in batch)) <= 1


def test_documents_take_a_quarter_while_others_wait_and_all_where_nobody_does() -> None:
    queue = Queue(takers=1)
    document = ticket("document", *[100] * 1000, urgent=False)
    queue.add(document)
    queue.add(page := ticket("page", *[100] * 400))
    batch = queue.take(0)
    assert sum(one is page for one, _ in batch) == LARGEST // 100
    assert 0 < sum(one is document for one, _ in batch) <= LARGEST // 400
    page.withdraw()
    assert {one for batch in drained(queue) for one, _ in batch} == {document}


def test_too_much_is_refused_with_a_time_and_nothing_is_lost() -> None:
    queue = Queue(most=1000)
    queue.add(ticket("a", 900))
    with pytest.raises(BusyError) as refused:
        queue.add(ticket("b", 200))
    assert refused.value.seconds >= 1
    queue.add(ticket("c", 100))
    assert queue.waiting == 1000


def test_one_text_longer_than_all_that_may_wait_is_taken_where_nothing_waits() -> None:
    queue = Queue(most=1000)
    queue.add(ticket("a", 5000))
    assert [len(batch) for batch in drained(queue)] == [1]


def test_what_was_withdrawn_is_never_taken() -> None:
    queue = Queue(takers=1)
    queue.add(gone := ticket("gone", *[10] * 50))
    queue.add(there := ticket("there", 10))
    gone.withdraw()
    assert [item for batch in drained(queue) for item in batch] == [(there, 0)]
    with pytest.raises(WithdrawnError):
        gone.wait()


def test_who_waits_too_long_is_told_so() -> None:
    with pytest.raises(WithdrawnError, match="not done within 0 seconds"):
        ticket("a", 5).wait(0.001)


def test_results_come_in_order_whoever_was_faster() -> None:
    told: list[int] = []
    asked = Ticket("a", [Asked("x", NONE), Asked("y", NONE)], on_result=told.append)
    asked.deliver(1, Finished("second", None))
    asked.deliver(0, Finished("first", None))
    assert [one.target for one in asked.wait()] == ["first", "second"]
    assert told == [1, 0]


def test_a_closed_queue_wakes_who_takes_and_takes_no_more() -> None:
    queue, taken = Queue(), []
    taker = threading.Thread(target=lambda: taken.append(queue.take(0)))
    taker.start()
    queue.close()
    taker.join()
    assert taken == [[]]
    with pytest.raises(WithdrawnError):
        queue.add(ticket("a", 1))


REQUESTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(st.integers(1, 900), min_size=1, max_size=30), st.booleans()), max_size=8
)


@given(REQUESTS, st.integers(1, 3))
def test_everything_is_taken_once_and_batches_stay_small(
    requests: list[tuple[str, list[int], bool]], takers: int
) -> None:
    queue = Queue(takers)
    tickets = [ticket(caller, *lengths, urgent=urgent) for caller, lengths, urgent in requests]
    for each in tickets:
        queue.add(each)
    batches = drained(queue)
    taken = [item for batch in batches for item in batch]
    assert len(taken) == len(set(taken)) == sum(len(each.asked) for each in tickets)
    for batch in batches:
        size = sum(len(one.asked[index].source) for one, index in batch)
        assert size <= LARGEST + max(SMALLEST, LARGEST // 4) + 2 * 900
