"""What QR codes and barcodes lead to."""
