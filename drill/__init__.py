"""Faults on purpose, with figures: `make drill`, `make drill PART=kills`, `make drill SHORT=1`."""
