"""The room of the plan: board, coordination, agencies, indicators, tasks with comments and attachments."""
