from __future__ import annotations

from pipeline.api.metrics import BUCKETS, Metrics


def test_counts_and_latencies_add_up() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.3, 99.0):
        metrics.answered("/translate", "POST", 200, seconds)
    lines = metrics.text({"bitexte_queue_characters": ("gauge", 7)}).split("\n")
    assert 'bitexte_requests_total{route="/translate",method="POST",status="200"} 3' in lines
    buckets = [int(line.split()[-1]) for line in lines if "_bucket" in line]
    assert len(buckets) == len(BUCKETS) + 1
    assert buckets == sorted(buckets)
    assert buckets[0] == 1
    assert buckets[-1] == 3
    assert 'bitexte_request_seconds_sum{route="/translate"} 99.301000' in lines
    assert "bitexte_queue_characters 7" in lines
    assert lines[-1] == ""
