"""The words of the interface, below the operations because mails and jobs need them as pages do."""
