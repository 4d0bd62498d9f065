"""What other offices and clerks write down elsewhere: read from paste or workbook, checked, and proposed as changes."""
