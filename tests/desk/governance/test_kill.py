"""The short versions of `python -m bench.desk_kill` and `bench.desk_aside`: parts die in the middle, and nothing is lost or done twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.desk_kill import A_ROUND, run

ROUNDS, SEED = 2, 3
ROOT = Path(__file__).parents[3]


def test_doubts_survive_the_death_of_web_and_worker() -> None:
    tally = run(ROUNDS, "sqlite", SEED, say=False)
    assert (tally.rounds, tally.acknowledged, tally.unacknowledged) == (ROUNDS, ROUNDS * A_ROUND, 0)
    assert set(tally.kills) == {"web", "worker"}
    assert tally.good, tally


@pytest.mark.needs("dovecot")
def test_quarantine_survives_the_death_of_worker_and_mail_server() -> None:
    words = ("-m", "bench.desk_aside", "--json", "--rounds", str(ROUNDS), "--engine", "sqlite", "--seed", str(SEED))
    told = json.loads(subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, check=True, cwd=ROOT).stdout)
    assert (told["rounds"], told["wrong"]) == (ROUNDS, [])
    assert (told["moved"], told["restored"]) == (ROUNDS * 4, ROUNDS * 4)
    assert sum(told["kills"].values()) == ROUNDS
