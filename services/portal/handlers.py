"""What the portal answers over NATS besides what every service does: nothing yet, its doors are its pages."""
