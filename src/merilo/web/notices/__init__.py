"""What people are told: here, by mail, Telegram or webhook."""
