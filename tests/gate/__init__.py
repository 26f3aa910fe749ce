"""Reading quality as a ratchet: floors that may only rise."""
