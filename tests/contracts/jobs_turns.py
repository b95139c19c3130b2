"""What every job database must keep when many want something at once: everybody gets a turn. A part of the contract of the jobs."""

from __future__ import annotations

import random
from collections import Counter

from archive.jobs import Jobs
from tests.contracts.jobs import Crew, until


class TurnsContract:
    """Inherit it beside ``JobsContract``, which has the fixtures."""

    def order(self, jobs: Jobs, crew: Crew, spaces: tuple[str, ...]) -> list[str]:
        """The keys in the order in which one worker ran them."""
        crew.hire("w1")
        until(lambda: not any(jobs.live(space) for space in spaces))
        return crew.keys("done")

    def test_a_second_space_does_not_wait_for_all_of_the_first(self, jobs: Jobs, crew: Crew) -> None:
        for number in range(12):
            jobs.put("process", "gross", f"g{number}")
        for number in range(3):
            jobs.put("process", "klein", f"k{number}")
        ran = self.order(jobs, crew, ("gross", "klein"))
        assert [ran.index(f"k{number}") < 8 for number in range(3)] == [True] * 3
        assert [key for key in ran if key[0] == "g"] == [f"g{number}" for number in range(12)]

    def test_who_comes_late_begins_where_the_line_stands(self, jobs: Jobs, crew: Crew) -> None:
        for number in range(6):
            jobs.put("process", "gross", f"g{number}")
        self.order(jobs, crew, ("gross",))
        crew.dismiss("w1")
        for number in range(6, 12):
            jobs.put("process", "gross", f"g{number}")
            jobs.put("process", "klein", f"k{number}")
        ran = self.order(jobs, crew, ("gross", "klein"))[6:]
        assert Counter(key[0] for key in ran[:6]) == {"g": 3, "k": 3}

    def test_an_import_gets_every_fifth_turn_and_what_is_waited_for_the_first(self, jobs: Jobs, crew: Crew) -> None:
        for number in range(10):
            jobs.put_bulk("process", "firma", f"b{number}")
        for number in range(12):
            jobs.put("process", "firma", f"n{number}")
        jobs.put("process", "firma", "jetzt", urgent=True)
        ran = self.order(jobs, crew, ("firma",))
        assert ran[0] == "jetzt"
        first = Counter(key[0] for key in ran[1:13])
        assert first["n"] >= 8
        assert first["b"] >= 2, "an import that never gets a turn never ends"
        assert sorted(ran) == sorted(["jetzt", *(f"b{n}" for n in range(10)), *(f"n{n}" for n in range(12))])

    def test_any_mixture_runs_whole_and_each_flow_in_its_order(self, jobs: Jobs, crew: Crew) -> None:
        chance = random.Random(20261122)
        put = []
        for number in range(40):
            space = chance.choice(("a", "b", "c"))
            kind = chance.choice("nbu")
            key = f"{space}{kind}{number:02}"
            put.append(key)
            if kind == "b":
                jobs.put_bulk("process", space, key)
            else:
                jobs.put("process", space, key, urgent=kind == "u")
        ran = self.order(jobs, crew, ("a", "b", "c"))
        assert sorted(ran) == sorted(put)
        for flow in {key[:2] for key in put}:
            assert [key for key in ran if key[:2] == flow] == [key for key in put if key[:2] == flow]
