//! One integration binary: links once.

// Where things lie: the contract, opening, damage, crashes.
mod store;
