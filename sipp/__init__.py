"""sipp: public-service standards as typed promises, and reports tied to them."""
