"""What is sent: the same days as each site would record, format and deliver them."""
