"""The screens of the questionnaire. Each form begins with what the draft says, and gives the draft back with what was answered."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weerbaar.desk.accounts.models import Role
from weerbaar.desk.agreements import words
from weerbaar.desk.agreements.agreement import (
    LEAST_USE_DAYS,
    LONGEST,
    MOST_DAYS,
    MOST_NAMES,
    Agreement,
    Basis,
    Contact,
    Counted,
    Label,
    Learning,
    Place,
    Purpose,
    Review,
    Risk,
    Tool,
)
from weerbaar.desk.agreements.written import HOST, UNSURE, clean
from weerbaar.model.leak import GROUP_OF, DataClass, Decision, Group

E = TypeVar("E", bound=StrEnum)
SPLIT = re.compile(r"[,;\s]+")


def _choices(kind: Iterable[E], told: Callable[[E], str]) -> list[tuple[str, str]]:
    return [(one.value, told(one)) for one in kind]


class Asked(forms.Form):
    """A screen. `start` says what it begins with, `answered` puts the answers into the agreement."""

    def __init__(self, agreement: Agreement, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=self.start(agreement))
        self.agreement = agreement

    def start(self, agreement: Agreement) -> dict[str, Any]:
        raise NotImplementedError

    def answered(self) -> Agreement:
        raise NotImplementedError

    def offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


class ContactForm(Asked):
    """Who to ask."""

    name = forms.CharField(max_length=LONGEST, label=gettext_lazy("Name"))
    phone = forms.CharField(max_length=LONGEST, required=False, label=gettext_lazy("Telephone"))
    mail = forms.EmailField(max_length=LONGEST, required=False, label=gettext_lazy("E-mail"))

    def start(self, agreement: Agreement) -> dict[str, Any]:
        contact = agreement.contact
        return {"name": contact.name, "phone": contact.phone, "mail": contact.mail}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("phone") and not said.get("mail") and not self.errors:
            raise forms.ValidationError(_("A telephone number or a mail address is needed, so that people can ask."))
        return said

    def answered(self) -> Agreement:
        said = {name: clean(value) for name, value in self.cleaned_data.items()}
        return replace(self.agreement, contact=Contact(**said))


class OutputForm(Asked):
    """What is done with what comes out, and how people learn."""

    label = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("When do people say that AI helped?"))
    review = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("When does a person check what came out?"))
    people = forms.BooleanField(required=False, label=gettext_lazy("About a person, only a person decides"))
    learning = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("When do people get an explanation?"))

    def __init__(self, agreement: Agreement, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(agreement, data)
        self.offer("label", _choices(Label, words.label))
        self.offer("review", _choices(Review, words.review))
        self.offer("learning", _choices(Learning, words.learning))

    def start(self, agreement: Agreement) -> dict[str, Any]:
        return {
            "label": agreement.label.value,
            "review": agreement.review.value,
            "people": agreement.people,
            "learning": agreement.learning.value,
        }

    def answered(self) -> Agreement:
        said = self.cleaned_data
        return replace(
            self.agreement,
            label=Label(said["label"]),
            review=Review(said["review"]),
            people=said["people"],
            learning=Learning(said["learning"]),
        )


class KeepForm(Asked):
    """How long what is kept."""

    conversation_days = forms.IntegerField(
        min_value=0, max_value=MOST_DAYS, label=gettext_lazy("Days that masked words are kept"),
        help_text=gettext_lazy("They are sealed, and needed to put names back into an answer. A conversation that goes on longer asks for more days."),
    )  # fmt: skip
    use_days = forms.IntegerField(
        min_value=LEAST_USE_DAYS, max_value=MOST_DAYS, label=gettext_lazy("Days that a use is kept"),
        help_text=gettext_lazy("When, which tool, how much and which kinds of data. Never what somebody wrote."),
    )  # fmt: skip

    def start(self, agreement: Agreement) -> dict[str, Any]:
        return {"conversation_days": agreement.conversation_days, "use_days": agreement.use_days}

    def answered(self) -> Agreement:
        return replace(self.agreement, **self.cleaned_data)


class WatchForm(Asked):
    """What is counted."""

    counted = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("What is counted for the whole firm?"),
        help_text=gettext_lazy("Everybody can see these numbers. A number that stands for fewer than five people is not shown."),
    )  # fmt: skip

    def __init__(self, agreement: Agreement, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(agreement, data)
        self.offer("counted", _choices(Counted, words.counted))

    def start(self, agreement: Agreement) -> dict[str, Any]:
        return {"counted": [one.value for one in agreement.counted]}

    def answered(self) -> Agreement:
        return replace(self.agreement, counted=tuple(Counted(one) for one in self.cleaned_data["counted"]))


class DatesForm(Asked):
    """From when it holds, and when somebody looks at it again."""

    start_on = forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), label=gettext_lazy("Holds from"))
    review_on = forms.DateField(
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), label=gettext_lazy("Looked at again on"),
        help_text=gettext_lazy("You are reminded two weeks before."),
    )  # fmt: skip

    def start(self, agreement: Agreement) -> dict[str, Any]:
        return {"start_on": agreement.start, "review_on": agreement.review_on}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, review = said.get("start_on"), said.get("review_on")
        if isinstance(start, date) and isinstance(review, date) and review <= start:
            self.add_error("review_on", _("This day comes before the agreement begins."))
        return said

    def answered(self) -> Agreement:
        return replace(self.agreement, start=self.cleaned_data["start_on"], review_on=self.cleaned_data["review_on"])


class DataForm(Asked):
    """What may go in: for each group, and for what differs from its group."""

    unsure = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("When Weerbaar cannot look inside"))

    def __init__(self, agreement: Agreement, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(agreement, data)
        self.offer("unsure", [(one.value, {UNSURE[0]: _("ask for a reason")}.get(one, words.decision(one))) for one in UNSURE])
        _decided(self, required=True)

    def start(self, agreement: Agreement) -> dict[str, Any]:
        return {**_begun(agreement.groups, agreement.classes), "unsure": agreement.unsure.value}

    def answered(self) -> Agreement:
        groups, classes = _said(self.cleaned_data)
        return replace(self.agreement, groups=groups, classes=classes, unsure=Decision(self.cleaned_data["unsure"]))

    def groups(self) -> list[forms.BoundField]:
        return [self[one.value] for one in Group]

    def classes(self) -> list[forms.BoundField]:
        return [self[f"class_{one.value}"] for one in DataClass if _differs(one)]


class ToolForm(Asked):
    """One tool of the register."""

    name = forms.CharField(max_length=LONGEST, label=gettext_lazy("Name, as people know it"))
    purposes = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("What may it be used for?")
    )
    purpose = forms.CharField(max_length=LONGEST, required=False, label=gettext_lazy("Something else, in your own words"))
    roles = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Who may use it?"),
        help_text=gettext_lazy("Nobody ticked: everybody."),
    )  # fmt: skip
    provider = forms.CharField(max_length=LONGEST, required=False, label=gettext_lazy("Provider"))
    place = forms.ChoiceField(label=gettext_lazy("Where does it work on the data?"))
    basis = forms.ChoiceField(label=gettext_lazy("Legal basis for personal data"))
    risk = forms.ChoiceField(label=gettext_lazy("Class of the AI Act"))
    contract = forms.CharField(
        max_length=LONGEST, required=False, label=gettext_lazy("Contract about data"),
        help_text=gettext_lazy("What it is called, or where it is kept."),
    )  # fmt: skip
    contract_on = forms.DateField(
        required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), label=gettext_lazy("Date of the contract")
    )
    models = forms.CharField(
        required=False, max_length=2000, label=gettext_lazy("Models that the gateway lets through"),
        help_text=gettext_lazy("Their names, with commas between them. Empty: every model of this tool."),
    )  # fmt: skip
    hosts = forms.CharField(
        required=False, max_length=2000, label=gettext_lazy("Web addresses of its page"),
        help_text=gettext_lazy("Such as chat.example, with commas between them. The paste check knows it by them."),
    )  # fmt: skip

    def __init__(self, agreement: Agreement, tool: Tool, data: Mapping[str, Any] | None = None) -> None:
        self.tool = tool
        super().__init__(agreement, data)
        self.offer("purposes", _choices(Purpose, words.purpose))
        self.offer("roles", [(one, words.role(one)) for one in dict.fromkeys((*Role.values, *tool.roles))])
        self.offer("place", _choices(Place, words.place))
        self.offer("basis", _choices(Basis, words.basis))
        self.offer("risk", _choices(Risk, words.risk))
        _decided(self, required=False)

    def start(self, agreement: Agreement) -> dict[str, Any]:
        tool = self.tool
        return {
            **_begun(tool.groups, tool.classes),
            "name": tool.name, "purposes": [one.value for one in tool.purposes], "purpose": tool.purpose, "roles": list(tool.roles),
            "provider": tool.provider, "place": tool.place.value, "basis": tool.basis.value, "risk": tool.risk.value, "contract": tool.contract,
            "contract_on": tool.contract_on, "models": ", ".join(tool.models), "hosts": ", ".join(tool.hosts),
        }  # fmt: skip

    def clean_models(self) -> tuple[str, ...]:
        return self._names("models", ())

    def clean_hosts(self) -> tuple[str, ...]:
        found = self._names("hosts", ("https://", "http://"))
        wrong = next((one for one in found if not HOST.fullmatch(one)), None)
        if wrong is not None:
            raise forms.ValidationError(_("“%(host)s” is no web address, such as chat.example.") % {"host": wrong})
        return found

    def answered(self) -> Agreement:
        said = self.cleaned_data
        groups, classes = _said(said)
        made = Tool(
            id=self.tool.id, name=clean(said["name"]), provider=clean(said["provider"]),
            purposes=tuple(Purpose(one) for one in said["purposes"]), purpose=clean(said["purpose"]), roles=tuple(said["roles"]),
            models=said["models"], hosts=said["hosts"], place=Place(said["place"]), basis=Basis(said["basis"]), risk=Risk(said["risk"]),
            contract=clean(said["contract"]), contract_on=said["contract_on"], groups=groups, classes=classes,
        )  # fmt: skip
        tools = tuple(made if one.id == made.id else one for one in self.agreement.tools)
        return replace(self.agreement, tools=tools)

    def main(self) -> list[forms.BoundField]:
        return [self[one] for one in ("name", "purposes", "purpose", "roles")]

    def register(self) -> list[forms.BoundField]:
        return [self[one] for one in ("provider", "place", "basis", "risk", "contract", "contract_on", "models", "hosts")]

    def groups(self) -> list[forms.BoundField]:
        return [self[one.value] for one in Group]

    def classes(self) -> list[forms.BoundField]:
        return [self[f"class_{one.value}"] for one in DataClass if _differs(one)]

    def _names(self, field: str, prefixes: tuple[str, ...]) -> tuple[str, ...]:
        found = []
        for one in SPLIT.split(self.cleaned_data[field]):
            for prefix in prefixes:
                one = one.lower().removeprefix(prefix).split("/")[0]
            if name := clean(one):
                found.append(name)
        if len(found) > MOST_NAMES:
            raise forms.ValidationError(_("These are too many."))
        return tuple(dict.fromkeys(found))


FORMS: Mapping[str, type[Asked]] = {
    "contact": ContactForm, "data": DataForm, "output": OutputForm, "keep": KeepForm, "watch": WatchForm, "dates": DatesForm,
}  # fmt: skip


def _differs(cls: DataClass) -> bool:
    """Whether a class can be treated otherwise than its group: it is not alone in it."""
    return sum(group is GROUP_OF[cls] for group in GROUP_OF.values()) > 1


def _decided(form: forms.Form, *, required: bool) -> None:
    """The fields of decisions: one for each group, one for each class that can differ."""
    choices = [(one.value, words.decision(one)) for one in Decision]
    for group in Group:
        usual = [] if required else [("", _("as everywhere"))]
        name = words.group(group)
        form.fields[group.value] = forms.ChoiceField(
            choices=usual + choices, required=required, label=name[:1].upper() + name[1:]
        )
    for cls in filter(_differs, DataClass):
        name = words.cls(cls)
        form.fields[f"class_{cls.value}"] = forms.ChoiceField(
            choices=[("", _("as its group")), *choices], required=False, label=name[:1].upper() + name[1:]
        )


def _begun(groups: Mapping[Group, Decision], classes: Mapping[DataClass, Decision]) -> dict[str, str]:
    return {one.value: decision.value for one, decision in groups.items()} | {
        f"class_{one.value}": decision.value for one, decision in classes.items()
    }


def _said(answers: Mapping[str, Any]) -> tuple[dict[Group, Decision], dict[DataClass, Decision]]:
    groups = {one: Decision(answers[one.value]) for one in Group if answers.get(one.value)}
    classes = {one: Decision(answers[f"class_{one.value}"]) for one in DataClass if answers.get(f"class_{one.value}")}
    return groups, classes
