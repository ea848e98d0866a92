"""The agreement about AI: asked, written, signed, and kept by the gateway."""
