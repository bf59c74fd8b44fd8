"""What is erased beside the inbox: copies, ledger, models, the free blocks of a database."""
