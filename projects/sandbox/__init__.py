"""Files from outside, each read by a process of its own within limits of memory and time.

`process` runs the readers; `child` and the readers beside it run in that process and know
neither Django nor this project: they are started without it, so as to start fast.
"""
