"""What every connector has to pass: its fake is read, and the lake equals the fake's truth."""
