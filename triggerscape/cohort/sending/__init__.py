"""What is sent: each site's own headers, words and files, and the profile that declares them."""
