"""Long work outside the request: who asked, how far it is, what came of it."""
