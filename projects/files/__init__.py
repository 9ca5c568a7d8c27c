"""Files of ours: on the disk, whole and synced, before a row of the database speaks of them."""
