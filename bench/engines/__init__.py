"""The engines that are asked: ours over things, the peers over flat pages. Each does the whole task of a query."""
