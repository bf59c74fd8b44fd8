"""From a site's files to text rows under the contract's column names."""
