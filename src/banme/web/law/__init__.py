"""The law room: rules by date, cluster files with their clock, investor Councils, statutory reports."""
