"""What a student works with: progress, checks as they come, lessons, hints, the live app."""
