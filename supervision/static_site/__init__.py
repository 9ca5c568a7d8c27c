"""The public pages as a folder of files that any web server can show."""
