"""What goes on paper: documents of plain text, and PDF files."""
