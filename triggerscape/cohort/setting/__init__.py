"""Who and where: sites, people, calendar, cycles and habits, before any headache."""
