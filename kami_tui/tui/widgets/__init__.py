"""What is shown. Widgets are given values and send messages; they decide nothing."""
