"""What is printed: posters, passports, and the codes that lead to pages."""
