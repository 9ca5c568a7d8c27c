"""What public pages have in common, whichever app they belong to."""
