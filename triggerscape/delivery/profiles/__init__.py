"""A site profile: everything in which its files differ from the contract."""
