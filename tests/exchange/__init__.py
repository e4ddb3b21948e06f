"""Files from outside: hostile ones refused, honest ones read whole, what goes out comes in again."""
