"""A new master key takes over, and everything still opens."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from tests.desk.cast import FRAUD, Desk
from weerbaar.desk import rotation, secrets
from weerbaar.desk.cases.erase import erase
from weerbaar.desk.cases.models import Case
from weerbaar.desk.keys import ring


def test_everything_is_wrapped_again_and_the_old_key_can_go(desk: Desk) -> None:
    case, gone = desk.brings("nadia"), desk.looked_at("tom")
    erase(gone, actor=None, why="asked")
    secrets.add_key(desk.home)
    ring.cache_clear()
    assert rotation.left() == 3  # two organisations, one case
    factors = Authenticator.objects.count()
    assert rotation.rotate() == 3 + factors
    assert rotation.left() == 0
    file = desk.home / "master.key"
    file.write_text(file.read_text().splitlines()[0])
    ring.cache_clear()
    assert Case.objects.get(pk=case.pk).original() == FRAUD
    assert "Bakkerij" in desk.bakery.description
    assert all(TOTP(one).validate_code("000000") in (True, False) for one in Authenticator.objects.all())


def test_a_rotation_that_was_cut_short_goes_on(desk: Desk) -> None:
    desk.brings("nadia")
    secrets.add_key(desk.home)
    ring.cache_clear()
    rotation._again(Case, Case.objects.get().pk)
    assert rotation.left() == 2
    rotation.rotate()
    assert rotation.left() == 0


def test_signatures_of_the_web_outlive_a_rotation(desk: Desk) -> None:
    before = secrets.ring(desk.home).derived("signatures of the web")
    secrets.add_key(desk.home)
    assert secrets.ring(desk.home).derived("signatures of the web")[1:] == before
