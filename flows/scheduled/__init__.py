"""What is scheduled of a workspace, and putting it on a Prefect server."""
