"""Sound: how the voice in it was made, as far as that can be told."""
