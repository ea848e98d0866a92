"""What the AI gateway asks of the desk: keys, providers, budgets, reasons, and what was used. The gateway itself is weerbaar.gateway."""
