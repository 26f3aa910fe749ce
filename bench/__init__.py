"""Speed and scale, side by side with what could be used instead; every figure is printed with its spread."""
