"""Linear programming on what is known of cells: smaller systems, cheap bounds, far corners."""
