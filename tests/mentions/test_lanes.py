"""One thing at a time in each lane, and several lanes at once."""

import threading
import time

import pytest

from partwork.mentions.lanes import Lanes
from partwork.mentions.polite import Polite


def test_a_lane_keeps_its_order():
    """The jobs of a lane are done one after another, as they came."""
    done = {"a": [], "b": [], "c": []}
    with Lanes(3) as lanes:
        for number in range(30):
            for lane, list_ in done.items():
                lanes.put(lane, lambda number=number, list_=list_: list_.append(number))
    assert [*done.values()] == [[*range(30)]] * 3


def test_lanes_run_at_once():
    """Two lanes that wait for each other both end."""
    gate = threading.Barrier(2, timeout=20)
    with Lanes(2) as lanes:
        lanes.put("a", gate.wait)
        lanes.put("b", gate.wait)


def test_one_lane_does_not_hold_up_the_others():
    """A lane with much to do takes one thread, however many there are to do."""
    met = threading.Event()
    with Lanes(2) as lanes:
        for _ in range(20):
            lanes.put("slow", lambda: met.wait(20))
        lanes.put("quick", met.set)
    assert met.is_set()


def test_what_a_job_raises_is_raised():
    """Nothing fails silently, and nothing more is begun."""
    done = []

    def fail():
        raise ZeroDivisionError

    def run():
        with Lanes(1) as lanes:
            lanes.put("a", fail)
            lanes.put("a", lambda: done.append(1))

    with pytest.raises(ZeroDivisionError):
        run()
    assert done == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_what_interrupts_lets_jobs_end_that_have_begun(error):
    """Ctrl-C waits for the request that is on its way, and begins no other."""
    begun, done = threading.Event(), []

    def job():
        begun.set()
        time.sleep(0.1)
        done.append(1)

    def interrupt():
        with Lanes(1) as lanes:
            lanes.put("a", job)
            lanes.put("a", job)
            begun.wait(20)
            raise error

    with pytest.raises(error):
        interrupt()
    assert done == [1]


class _Slow:
    """A web that notes how many requests each host has at once."""

    def __init__(self):
        self.now, self.most, self.lock = {}, {}, threading.Lock()

    def get(self, url, **_):
        host = url.split("/")[2]
        with self.lock:
            self.now[host] = self.now.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.now[host])
        time.sleep(0.01)
        with self.lock:
            self.now[host] -= 1

    head = get

    def post(self, url, *_, **more):
        self.get(url, **more)


def test_a_host_is_asked_one_thing_at_a_time():
    """Whatever the request: those to one host wait for each other, whoever makes them."""
    slow = _Slow()
    web = Polite(slow)
    with Lanes(8) as lanes:
        for number in range(24):
            url = f"https://{'ab'[number % 2]}.example/{number}"
            ask = (
                (lambda url: web.post(url, b"", "")) if number % 3 else (web.get if number % 2 else web.head)
            )
            lanes.put(str(number), lambda ask=ask, url=url: ask(url))
    assert slow.most == {"a.example": 1, "b.example": 1}
