"""Reading a design: sorted batches cut into blocks of whole people, and sums over them."""
