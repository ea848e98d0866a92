"""What templates can say: icons, bands, dates, the theme."""
