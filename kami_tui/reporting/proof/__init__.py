"""What makes a report provable: the parts inside it, its verification, its signature."""
