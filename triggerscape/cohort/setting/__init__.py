"""What happens: people, their days, their migraine and their treatments."""
