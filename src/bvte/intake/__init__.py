"""What people filled in: read back, checked cell by cell, kept beside the evidence; nothing is lost."""
