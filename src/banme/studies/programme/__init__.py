"""How a plan is carried out: read from the workspace, scheduled, valued, and held against the evidence."""
