"""What would leave the organisation with a text: found, masked, restored. Pure: no clock, no net, no Django."""
