"""One provider and one gateway for every test of a file; each begins with a clean desk."""

from collections.abc import Iterator

import pytest

from tests.gateway.memory_desk import DirectChecker, MemoryDesk, gateway
from tests.gateway.provider import Provider, provider


@pytest.fixture(scope="module")
def there() -> Iterator[Provider]:
    """The provider."""
    with provider() as one:
        yield one


@pytest.fixture(scope="module")
def checking() -> DirectChecker:
    """What checks."""
    return DirectChecker()


@pytest.fixture(scope="module")
def memory(there: Provider) -> MemoryDesk:
    """What the desk knows."""
    return MemoryDesk(there.url)


@pytest.fixture(scope="module")
def address(memory: MemoryDesk, checking: DirectChecker) -> Iterator[str]:
    """Where the gateway listens."""
    with gateway(memory, checking) as url:
        yield url


@pytest.fixture(autouse=True)
def clean(request: pytest.FixtureRequest) -> None:
    """Forget what the test before did."""
    if "address" not in request.fixturenames:
        return
    there, desk, checking = (request.getfixturevalue(name) for name in ("there", "memory", "checking"))
    there.clear()
    checking.trouble = None
    fresh = MemoryDesk(there.url)
    for name in fresh.__dataclass_fields__:
        setattr(desk, name, getattr(fresh, name))
