"""怎么来的: the public pages of how a year's list comes to be."""
