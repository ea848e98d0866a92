"""The short version of `python -m bench.desk_kill`: web and worker die in the middle, and nothing is lost or done twice."""

from bench.desk_kill import A_ROUND, run

ROUNDS, SEED = 3, 3


def test_doubts_survive_the_death_of_web_and_worker() -> None:
    tally = run(ROUNDS, "sqlite", SEED, say=False)
    assert (tally.rounds, tally.acknowledged, tally.unacknowledged) == (ROUNDS, ROUNDS * A_ROUND, 0)
    assert set(tally.kills) == {"web", "worker"}
    assert tally.good, tally
