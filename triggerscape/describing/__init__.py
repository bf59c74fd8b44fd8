"""What every table holds, from the contracts: as a page, a drawing or an object."""
