"""What has got stuck, how the platform is, who did what."""
