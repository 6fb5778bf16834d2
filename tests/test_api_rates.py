from __future__ import annotations

from pipeline.api.rates import Rates


def test_a_minutes_worth_at_once_then_one_at_a_time() -> None:
    now = [0.0]
    rates = Rates(6, lambda: now[0])
    assert [rates.ask("a") for _ in range(6)] == [0] * 6
    wait = rates.ask("a")
    assert 0 < wait <= 11
    assert rates.ask("b") == 0
    now[0] += wait
    assert rates.ask("a") == 0
    assert rates.ask("a") > 0


def test_no_limit() -> None:
    assert not any(Rates(0).ask("a") for _ in range(1000))
