"""What is known about the data themselves: measures of files, quality by site and month, a page."""
