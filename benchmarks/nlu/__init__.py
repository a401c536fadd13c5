"""Which classifier understands patients best, and what it costs: `python -m benchmarks.nlu --help`."""
