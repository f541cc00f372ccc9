"""The picture as PDF: text that can be found and copied, and read out in the right order."""
