"""What tasks, events, mails and programs are called on the console's pages; English, to be translated."""
