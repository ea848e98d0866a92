"""What the agreement in force says, for whoever keeps it: the gateway and the paste check.

    policy_of(organisation, tool, role)    # weerbaar.leak.policy.Policy
    tools_of(organisation, role)           # the tools that somebody with this role may use

Without an agreement in force no tool is allowed, and nothing that was found leaves.
"""

from datetime import date
from types import MappingProxyType

from django.utils import timezone

from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.agreements.agreement import STRICTEST, Agreement, Tool
from weerbaar.desk.agreements.models import Version
from weerbaar.leak.policy import Policy
from weerbaar.model.leak import DataClass, Group

STRICT = Policy(MappingProxyType(dict.fromkeys(Group, STRICTEST)), MappingProxyType({}), STRICTEST)
"""Where nothing was agreed: whatever is found stays inside, and so does what could not be looked inside."""


def latest(organisation: Organisation) -> Version | None:
    """The agreement that was published last, begun or not: the one people sign."""
    return Version.objects.filter(organisation=organisation).select_related("organisation").order_by("-number").first()


def in_force(organisation: Organisation, day: date | None = None) -> Version | None:
    """The agreement that holds on a day (today): the last one that had begun."""
    begun = Version.objects.filter(organisation=organisation, starts__lte=day or timezone.localdate())
    return begun.select_related("organisation").order_by("-number").first()


def policy_of(organisation: Organisation, tool: str, role: str) -> Policy:
    """What may be given to a tool (its id in the register) by somebody with this role.

    Raises:
        Locked: the organisation's master key is not here.
    """
    held = in_force(organisation)
    found = held.agreement.tool(tool) if held else None
    if held is None or found is None or not found.is_for(role):
        return STRICT
    return policy(held.agreement, found)


def tools_of(organisation: Organisation, role: str) -> tuple[Tool, ...]:
    """The tools that somebody with this role may use, in the order of the agreement.

    Raises:
        Locked: the organisation's master key is not here.
    """
    held = in_force(organisation)
    return tuple(tool for tool in held.agreement.tools if tool.is_for(role)) if held else ()


def policy(agreement: Agreement, tool: Tool | None = None) -> Policy:
    """The policy of a tool, or of a text of which nobody knows yet where it goes."""
    decided = {cls: agreement.decision(cls, tool) for cls in DataClass}
    return Policy(MappingProxyType(dict.fromkeys(Group, STRICTEST)), MappingProxyType(decided), agreement.unsure)
