"""The room of truck rounds: a week's board, its map, and jobs moved by hand."""
