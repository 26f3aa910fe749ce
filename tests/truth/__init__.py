"""Against known truth: the public record and planted worlds."""
