"""Reading a list of projects out of its text: pure, without Django or a database."""
