"""What every room shares: records, actions, checks, events, protocols, errors. Standard library only."""
