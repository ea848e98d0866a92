"""The way back: what the provider answers, with the values in the places of their placeholders.

A text that comes in pieces goes through a channel, which holds back only what may be the beginning of a placeholder or of a link. What
comes whole goes through the same channel in one piece, so that both read the same.
"""

from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

from weerbaar.leak.inbound import Screen
from weerbaar.leak.mask import Conversation

JSON_TEXT = frozenset(("arguments", "partial_json"))
"""Fields that hold JSON as a string."""
ANSWERS = frozenset(("content", "text", "response", "output_text"))
"""Fields that hold what a person reads; JSON as well where JSON was asked for."""
LEFT = frozenset(("signature", "encrypted_content", "embedding", "embeddings", "bytes", "b64_json", "obfuscation"))
"""Fields in which nothing of ours can stand, or which must come back as they were."""


class Back:
    """Restores one answer.

    `names` are the aliases of names with a fixed alphabet; `said` tells whether a secret stood in the request as it left; `json_answer`:
    the program asked for JSON as the text of the answer.
    """

    def __init__(
        self, conversation: Conversation, names: dict[str, str], said: Callable[[str], bool], *, json_answer: bool = False
    ) -> None:
        self._conversation, self._names, self._said, self._json_answer = conversation, names, said, json_answer
        self._channels: dict[Hashable, Channel] = {}
        self.seen: Counter[str] = Counter()
        """What was left out of the answer: names of leak.inbound, and how often."""
        self.characters = 0
        """Of all pieces that came."""

    def piece(self, channel: Hashable, field: str, text: str) -> str:
        """The next piece of a text, as far as it can be said; `field` is the name it stands under."""
        self.characters += len(text)
        if channel not in self._channels:
            self._channels[channel] = self._channel(field)
        return self._channels[channel].feed(text)

    def rest(self, channel: Hashable) -> str:
        """What is still held back; the text is at its end."""
        held = self._channels.pop(channel, None)
        if held is None:
            return ""
        rest = held.flush()
        self.seen.update(held.seen)
        return rest

    def unfinished(self) -> list[Hashable]:
        """Channels that nobody has ended yet."""
        return list(self._channels)

    def whole(self, value: Any, field: str = "") -> Any:
        """A tree with every text in it restored."""
        if isinstance(value, str):
            if value in self._names:
                return self._names[value]
            channel = self._channel(field)
            said = channel.feed(value) + channel.flush()
            if not self.characters:  # else it is said again what already came in pieces
                self.seen.update(channel.seen)
            return said
        if isinstance(value, list):
            return value if field in LEFT else [self.whole(one, field) for one in value]
        if isinstance(value, dict):
            return {self._conversation.restore(key): one if key in LEFT else self.whole(one, key) for key, one in value.items()}
        return value

    def _channel(self, field: str) -> "Channel":
        escape = "json" if field in JSON_TEXT or (self._json_answer and field in ANSWERS) else "plain"
        screen = Screen(self._conversation.language, said=self._said) if field in ANSWERS else None
        return Channel(self._conversation, escape, screen)


class Channel:
    """One text of the answer."""

    def __init__(self, conversation: Conversation, escape: str, screen: Screen | None) -> None:
        self._restorer, self._screen = conversation.restorer(escape), screen

    @property
    def seen(self) -> Counter[str]:
        """What was left out so far."""
        return self._screen.seen if self._screen else Counter()

    def feed(self, text: str) -> str:
        """What can be said after this piece."""
        return self._restorer.feed(self._screen.feed(text) if self._screen else text)

    def flush(self) -> str:
        """What was still held back."""
        rest = self._restorer.feed(self._screen.flush()) if self._screen else ""
        return rest + self._restorer.flush()
