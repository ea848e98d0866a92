"""Call-proof at the desk: devices, asking for proof, giving it."""
