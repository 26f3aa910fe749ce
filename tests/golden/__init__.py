"""From pages to numbers: the example folders against their answer keys."""
